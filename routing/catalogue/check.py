"""What is odd about a catalogue that can be read."""

from __future__ import annotations

from collections.abc import Iterator

from routing.domain.catalogue import Catalogue
from routing.domain.intent import Urgency


def idle_departments(catalogue: Catalogue) -> Iterator[str]:
    """Yield a line for each department that no intent leads to, other than the front desk."""
    busy = {intent.department for intent in catalogue.intents.values()} | {catalogue.organisation.front_desk}
    for department in catalogue.departments:
        if department not in busy:
            yield f"departments.yaml: {department}: expected at least one intent that leads there, found none"


def asleep_when_urgent(catalogue: Catalogue) -> Iterator[str]:
    """Yield a line for each urgent intent that meets a closed door at some hour, whoever covers.

    Its own words for a call back must then tell the caller whom to ring at once.
    """
    for intent in catalogue.intents.values():
        department = catalogue.departments[intent.department]
        helpers = (department.id, *department.covered_by, *catalogue.front_desk.covered_by, catalogue.front_desk.id)
        awake = any(catalogue.departments[name].hours.always for name in helpers)
        if intent.urgency is Urgency.URGENT and not awake and "callback" not in intent.script:
            yield (
                f"intents: {intent.id}: expected somebody awake at every hour for an urgent matter, or own words for "
                f"callback that say whom to ring at once, found neither; add covered_by to {department.id} or the words"
            )
