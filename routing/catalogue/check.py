"""What is wrong with a catalogue that can be read: scripts that cannot be said, intents nobody could fill."""

from __future__ import annotations

from collections.abc import Iterator

from routing.catalogue.schemas import STAGES
from routing.domain.catalogue import Catalogue
from routing.scripts.render import fault_in


def script_faults(catalogue: Catalogue) -> Iterator[str]:
    """Yield a line for each stage without a template and each template that cannot be filled."""
    for stage in STAGES:
        if stage not in catalogue.script:
            yield f"scripts.yaml: {stage}: expected a template for every stage, found none; add it"
    for stage, template in catalogue.script.items():
        if fault := fault_in(template, catalogue):
            yield f"scripts.yaml: {stage}: {fault}"
    for intent in catalogue.intents.values():
        for stage, template in intent.script.items():
            if fault := fault_in(template, catalogue):
                yield f"intents: {intent.id}: script.{stage}: {fault}"


def idle_departments(catalogue: Catalogue) -> Iterator[str]:
    """Yield a line for each department that no intent leads to, other than the front desk."""
    busy = {intent.department for intent in catalogue.intents.values()} | {catalogue.organisation.front_desk}
    for department in catalogue.departments:
        if department not in busy:
            yield f"departments.yaml: {department}: expected at least one intent that leads there, found none"
