"""The golden set: calls with the advice that is expected of them, kept beside the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from routing.catalogue.table import Row, read_tables
from routing.domain.catalogue import Catalogue
from routing.domain.decision import Decision
from routing.errors import BadCatalogue, BadReason
from routing.text.examples import OUT_OF_SCOPE
from routing.text.normalise import check

GOLDEN = "golden.csv"
COLUMNS = ("reason", "action", "department", "intent", "at")
ACTIONS = tuple(decision.action for decision in Decision.__args__)
USUAL_DAY, USUAL_TIME = date(2026, 11, 24), time(11)


@dataclass(frozen=True)
class GoldenCall:
    """A reason and the advice expected of it; what is empty is not expected in particular.

    Attributes
    ----------
    line
        Where it stands in its file.
    action
        Name of the action, such as `transfer`.
    department
        Id of the department the caller gets; of a question, one that it offers.
    intent
        Id of the intent, or `out_of_scope`; of a question, one that it offers.
    at
        When the call comes in; a Tuesday morning unless the file says otherwise, so that the answer never depends on
        the hour at which it is looked at.
    """

    line: str
    reason: str
    action: str
    department: str
    intent: str
    at: datetime


def read_golden(path: Path, catalogue: Catalogue) -> list[GoldenCall]:
    """Return the golden calls of a CSV file with the columns reason, action, department, intent and at.

    All but `reason` may be missing or empty. A file with nothing but the column names has no calls.

    Raises
    ------
    BadCatalogue
        With every fault, one line each.
    """
    tables = read_tables(path, lambda title: title if title in COLUMNS else "", "reason")
    faults = [
        f"{table.name}: expected the columns {', '.join(COLUMNS)}, found {', '.join(table.ignored)} too; remove it"
        for table in tables
        if table.ignored
    ]
    usual = datetime.combine(USUAL_DAY, USUAL_TIME, ZoneInfo(catalogue.organisation.time_zone))
    calls = [_call(row, catalogue, usual, faults) for table in tables for row in table.rows]
    if faults:
        raise BadCatalogue(faults)
    return calls


def _call(row: Row, catalogue: Catalogue, usual: datetime, faults: list[str]) -> GoldenCall:
    known = {
        "action": ACTIONS,
        "department": tuple(catalogue.departments),
        "intent": (*catalogue.intents, OUT_OF_SCOPE),
    }
    for column, names in known.items():
        found = row.text(column)
        if found and found not in names:
            one = f"one of {', '.join(names)}" if column == "action" else f"{column} of the catalogue"
            faults.append(row.fault(column, f"expected {one}, found {found!r}; mend it or leave it empty"))
    reason = str(row.cells.get("reason", ("",))[0])
    try:
        check(reason)
    except BadReason as bad:
        faults.append(row.fault("reason", str(bad)))
    return GoldenCall(
        row.place, reason, row.text("action"), row.text("department"), row.text("intent"), _at(row, usual, faults)
    )


def _at(row: Row, usual: datetime, faults: list[str]) -> datetime:
    text = row.text("at")
    try:
        at = datetime.fromisoformat(text) if text else usual
    except ValueError:
        at = usual.replace(tzinfo=None)
    if at.tzinfo is None:
        faults.append(row.fault("at", f"expected a time with its zone such as {usual.isoformat()}, found {text!r}"))
    return at
