"""A suggested intent: calls that fit none of the catalogue's and are alike, for a person to judge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

OPEN, ACCEPTED, DISMISSED, SUPERSEDED = "open", "accepted", "dismissed", "superseded"


@dataclass(frozen=True)
class Suggestion:
    """Calls that belong together and to no intent.

    Attributes
    ----------
    state
        `open` until a person accepts or dismisses it, or a later search takes its place.
    name
        A proposed id.
    department
        Where such calls were finished most, if `ended`, else where they were sent most; empty if neither is known.
    calls, of_calls
        How many of them, and of how many calls in the time that was looked at.
    words
        That tell these calls from the others, strongest first.
    examples
        Redacted reasons in different words, the most typical first.
    call_ids
        Of all its calls; the first belong to the examples, in their order.
    nearest, likeness
        The intent nearest in meaning, for a group may be a wording that it lacks; and how near: the cosine of their
        mean sentence vectors, -1 to 1.
    """

    id: str
    found_at: datetime
    state: str
    name: str
    department: str
    ended: bool
    calls: int
    of_calls: int
    words: tuple[str, ...]
    examples: tuple[str, ...]
    call_ids: tuple[str, ...]
    nearest: str
    likeness: float

    @property
    def share(self) -> float:
        """Its calls among all calls of the time, 0 to 1."""
        return self.calls / self.of_calls if self.of_calls else 0.0
