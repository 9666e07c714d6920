"""What is known of one telephone call when advice is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from routing.domain.manner import Manner


@dataclass(frozen=True)
class Call:
    """A caller on the line.

    Attributes
    ----------
    id
        Names the telephone call; several pieces of advice may share it.
    reason
        What the caller said, in their own words, in this request and before.
    said
        The words of this request alone.
    at
        When, with a time zone.
    tried
        Departments that have already had this caller and could not help; never offered again.
    ruled_out
        Departments the caller has just said it is not, when they were offered in a question.
    chosen
        The department the caller picked when asked; empty when none was.
    handed_on
        Transfers already made within this call, as far as the service gave them.
    had_by_front_desk
        Whether a person at the front desk has already had this caller in this call.
    first_intent
        Id of what the caller was first understood to ring about, earlier in this call; empty if nobody knows.
    fails
        Each intent of a department already tried, and how often that department fails such a caller although it is
        the right one, 0 to 1: what its failure says against it.
    questions_asked, questions_in_call
        Clarifying questions the caller has been asked at this hop, and in the whole call.
    silent
        Whether the caller said nothing when asked.
    manners
        How the caller speaks.
    warned
        Whether the caller has been warned, earlier in this call, that abuse ends it.
    insulting
        Whether the words now are abuse in so many words, and not only by the model's ear.
    caller_name, caller_phone, agent
        Of the caller, as given, and the name of the person who answers; empty when not known.
    promised
        What the caller was promised earlier in this call, such as "a call back tomorrow at eight"; empty for nothing.
    """

    id: str
    reason: str
    at: datetime
    said: str = ""
    tried: frozenset[str] = frozenset()
    ruled_out: frozenset[str] = frozenset()
    chosen: str = ""
    handed_on: int = 0
    had_by_front_desk: bool = False
    first_intent: str = ""
    fails: tuple[tuple[str, float], ...] = ()
    questions_asked: int = 0
    questions_in_call: int = 0
    silent: bool = False
    manners: frozenset[Manner] = frozenset()
    warned: bool = False
    insulting: bool = False
    caller_name: str = ""
    caller_phone: str = ""
    agent: str = ""
    promised: str = ""

    @property
    def hops(self) -> int:
        """Transfers already made within this call."""
        return max(len(self.tried), self.handed_on)
