"""What a telephone system or a receptionist asks of the advisor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from routing.text.model import Hypothesis


@dataclass(frozen=True)
class Request:
    """One request for advice.

    Attributes
    ----------
    hypotheses
        What the caller said, as heard; empty only for silence after a question.
    at
        The time of the call, with a time zone: opening hours are looked up for it.
    received_at
        The service's clock, by which it tells whether a caller has come back; `at` if left out.
    call_id
        Empty for a new call.
    new_call_id
        The id that a new call is to get; one is made up if it is empty.
    caller_name, caller_phone, agent
        Of the caller, and the name of the person who answers, as given. The number is never stored.
    tried
        Ids of departments that have already had this caller.
    question_id
        Set when `hypotheses` are the reply to a question asked before.
    nearest
        Whether the labelled calls nearest in meaning are wanted too.
    """

    hypotheses: tuple[Hypothesis, ...]
    at: datetime
    received_at: datetime | None = None
    call_id: str = ""
    new_call_id: str = ""
    channel: str = "api"
    caller_name: str = ""
    caller_phone: str = ""
    agent: str = ""
    tried: tuple[str, ...] = ()
    question_id: str = ""
    nearest: bool = False

    @property
    def now(self) -> datetime:
        """The service's clock."""
        return self.received_at or self.at

    @property
    def words(self) -> str:
        """The likeliest of what was heard; empty for silence."""
        likeliest = max(self.hypotheses, key=lambda hypothesis: hypothesis.confidence, default=None)
        return likeliest.text if likeliest else ""
