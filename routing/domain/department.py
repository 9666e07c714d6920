"""A department: the one answer a caller needs."""

from __future__ import annotations

from dataclasses import dataclass

from routing.domain.hours import OpeningHours


@dataclass(frozen=True)
class Department:
    """A team with one telephone extension.

    Attributes
    ----------
    id, name
        For machines and for signs: `fraud`, "Fraud desk".
    spoken
        As it is said in a sentence: "our fraud desk".
    typical_wait_s
        Seconds a caller usually waits for an answer.
    covered_by
        Ids of the departments that take its calls when it cannot, best first.
    """

    id: str
    name: str
    spoken: str
    extension: str
    description: str
    hours: OpeningHours
    typical_wait_s: int
    covered_by: tuple[str, ...] = ()
