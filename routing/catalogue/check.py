"""What is odd about a catalogue that can be read."""

from __future__ import annotations

from collections.abc import Iterator

from routing.domain.catalogue import Catalogue


def idle_departments(catalogue: Catalogue) -> Iterator[str]:
    """Yield a line for each department that no intent leads to, other than the front desk."""
    busy = {intent.department for intent in catalogue.intents.values()} | {catalogue.organisation.front_desk}
    for department in catalogue.departments:
        if department not in busy:
            yield f"departments.yaml: {department}: expected at least one intent that leads there, found none"
