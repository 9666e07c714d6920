"""Departments as the API lists them: what the catalogue says, and how they are now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from routing.api.present import department_fields
from routing.domain.catalogue import Catalogue
from routing.domain.department import Department
from routing.domain.live import Incident, LiveStatus, in_force, is_open, opens_at, wait_s


def listed_departments(catalogue: Catalogue, statuses: Mapping[str, LiveStatus], now: datetime) -> list[dict[str, Any]]:
    """Return every department with what it finishes and its live status, in the catalogue's order."""
    return [listed(each, catalogue, statuses.get(each.id), now) for each in catalogue.departments.values()]


def listed(department: Department, catalogue: Catalogue, status: LiveStatus | None, now: datetime) -> dict[str, Any]:
    """Return one department as the fields of `ListedDepartmentSchema`; what does not apply is left out."""
    fields = department_fields(department, is_open(department, status, now), wait_s(department, status, now)) | {
        "description": department.description,
        "intents": [intent.id for intent in catalogue.intents.values() if intent.department == department.id],
    }
    opens = opens_at(department, status, now)
    if opens:
        fields["opens_at"] = opens
    live = in_force(status, now)
    return fields | _live_fields(live, now) if live else fields


def _live_fields(live: LiveStatus, now: datetime) -> dict[str, Any]:
    fields: dict[str, Any] = {"until": live.until}
    incidents = [_incident_fields(incident) for incident in live.incidents if now < incident.ends]
    if incidents:
        fields["incidents"] = incidents
    if live.on_duty:
        fields["on_duty"] = live.on_duty
    return fields


def _incident_fields(incident: Incident) -> dict[str, Any]:
    fields: dict[str, Any] = {"text": incident.text, "starts": incident.starts, "ends": incident.ends}
    return fields | ({"intents": sorted(incident.intents)} if incident.intents else {})
