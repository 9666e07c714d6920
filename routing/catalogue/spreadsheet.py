"""From a spreadsheet of departments, intents and example calls to a draft of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from routing.catalogue.draft import (
    FRONT_DESKS,
    Draft,
    DraftDepartment,
    DraftIntent,
    fault_of,
    identifier,
    new_front_desk,
    spoken,
    within_a_sentence,
)
from routing.catalogue.opening_times import Hours, as_hours, from_columns
from routing.catalogue.table import Row, Table, as_text, read_tables
from routing.errors import BadCatalogue, BadReason
from routing.text.examples import OUT_OF_SCOPE
from routing.text.normalise import check, normalise

_COLUMNS = {
    "department": ("department", "dept", "team", "department name", "team name"),
    "intent": ("intent", "intent name", "reason", "reason for call", "call reason", "topic", "subject"),
    "examples": ("example", "example sentence", "sample", "phrase", "utterance", "sentence", "what callers say"),
    "hours": ("hour", "opening hour", "opening time", "office hour", "business hour"),
    "days": ("day", "opening day"),
    "opens": ("open", "opens at", "opening", "from"),
    "closes": ("close", "closes at", "closing", "until", "to"),
    "extension": ("extension", "ext", "phone", "telephone", "phone number", "telephone number", "extension number"),
    "description": ("description", "meaning"),
    "label": ("label", "intent label"),
    "spoken": ("spoken", "spoken form", "spoken name"),
    "urgency": ("urgency", "priority"),
}
_MEANINGS = {title.removesuffix("s"): meaning for meaning, titles in _COLUMNS.items() for title in titles}
_OUT_OF_SCOPE = frozenset((OUT_OF_SCOPE, "none", "none_of_these"))
_URGENCIES = {"normal": "routine", "low": "routine", "high": "urgent"}
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u2013]\s+|\d{1,2}[.)]\s+)")
_EXTENSION = re.compile(r"^(?:extension|ext|x)\b\.?|[\s().-]", re.IGNORECASE)
_NOBODY = DraftIntent("", "", "")


def read_spreadsheet(path: Path, name: str, country: str, time_zone: str) -> Draft:
    """Return the draft that a CSV or XLSX file makes of an organisation.

    A row may hold one example or several, parted by line ends or `|`. An empty department or intent is that of the
    row above, so merged cells and names written once are understood. Calls whose intent is "out of scope" belong to
    no department.

    Raises
    ------
    BadCatalogue
        With every fault, by sheet, row and column.
    """
    tables = read_tables(path, column_meaning, "department")
    if not any("intent" in table.columns for table in tables):
        raise BadCatalogue([f"{path.name}: expected a column intent beside the departments, found none; add it"])
    gathered = _Gathered()
    for table in tables:
        _gather(table, gathered)
    if gathered.faults:
        raise BadCatalogue(gathered.faults)
    desk = next((each for each in gathered.departments if each in FRONT_DESKS), "")
    departments = gathered.departments if desk else gathered.departments | {"front_desk": new_front_desk()}
    return Draft(
        name=name,
        country=country,
        time_zone=time_zone,
        front_desk=desk or "front_desk",
        departments=departments,
        intents=gathered.intents,
        out_of_scope=tuple(gathered.out_of_scope.values()),
        notes=tuple(dict.fromkeys((*_ignored(tables), *gathered.notes))),
    )


def column_meaning(title: str) -> str:
    """Return what a column of this title holds, or nothing: "Opening hours" and "HOURS" are `hours`.

    A number at the end counts copies of one column: "Example 1", "Example 2".
    """
    words = re.sub(r"[\W_]+", " ", title.casefold()).strip()
    return _MEANINGS.get(re.sub(r" ?\d+$", "", words).removesuffix("s"), "")


@dataclass
class _Gathered:
    departments: dict[str, DraftDepartment] = field(default_factory=dict)
    intents: dict[str, DraftIntent] = field(default_factory=dict)
    out_of_scope: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _ignored(tables: Sequence[Table]) -> Iterator[str]:
    for table in tables:
        if table.ignored:
            yield f"{table.name}: left aside the columns {', '.join(table.ignored)}"


def _gather(table: Table, gathered: _Gathered) -> None:
    department = intent = ""
    for row in table.rows:
        named, reason = row.text("department"), row.text("intent")
        if reason and identifier(reason, "intent") in _OUT_OF_SCOPE:
            intent = OUT_OF_SCOPE
        else:
            department = _department(row, named, department, gathered) if named or department else ""
            if reason:
                intent = _intent(row, reason, department, gathered)
            elif named and gathered.intents.get(intent, _NOBODY).department != department:
                intent = ""
        _keep(row, intent, gathered)
    if not table.rows:
        gathered.faults.append(f"{table.name}: expected rows below the headings, found none; add some")


def _department(row: Row, name: str, above: str, gathered: _Gathered) -> str:
    """Note what a row says of its department, which it may leave to the row above; return its id."""
    known = identifier(name, "department") if name else above
    before = gathered.departments.get(known) or DraftDepartment(known, name, spoken(name))
    if known not in gathered.departments and (fault := fault_of("department", "name", name)):
        gathered.faults.append(row.fault("department", fault))
    found: dict[str, Any] = {
        "hours": _hours(row, before.name, gathered),
        "extension": _EXTENSION.sub("", row.text("extension")),
        "spoken": row.text("spoken"),
    }
    if not row.cells.get("intent") and not row.cells.get("examples"):
        found["description"] = row.text("description")
    for what, value in found.items():
        kept = getattr(before, what)
        if value in ("", kept):
            continue
        if fault := fault_of("department", what, value):
            gathered.faults.append(row.fault(what, fault))
        elif kept not in ("", spoken(before.name)):
            again = f"expected {before.name} to have the same each time, found {value} after {kept}; keep one"
            gathered.faults.append(row.fault(what, again))
        else:
            before = replace(before, **{what: value})
    gathered.departments[known] = before
    return known


def _hours(row: Row, department: str, gathered: _Gathered) -> Hours:
    column = "hours" if row.cells.get("hours") else "opens"
    try:
        if column == "hours":
            value = row.cells["hours"][0]
            if isinstance(value, str) and re.match(r"\s*\d", value) and not re.match(r"\s*24", value):
                gathered.notes.append(
                    f"{department}: hours without days are taken as Monday to Friday, {value.strip()}"
                )
            return as_hours(value)
        if row.cells.get("opens") and row.cells.get("closes"):
            return from_columns(row.text("days"), row.cells["opens"][0], row.cells["closes"][0])
    except ValueError as error:
        gathered.faults.append(row.fault(column, str(error)))
    return ""


def _intent(row: Row, name: str, department: str, gathered: _Gathered) -> str:
    if not department:
        gathered.faults.append(row.fault("department", f"expected the department of {name!r}, found none; add it"))
        return ""
    known = identifier(name, "intent")
    before = gathered.intents.get(known) or DraftIntent(known, within_a_sentence(name), department)
    if before.department != department:
        has = f"expected {name!r} in one department, found {department} after {before.department}"
        gathered.faults.append(row.fault("intent", f"{has}; give the callers' reasons two names or keep one"))
    urgency = row.text("urgency").casefold()
    found: dict[str, Any] = {
        "label": row.text("label"),
        "description": row.text("description"),
        "urgency": _URGENCIES.get(urgency, urgency),
    }
    new = known not in gathered.intents
    if new and not found["label"] and (fault := fault_of("intent", "label", name)):
        gathered.faults.append(row.fault("intent", fault))
    for what, value in found.items():
        if value in ("", getattr(before, what)):
            continue
        if fault := fault_of("intent", what, value):
            gathered.faults.append(row.fault(what, fault))
        else:
            before = replace(before, **{what: value})
    gathered.intents[known] = before
    return known


def _keep(row: Row, intent: str, gathered: _Gathered) -> None:
    """Add a row's examples to its intent."""
    examples = list(_examples(row, gathered))
    if intent == OUT_OF_SCOPE:
        gathered.out_of_scope |= {normalise(each): each for each in reversed(examples)}
    elif intent:
        before = gathered.intents[intent]
        new = {normalise(each): each for each in (*before.examples, *examples)}
        gathered.intents[intent] = replace(before, examples=tuple(new.values()))
    elif examples and not any(fault.startswith(f"{row.place}: ") for fault in gathered.faults):
        gathered.faults.append(row.fault("intent", "expected the intent of the examples, found none; add it"))


def _examples(row: Row, gathered: _Gathered) -> Iterator[str]:
    for cell in row.cells.get("examples", ()):
        for line in re.split(r"[\n\r|]+", as_text(cell)):
            example = " ".join(_BULLET.sub("", line).split())
            if not example:
                continue
            try:
                yield check(example)
            except BadReason as bad:
                gathered.faults.append(row.fault("examples", str(bad)))
