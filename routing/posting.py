"""A row about a call as it is posted or imported: check it against the catalogue, or say what is wrong with it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from marshmallow import Schema, ValidationError, fields

from routing.domain.catalogue import Catalogue
from routing.domain.labelled import CallRow
from routing.errors import BadRow
from routing.fields import IDENTIFIER, Moment, ReasonText, Whole, Words, YesOrNo
from routing.messages import first, plain
from routing.store.redact import redact
from routing.text.examples import OUT_OF_SCOPE

__all__ = ["BadRow", "RowSchema", "checked"]

MOST_HOPS = 50
AHEAD = timedelta(days=1)  # of this clock: another system's may be off, or in another zone than it says
MOST_FAULTS = 10
LISTED = 20
SHOWN = 48


class RowSchema(Schema):
    """One row about a call: what the caller said, and the intent or the department that really finished it."""

    call_id = fields.String(
        required=True, validate=IDENTIFIER, metadata={"description": "The telephone call", "example": "call-4711"}
    )
    hop = Whole(
        0, MOST_HOPS, load_default=0, metadata={"description": "Transfers made before this row; 0 is where it began"}
    )
    reason = ReasonText(
        metadata={
            "description": "What the caller said; may be left out where the call or its advice is on record",
            "example": "uh hi the machine ate my card",
        }
    )
    intent = fields.String(metadata={"description": f"Id of an intent, or {OUT_OF_SCOPE} for a call that means none"})
    department = fields.String(metadata={"description": "Id of a department; enough if the intent is not known"})
    resolved = YesOrNo(
        load_default=True, metadata={"description": "Whether the call was finished here; false for a stop on the way"}
    )
    transfers = Whole(0, MOST_HOPS, metadata={"description": "Of the whole call, if that is known"})
    occurred_at = Moment(metadata={"description": "When it was, with time zone; now if left out"})
    source = Words(64, metadata={"description": "Which system or list the row comes from"})
    agent = Words(80, metadata={"description": "Who labelled it"})


_ROW = RowSchema()


def checked(row: Mapping[str, Any], catalogue: Catalogue, now: datetime) -> CallRow:
    """Return the row that raw fields describe.

    Parameters
    ----------
    row
        Fields as they come from JSON; what is left out has the default that `RowSchema` states.
    catalogue
        Whose intents and departments a label may name.
    now
        The service's clock, with a zone.

    Raises
    ------
    BadRow
        Naming every field at fault, ten at most.
    """
    try:
        fields: dict[str, Any] = _ROW.load(row)
    except ValidationError as error:
        found = list(error.messages_dict.items())[:MOST_FAULTS]
        raise BadRow([(_readable(str(field)), plain(first(messages))) for field, messages in found]) from None
    intent, department = _todays(fields.get("intent", ""), fields.get("department", ""), catalogue)
    faults = [*_label_faults(intent, department, catalogue)]
    occurred_at = fields.get("occurred_at", now)
    if occurred_at > now + AHEAD:
        faults.append(("occurred_at", f"expected a time that has been, found {occurred_at.isoformat()}; mend it"))
    if faults:
        raise BadRow(faults)
    return CallRow(
        call_id=fields["call_id"],
        hop=fields["hop"],
        reason=fields.get("reason", ""),
        intent=intent,
        department=department,
        resolved=fields["resolved"],
        transfers=fields.get("transfers"),
        occurred_at=occurred_at,
        source=fields.get("source", ""),
        agent=fields.get("agent", ""),
        timed="occurred_at" in fields,
    )


def _todays(intent: str, department: str, catalogue: Catalogue) -> tuple[str, str]:
    """Return a label under today's ids; of an intent that is gone the department is left, if it was told."""
    intent = catalogue.current_intent(intent) or ("" if department and intent in catalogue.moved_intents else intent)
    department = catalogue.current_department(department) or department
    return intent, department


def _label_faults(intent: str, department: str, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a label. An out-of-scope call may have ended at any department."""
    if not intent and not department:
        yield "intent", "expected an intent or a department, found neither; say where the call ended"
    if intent and intent != OUT_OF_SCOPE and intent not in catalogue.intents:
        yield "intent", _unknown(intent, (*catalogue.intents, OUT_OF_SCOPE), "an intent")
    if department and department not in catalogue.departments:
        yield "department", _unknown(department, tuple(catalogue.departments), "a department")
    elif department and intent in catalogue.intents and catalogue.intents[intent].department != department:
        own = catalogue.intents[intent].department
        yield (
            "department",
            f"expected {own}, the department of the intent {intent}, found {department}; mend one or send only one",
        )


@lru_cache(maxsize=1024)
def _unknown(name: str, known: tuple[str, ...], kind: str) -> str:
    """Say that a label is not in the catalogue, and which are: all of them if they are few, else those spelt alike."""
    alike = known if len(known) <= LISTED else tuple(difflib.get_close_matches(name[:SHOWN], known, cutoff=0))
    which = ", ".join(alike) if len(known) <= LISTED else f"nearest in spelling {', '.join(alike)}"
    found = f"found {_readable(name)}"
    return f"expected {kind} of the catalogue ({which}), {found}; mend it"


def _readable(name: str) -> str:
    """Return what somebody sent as it can be shown: redacted, not long, and no character that is no text.

    In a list whose columns are shifted a label may hold what a caller said.
    """
    shown = redact(name)[:SHOWN]
    return shown if shown.isprintable() else ascii(shown)
