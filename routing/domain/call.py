"""What is known of one telephone call when advice is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Call:
    """A caller on the line.

    Attributes
    ----------
    id
        Names the telephone call; several pieces of advice may share it.
    reason
        What the caller said, in their own words.
    at
        When, with a time zone.
    tried
        Departments that have already had this caller and could not help; never offered again.
    ruled_out
        Departments the caller has just said it is not, when they were offered in a question.
    chosen
        The department the caller picked when asked; empty when none was.
    closed
        Departments that do not answer at the time of the call.
    questions_asked, questions_in_call
        Clarifying questions the caller has been asked at this hop, and in the whole call.
    caller_name
        As the caller gave it; empty when it is not known.
    """

    id: str
    reason: str
    at: datetime
    tried: frozenset[str] = frozenset()
    ruled_out: frozenset[str] = frozenset()
    chosen: str = ""
    closed: frozenset[str] = frozenset()
    questions_asked: int = 0
    questions_in_call: int = 0
    caller_name: str = ""

    @property
    def hops(self) -> int:
        """Transfers already made within this call."""
        return len(self.tried)
