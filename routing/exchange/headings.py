"""Which column of somebody else's list holds what."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence

from routing.errors import BadFile

FIELDS = (
    "call_id", "hop", "reason", "intent", "department", "resolved", "transfers", "occurred_at", "source", "agent",
)  # fmt: skip
PARTS = ("date", "time")  # of occurred_at, where a list keeps them apart
REFUSED_AT, REFUSED_BECAUSE = "refused_at", "refused_because"  # added to refused rows, which may be imported again

_USUAL = {
    "call_id": ("call", "call ref", "call reference", "call number", "call no", "contact id", "contact", "interaction",
                "interaction id", "conversation id", "session id", "case", "case id", "case number",
                "ticket id", "ticket"),
    "hop": ("hop number", "leg", "segment"),
    "reason": ("transcript", "transcription", "utterance", "text", "words", "what the caller said", "caller said",
               "what the customer said", "customer said", "caller text", "query", "question"),
    "intent": ("intent id", "intent name", "category", "label", "topic", "call type"),
    "department": ("department id", "department name", "dept", "team", "team name", "queue", "final department"),
    "resolved": ("solved", "finished", "resolved here"),
    "transfers": ("number of transfers", "transfer count"),
    "occurred_at": ("date time", "timestamp", "call time", "call started", "started", "started at", "start time",
                    "created", "created at", "opened", "opened at", "received", "received at", "when"),
    "date": ("call date", "day", "start date"),
    "time": ("time of day", "time of call"),
    "source": ("system", "origin"),
    "agent": ("agent name", "agent id", "handled by", "labelled by", "operator", "user"),
}  # fmt: skip


def _bare(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading.casefold())


_MEANINGS = {_bare(name): field for field, names in _USUAL.items() for name in (field, *names)}
_OURS = frozenset((REFUSED_AT, REFUSED_BECAUSE))


def meaning(heading: str) -> str:
    """Return the field that a column of this name usually holds, or nothing: "Call-ID" and "CallId" are `call_id`."""
    return _MEANINGS.get(_bare(heading), "")


def understood(headings: Sequence[str], mapped: Mapping[str, str]) -> int:
    """Return how many of the titles are headings."""
    return sum(bool(title) and (title in mapped.values() or bool(meaning(title))) for title in headings)


def columns(headings: Sequence[str], mapped: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each field that is found among the headings.

    What is mapped counts first, then a column of the field's own name, then the first of a usual name. With
    `occurred_at`, `date` and `time` have nothing to add unless they are mapped.
    """
    found = {field: heading for field, heading in mapped.items() if heading in headings}
    rest = [heading for heading in headings if heading not in found.values()]
    for heading in sorted(rest, key=lambda heading: heading != meaning(heading)):
        field = meaning(heading)
        if field and field not in mapped:
            found.setdefault(field, heading)
    if "occurred_at" in found:
        found = {field: heading for field, heading in found.items() if field not in PARTS or field in mapped}
    return found


def left_aside(headings: Sequence[str], used: Mapping[str, str]) -> list[str]:
    """Return the headings that mean nothing here, in their order."""
    return [heading for heading in headings if heading and heading not in used.values() and heading not in _OURS]


def check_mapped(mapped: Mapping[str, str], headings: Sequence[str]) -> None:
    """Refuse a mapping of unknown fields, or to columns that a file does not have.

    Raises
    ------
    BadFile
        Naming each, with the fields there are and the columns that were found.
    """
    faults = []
    shown = ", ".join(filter(None, headings)) or "none"
    for field, heading in mapped.items():
        if field not in (*FIELDS, *PARTS):
            near = difflib.get_close_matches(field, (*FIELDS, *PARTS), n=1)
            meant = f"; did you mean {near[0]}?" if near else ""
            faults.append(f"expected one of the fields {', '.join((*FIELDS, *PARTS))}, found {field!r}{meant}")
        elif heading not in headings:
            faults.append(f"{field}: expected a column {heading!r} as it was mapped, found the columns {shown}")
    if faults:
        raise BadFile("\n".join(faults))
