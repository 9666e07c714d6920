"""Labelled calls: read them from a file and check them against the catalogue."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from routing.errors import BadCalls, BadReason
from routing.text import examples, normalise

OUT_OF_SCOPE = examples.OUT_OF_SCOPE
SHOWN = 10
COLUMNS = ("reason", "intent", "department", "style")


@dataclass(frozen=True)
class LabelledCall:
    """A reason and what finished the call.

    Attributes
    ----------
    intent
        An intent id, `out_of_scope`, or empty if only the department is known.
    department
        A department id, or empty if only the intent is known.
    style
        How it was said ("short", "ramble", …), for breakdowns; may be empty.
    weight
        How many calls it counts as; above 0.
    inferred
        Whether nobody told the intent: it was inferred from the department. Such a label teaches the classifier, and is
        no witness for anything else.
    place
        Where it stands, for people: file and line, or call and hop.
    call_id, at, source
        Of a call of the store, when it came in, and which system told of it.
    """

    reason: str
    intent: str = ""
    department: str = ""
    style: str = ""
    weight: float = 1.0
    inferred: bool = False
    place: str = field(default="", compare=False)
    call_id: str = ""
    at: datetime | None = None
    source: str = field(default="", compare=False)

    @property
    def in_scope(self) -> bool:
        """Whether some intent of the catalogue was meant."""
        return self.intent != OUT_OF_SCOPE


def read_calls(path: Path, intents: Collection[str], departments: Collection[str] = ()) -> list[LabelledCall]:
    """Return the labelled calls of a CSV file with the columns `reason` and `intent` and/or `department`.

    Parameters
    ----------
    path
        UTF-8, comma-separated, first row the column names; other columns but `style` are ignored.
    intents, departments
        The ids that labels may have; `out_of_scope` is always an intent.

    Raises
    ------
    BadCalls
        The file cannot be read, lacks a column, or holds rows that cannot be used; the first ten are named.
    """
    wanted = "reason and intent and/or department"
    rows = csv_rows(path, wanted, lambda found: "reason" in found and not {"intent", "department"}.isdisjoint(found))
    known = {"intent": {OUT_OF_SCOPE, *intents}, "department": set(departments)}
    faults, calls = [], []
    for line, row in rows:
        reason, intent, department, style = ((row.get(name) or "").strip() for name in COLUMNS)
        place = f"{path.name}:{line}"
        call = LabelledCall(reason, intent, department, style, place=place)
        fault = _fault(call, known)
        if fault:
            faults.append(f"{place}: {fault}")
        calls.append(call)
    refuse(faults)
    return calls


def csv_rows(
    path: Path, wanted: str, has: Callable[[Collection[str]], bool], content: str = "labelled calls"
) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a CSV file, at least one, each with the number of its last line.

    Parameters
    ----------
    path
        UTF-8, comma-separated, first row the column names.
    wanted, has
        The columns it must have, in words and as a question to the names found.
    content
        What the rows are, for messages.

    Raises
    ------
    BadCalls
        The file cannot be read, lacks a column or has no rows.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise BadCalls(f"{path}: expected a file of {content}, found {error.strerror or error}") from None
    try:
        lines = io.StringIO(text.decode("utf-8-sig"), newline="")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise BadCalls(
            f"{path}:{line}: expected UTF-8, found byte {text[error.start]:#04x}; save it as UTF-8"
        ) from None
    reader = csv.DictReader(lines, strict=True)
    try:
        columns = reader.fieldnames or []
        if not has(columns):
            raise BadCalls(f"{path}: expected the columns {wanted}, found {', '.join(columns) or 'none'}")
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise BadCalls(f"{path}:{reader.reader.line_num}: expected comma-separated values, found {error}") from None
    if not rows:
        raise BadCalls(f"{path}: expected {content}, found only the column names")
    return rows


def refuse(faults: Sequence[str]) -> None:
    """Raise BadCalls with the first ten faults, one a line, if there are any."""
    more = [f"… and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
    if faults:
        raise BadCalls("\n".join([*faults[:SHOWN], *more]))


def _fault(call: LabelledCall, known: dict[str, set[str]]) -> str:
    try:
        normalise.check(call.reason)
    except BadReason as bad:
        return f"reason: {bad}"
    if not call.intent and not call.department:
        return "expected an intent or a department, found neither"
    for name, label in (("intent", call.intent), ("department", call.department)):
        if label and label not in known[name]:
            return (
                f"{name}: expected one of the catalogue's, found {label!r}; mend the label or add it to the catalogue"
            )
    return ""


def digest(calls: Sequence[LabelledCall]) -> str:
    """Return the SHA-256 of what a model learns from: reasons, labels and weights other than 1, in any order."""
    lines = sorted(
        "\0".join((call.reason, call.intent, call.department, *([] if call.weight == 1 else [f"{call.weight:.6g}"])))
        for call in calls
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
