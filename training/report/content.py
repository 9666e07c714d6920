"""All that a report says, as plain data: the content of `report.json`, of which the page is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from routing.domain.catalogue import Catalogue
from training.gate import Evidence, Verdict, as_fields
from training.report.breakdown import departments, intents, mistakes
from training.report.curves import coverage, reliability
from training.report.data import Learnt, Suspect, changed, suspected
from training.report.headline import headline

FACTS = ("catalogue", "data", "counts", "libraries", "took_s")


def content(
    version: str,
    facts: Mapping[str, Any],
    evidence: Evidence,
    verdict: Verdict,
    catalogue: Catalogue,
    learnt: Learnt,
    before: Learnt | None,
    suspects: Sequence[Suspect],
) -> dict[str, Any]:
    """Return the report's figures; shares are from 0 to 1, and what was not measured is left out."""
    scored = evidence.candidate
    return {
        "version": version,
        "created": facts["created"],
        "organisation": catalogue.organisation.name,
        "held_out": {
            "compared": len(scored),
            "in_scope": sum(one.call.in_scope for one in scored),
            "out_of_scope": sum(not one.call.in_scope for one in scored),
            "of_new_intents": len(evidence.new),
            "known_by_heart": evidence.by_heart,
        },
        "headline": headline(evidence),
        "verdict": as_fields(verdict),
        "departments": departments(evidence, catalogue),
        "reliability": reliability(evidence),
        "coverage": coverage(evidence),
        "intents": intents(evidence, catalogue, learnt.by_intent),
        "mistakes": mistakes(evidence),
        "suspects": suspected(suspects),
        "data": changed(learnt, before),
        "facts": {name: facts[name] for name in FACTS if name in facts},
    }
