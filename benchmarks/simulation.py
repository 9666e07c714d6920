"""What each policy costs callers on a simulated switchboard, and how the ranking takes other assumptions."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from benchmarks import record
from routing.catalogue.read import read_catalogue
from routing.domain.catalogue import Catalogue, Costs
from routing.services import shelf_of
from routing.settings import Settings
from routing.text.encoder import Encoder
from routing.text.shelf import load_default
from training.calls import read_calls
from training.noise.noisy import noisy
from training.publish import TEST_CALLS
from training.switchboard.assumptions import NAMES, Assumptions, assumed, scaled
from training.switchboard.callers import callers_of
from training.switchboard.figures import SECONDS
from training.switchboard.picture import draw
from training.switchboard.play import Caller
from training.switchboard.policies import Policy, ours
from training.switchboard.simulate import Trial, simulate

NOISE = 0.2
SEED = 1
TRIAL = Trial(20, SEED)
FEWER = Trial(10, SEED)
FACTORS = (0.5, 2.0)
COSTS = {field.name for field in fields(Costs)}
PICTURE = record.RESULTS.parent.parent / "docs" / "simulation.svg"


def main() -> None:
    """Measure, write the result, and draw the picture of the decision."""
    settings = Settings()
    catalogue = read_catalogue(settings.catalogue)
    calls = read_calls(settings.catalogue / TEST_CALLS, catalogue.intents, catalogue.departments)
    random = np.random.default_rng(SEED)
    misheard = [replace(call, reason=noisy(call.reason, NOISE, random)) for call in calls]
    model = load_default(shelf_of(settings), Encoder(settings.encoder))
    sets = {
        "as said": callers_of(calls, model, catalogue),
        f"misheard, {100 * NOISE:.0f} % of the words": callers_of(misheard, model, catalogue),
    }
    figures: dict[str, Any] = {}
    for name, callers in sets.items():
        figures[name] = measured(callers, catalogue)
        print(name, *figures[name]["ours_saves"], sep="\n")
    heard_badly = list(figures)[-1]
    draw(figures[heard_badly], PICTURE)
    record.write("simulation", {"model": model.version, "sets": figures})


def measured(callers: list[Caller], catalogue: Catalogue) -> dict[str, Any]:
    """Return the simulation of a set of callers, and of its variants by name."""
    usual, advisor = assumed(catalogue.organisation.costs, ()), ours(catalogue)
    result = simulate(callers, catalogue, usual, TRIAL, advisor)
    changed = {
        name: [_changed(callers, catalogue, scaled(usual, name, by), name, advisor) for by in FACTORS] for name in NAMES
    }
    return result | {"changed": changed}


def _changed(
    callers: list[Caller], catalogue: Catalogue, changed: Assumptions, name: str, advisor: Policy
) -> dict[str, Any]:
    """Return what one changed assumption leads to.

    The threshold is chosen anew. Our policy goes on deciding by the catalogue's costs, as it would where an
    organisation has misjudged them; `told` is what it saves when the catalogue has the changed cost.
    """
    result = simulate(callers, catalogue, changed, FEWER, advisor)
    means = {row["policy"]: row[SECONDS] for row in result["policies"]}
    row = {"value": getattr(changed, name), "seconds": means, "best_other": result["ours_saves"][0]}
    if name not in COSTS:
        return row
    costs = replace(catalogue.organisation.costs, **{name: getattr(changed, name)})
    told = replace(catalogue, organisation=replace(catalogue.organisation, costs=costs))
    return row | {"told": simulate(callers, told, changed, FEWER)["ours_saves"][0]}


if __name__ == "__main__":
    main()
