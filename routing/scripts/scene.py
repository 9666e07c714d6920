"""All that a script may speak of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from routing.domain.call import Call
from routing.domain.catalogue import Catalogue, Owner
from routing.domain.decision import Decision
from routing.domain.department import Department
from routing.domain.intent import Intent
from routing.domain.reasons import SecondReason


@dataclass(frozen=True)
class Scene:
    """One decision and what is known around it.

    Attributes
    ----------
    department
        Whom the caller is put through to, or who rings back.
    wait_s
        How long that department takes to answer now.
    closed
        The department that would finish the call but does not answer now; None if the decision's department does.
    is_closed
        Whether that one is closed; otherwise its queue is too long.
    opens_at
        When that one opens; None if it is not closed, or nobody knows.
    rings_back
        When the caller is rung back; None unless the decision is a call back.
    second
        What else the caller rings about, for another department.
    sure_of_intent
        Whether the intent may be said back as what the caller meant.
    options
        What a question chooses between, as it is said.
    asked
        The question, when one is written for these options; empty when it is made from them.
    incidents
        Sentences about what is known to affect this caller.
    owner
        Who takes a call that was passed on too often.
    details
        What was heard besides the intent: "£50", "last Tuesday".
    reason
        The caller's words, redacted, for the handoff note.
    """

    catalogue: Catalogue
    call: Call
    decision: Decision
    department: Department
    wait_s: int
    closed: Department | None
    is_closed: bool
    opens_at: datetime | None
    rings_back: datetime | None
    intent: Intent | None
    second: SecondReason | None
    sure_of_intent: bool
    options: tuple[str, ...]
    asked: str
    incidents: tuple[str, ...]
    owner: Owner
    details: tuple[str, ...]
    reason: str
