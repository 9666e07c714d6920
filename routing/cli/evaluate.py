"""`advisor evaluate`: how good the live model is on labelled calls."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from routing.catalogue.read import read_catalogue
from routing.cli.display import percent, stages, table
from routing.services import live_model
from routing.settings import read_settings
from training.calls import read_calls
from training.evaluate import ERRORS, SHARES, report, score
from training.publish import TEST_CALLS


@click.command()
@click.option(
    "--calls",
    type=click.Path(path_type=Path),
    help="CSV with reason and intent and/or department [default: the catalogue's].",
)
@click.option("--json", "as_json", is_flag=True, help="Print all figures as one JSON object.")
def evaluate(calls: Path | None, as_json: bool) -> None:
    """Score the live model on labelled calls; the default is the catalogue's calls-test.csv."""
    settings = read_settings(os.environ)
    catalogue = read_catalogue(settings.catalogue)
    model = live_model(settings)
    labelled = read_calls(calls or settings.catalogue / TEST_CALLS, catalogue.intents, catalogue.departments)
    with stages() as stage:
        scored = score(labelled, model, catalogue, lambda done: stage("evaluating", done / len(labelled)))
    figures = {"model": model.version} | report(scored)
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False, indent=2))
    else:
        _show(figures)


def _show(figures: dict[str, Any]) -> None:
    rows = [("calls", f"{figures['calls']}"), ("of them out of scope", f"{figures['out_of_scope']}")]
    rows += [(label, percent(figures[name])) for name, label in SHARES.items() if name in figures]
    rows += [(label, f"{figures[name]:.3f}") for name, label in ERRORS.items() if name in figures]
    rows += [(f"action: {action}", percent(share)) for action, share in figures["actions"].items()]
    outside = figures.get("actions_out_of_scope", {})
    rows += [(f"action out of scope: {action}", percent(share)) for action, share in outside.items()]
    table(f"Model {figures['model']}", ("", "value"), rows)
    if figures["confusions"]:
        worst = [(f"{row['expected']} taken for {row['found']}", f"{row['calls']}") for row in figures["confusions"]]
        table("Worst confusions", ("labelled, found", "calls"), worst)
