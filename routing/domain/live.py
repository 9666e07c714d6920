"""What is so at this hour, whatever the catalogue says: a department closed or open, its queue, known incidents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from routing.domain.department import Department
from routing.domain.intent import Intent


@dataclass(frozen=True)
class Incident:
    """Something known to affect callers, told to them before they ask (S8).

    Attributes
    ----------
    text
        One sentence as it is spoken: "The app is down until about noon."
    starts, ends
        Told from `starts` up to, not including, `ends`.
    intents
        Ids of the intents it concerns, of any department; if empty, all intents of the department that reports it.
    """

    text: str
    starts: datetime
    ends: datetime
    intents: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LiveStatus:
    """How a department is at present, as its people have set it.

    Attributes
    ----------
    open
        Whether it answers; None leaves that to its opening hours.
    wait_s
        Seconds a caller waits for an answer now; None means the usual wait.
    on_duty
        Who leads the shift; empty when it was not said.
    until
        From this moment on the status counts as none.
    """

    department: str
    open: bool | None
    wait_s: int | None
    incidents: tuple[Incident, ...]
    on_duty: str
    until: datetime


def in_force(status: LiveStatus | None, moment: datetime) -> LiveStatus | None:
    """Return the status if there is one and it has not expired."""
    return status if status and moment < status.until else None


def is_open(department: Department, status: LiveStatus | None, moment: datetime) -> bool:
    """Tell whether a department answers at `moment`: by its live status, else by its opening hours."""
    live = in_force(status, moment)
    return department.hours.open_at(moment) if live is None or live.open is None else live.open


def wait_s(department: Department, status: LiveStatus | None, moment: datetime) -> int:
    """Return the seconds a caller waits for a department: by its live status, else the usual."""
    live = in_force(status, moment)
    return department.typical_wait_s if live is None or live.wait_s is None else live.wait_s


def opens_at(department: Department, status: LiveStatus | None, moment: datetime) -> datetime | None:
    """Return when a department that does not answer at `moment` really opens, in its own zone.

    A department closed for now opens when that status ends, if its hours say so then, else at its next opening.
    None if it is open, or does not open within a year.
    """
    if is_open(department, status, moment):
        return None
    live = in_force(status, moment)
    if live is None or live.open is None:
        return department.hours.next_opening(moment)
    if department.hours.open_at(live.until):
        return live.until.astimezone(department.hours.zone)
    return department.hours.next_opening(live.until)


def incidents_for(intent: Intent, statuses: Mapping[str, LiveStatus], moment: datetime) -> tuple[Incident, ...]:
    """Return the incidents that concern callers with this intent, those of its own department first, each text once."""
    found: dict[str, Incident] = {}
    for department in sorted(statuses, key=lambda name: (name != intent.department, name)):
        live = in_force(statuses[department], moment)
        for incident in live.incidents if live else ():
            concerned = intent.id in incident.intents if incident.intents else intent.department == department
            if concerned and incident.starts <= moment < incident.ends:
                found.setdefault(incident.text, incident)
    return tuple(found.values())
