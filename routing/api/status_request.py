"""From the fields of `PUT /v1/departments/{id}/status` to a live status."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime, timedelta
from typing import Any, NoReturn

from webargs.flaskparser import abort

from routing.api.department_schemas import LONGEST_STATUS_S
from routing.domain.live import Incident, LiveStatus

USUAL = timedelta(hours=2)
LONGEST = timedelta(seconds=LONGEST_STATUS_S)


def status_of(department: str, fields: dict[str, Any], intents: Container[str], now: datetime) -> LiveStatus:
    """Return the status that validated fields describe; 422 if its times or its intents cannot be.

    It holds for two hours, or until its last incident ends, unless the fields say how long.
    """
    rows = _incident_rows(fields)
    until = _until(fields, [row["ends"] for row in rows.values() if "ends" in row], now)
    return LiveStatus(
        department,
        open=fields.get("open"),
        wait_s=fields.get("wait_s"),
        incidents=tuple(_incident(path, row, intents, now, until) for path, row in rows.items()),
        on_duty=fields.get("on_duty", ""),
        until=until,
    )


def _incident_rows(fields: dict[str, Any]) -> dict[tuple[str, ...], dict[str, Any]]:
    if "incident" in fields:
        return {("incident",): fields["incident"]}
    return {("incidents", str(place)): row for place, row in enumerate(fields.get("incidents", ()))}


def _until(fields: dict[str, Any], ends: list[datetime], now: datetime) -> datetime:
    if "for_s" in fields:
        return now + timedelta(seconds=fields["for_s"])
    if "until" not in fields and fields.get("open") is False:
        _refuse(("open",), "expected for_s or until with open false, found neither; say when you open again")
    if "until" not in fields:
        return min(max([now + USUAL, *ends]), now + LONGEST)
    until: datetime = fields["until"]
    if not now < until <= now + LONGEST:
        _refuse(("until",), f"expected a time within 24 hours from {now.isoformat()}, found {until.isoformat()}")
    return until


def _incident(
    path: tuple[str, ...], row: dict[str, Any], intents: Container[str], now: datetime, until: datetime
) -> Incident:
    starts, ends = row.get("starts", now), row.get("ends", until)
    if ends <= max(starts, now):
        after = max(starts, now).isoformat()
        _refuse((*path, "ends"), f"expected a time after {after}, found {ends.isoformat()}")
    if ends > until:
        _refuse(
            (*path, "ends"),
            f"expected a time no later than the status holds, {until.isoformat()}, found {ends.isoformat()}; "
            "a status holds 24 hours at most, so send it again before then",
        )
    unknown = [name for name in row.get("intents", ()) if name not in intents]
    if unknown:
        _refuse((*path, "intents"), f"expected ids of the catalogue's intents, found {', '.join(unknown)}")
    return Incident(row["text"], starts, ends, frozenset(row.get("intents", ())))


def _refuse(path: tuple[str, ...], message: str) -> NoReturn:
    messages: Any = [message]
    for part in reversed(path):
        messages = {part: messages}
    abort(422, messages={"json": messages})
