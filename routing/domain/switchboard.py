"""The organisation as the policy sees it at one moment: what mistakes cost, and which doors are open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from routing.domain.catalogue import Catalogue, Costs
from routing.domain.department import Department
from routing.domain.intent import Urgency
from routing.domain.live import LiveStatus, in_force, is_open, opens_at, wait_s

QUARTER_S = 900
EARLIEST_HOUR, LATEST_HOUR = 8, 20
MOST_TRIES = 20
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Switchboard:
    """What the policy needs to know of the organisation now.

    Attributes
    ----------
    max_hops
        At this transfer of one call a person takes ownership.
    may_end_calls
        Whether staff may end the call of an abusive caller who has been warned.
    urgent
        Intents whose callers lose most by waiting.
    closed
        Departments that do not answer now.
    overlong
        Departments whose queue is longer than a caller should be asked to wait.
    covered_by
        For each department those that may take its calls, in order of preference.
    waits_s
        Seconds a caller waits now for each department.
    rings_back
        For each department that is closed or overlong, when it can ring back: a time at which it is open.
    """

    costs: Costs
    front_desk: str
    max_hops: int
    may_end_calls: bool = False
    urgent: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    overlong: frozenset[str] = frozenset()
    covered_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    waits_s: Mapping[str, int] = field(default_factory=dict)
    rings_back: Mapping[str, datetime] = field(default_factory=dict)

    def answers(self, department: str) -> bool:
        """Tell whether a caller put through to a department now reaches somebody in reasonable time."""
        return department not in self.closed and department not in self.overlong


def all_open(catalogue: Catalogue) -> Switchboard:
    """Return the organisation's switchboard at a moment when every department answers."""
    organisation = catalogue.organisation
    return Switchboard(
        costs=organisation.costs,
        front_desk=organisation.front_desk,
        max_hops=organisation.max_hops,
        may_end_calls=organisation.may_end_calls,
        urgent=frozenset(each.id for each in catalogue.intents.values() if each.urgency is Urgency.URGENT),
        covered_by={department.id: department.covered_by for department in catalogue.departments.values()},
    )


def switchboard_at(catalogue: Catalogue, statuses: Mapping[str, LiveStatus], moment: datetime) -> Switchboard:
    """Return the organisation's switchboard at a moment, by its opening hours and its departments' live status."""
    departments = catalogue.departments.values()
    waits = {each.id: wait_s(each, statuses.get(each.id), moment) for each in departments}
    closed = frozenset(
        each.id
        for each in departments
        if not is_open(each, statuses.get(each.id), moment)
        or _shuts_first(each, statuses.get(each.id), moment, waits[each.id])
    )
    longest = catalogue.organisation.longest_wait_s
    overlong = frozenset(name for name, wait in waits.items() if wait > longest and name not in closed)
    times = {
        name: _rings_back(catalogue.departments[name], statuses.get(name), moment, waits[name], name in closed)
        for name in closed | overlong
    }
    return replace(
        all_open(catalogue),
        closed=closed,
        overlong=overlong,
        waits_s=waits,
        rings_back={name: time for name, time in times.items() if time},
    )


def _shuts_first(department: Department, status: LiveStatus | None, moment: datetime, wait: int) -> bool:
    """Tell whether a department closes before a caller who joins its queue now would be answered."""
    live, answered = in_force(status, moment), timedelta(seconds=wait)
    closes = None if live and live.open else department.hours.closes_at(moment, within_days=answered.days + 1)
    return closes is not None and closes - moment < answered


def _rings_back(
    department: Department, status: LiveStatus | None, moment: datetime, wait: int, closed: bool
) -> datetime | None:
    """Return when a department can ring back: when it opens; if it is open, when its queue is done, on the quarter.

    Nobody is rung before eight in the morning or after eight in the evening, by the department's clock.
    """
    later = _opens_again(department, status, moment) if closed else moment + timedelta(seconds=wait)
    for _ in range(MOST_TRIES):
        if later is None:
            return None
        local = _next_quarter(later).astimezone(department.hours.zone)
        civil = _at_a_civil_hour(local)
        if civil == local and is_open(department, status, local):
            return local
        later = civil if civil > local else opens_at(department, status, local)
    return None


def _opens_again(department: Department, status: LiveStatus | None, moment: datetime) -> datetime | None:
    """Return when a closed department opens, or one that is about to close opens again."""
    if not is_open(department, status, moment):
        return opens_at(department, status, moment)
    closes = department.hours.closes_at(moment)
    return department.hours.next_opening(closes) if closes else None


def _at_a_civil_hour(local: datetime) -> datetime:
    """Return a time, or the next eight in the morning if people are not rung then."""
    eight = local.replace(hour=EARLIEST_HOUR, minute=0, second=0, microsecond=0)
    if local.hour < EARLIEST_HOUR:
        return eight
    return local if local < local.replace(hour=LATEST_HOUR, minute=0, second=0, microsecond=0) else eight + A_DAY


def _next_quarter(moment: datetime) -> datetime:
    """Return the next full quarter of an hour, `moment` itself if it is one."""
    past = (moment.minute * 60 + moment.second) % QUARTER_S + moment.microsecond / 1e6
    return moment + timedelta(seconds=QUARTER_S - past) if past else moment
