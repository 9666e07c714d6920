"""`advisor simulate`: labelled calls played through a model of a switchboard, under the advisor and its rivals."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import numpy as np

from routing.catalogue.read import read_catalogue
from routing.cli.display import stages, table
from routing.errors import AdvisorError
from routing.services import live_model
from routing.settings import read_settings
from training.calls import LabelledCall, read_calls
from training.noise.noisy import noisy
from training.publish import TEST_CALLS
from training.switchboard.assumptions import NAMES, assumed
from training.switchboard.callers import callers_of
from training.switchboard.figures import SECONDS
from training.switchboard.picture import COLUMNS, LABELS, check_picture, draw, figure
from training.switchboard.policies import OURS
from training.switchboard.simulate import Trial
from training.switchboard.simulate import simulate as simulated

PATH = click.Path(path_type=Path)


@click.command()
@click.option(
    "--calls", type=PATH, help="CSV with reason and intent and/or department [default: the catalogue's calls-test.csv]."
)
@click.option(
    "--repeats", type=click.IntRange(1, 1000), default=Trial.repeats, show_default=True, help="Plays of each call."
)
@click.option("--seed", type=click.IntRange(0), default=Trial.seed, show_default=True, help="Decides all luck.")
@click.option(
    "--noise",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Share of words misheard, as a speech recogniser does.",
)
@click.option(
    "--assume",
    multiple=True,
    metavar="NAME=VALUE",
    help=f"Change an assumption, one of {', '.join(NAMES)}. May be repeated.",
)
@click.option("--picture", type=PATH, help="Draw the outcome, as .svg or .png.")
@click.option("--json", "as_json", is_flag=True, help="Print all figures as one JSON object.")
def simulate(
    calls: Path | None,
    repeats: int,
    seed: int,
    noise: float,
    assume: tuple[str, ...],
    picture: Path | None,
    as_json: bool,
) -> None:
    """Play labelled calls through a switchboard under a keypad menu, two simple policies and the advisor.

    Reports what each costs callers in transfers, questions and seconds, with 95 % intervals over calls.
    """
    if math.isnan(noise):
        raise AdvisorError("--noise: expected a share from 0 to 1, found nan")
    if picture:
        check_picture(picture)
    settings = read_settings(os.environ)
    catalogue = read_catalogue(settings.catalogue)
    assumptions = assumed(catalogue.organisation.costs, assume)
    labelled = read_calls(calls or settings.catalogue / TEST_CALLS, catalogue.intents, catalogue.departments)
    model = live_model(settings)
    with stages() as stage:
        callers = callers_of(_misheard(labelled, noise, seed), model, catalogue, lambda done: stage("hearing", done))
        result = simulated(
            callers, catalogue, assumptions, Trial(repeats, seed), advance=lambda done: stage("playing", done)
        )
    result = {"model": model.version, "catalogue": catalogue.digest[:12], "noise": noise} | result
    if picture:
        draw(result, picture)
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        _show(result)


def _misheard(calls: Sequence[LabelledCall], rate: float, seed: int) -> list[LabelledCall]:
    random = np.random.default_rng(seed)
    return [replace(call, reason=noisy(call.reason, rate, random)) for call in calls]


def _show(result: Mapping[str, Any]) -> None:
    title = f"A call's figures: means of {result['calls']} calls played {result['repeats']} times, 95 % intervals"
    rows = [(LABELS[row["policy"]], *(_figure(row, name) for name in COLUMNS)) for row in result["policies"]]
    table(title, ("", *COLUMNS.values()), rows)
    for saves in result["ours_saves"]:
        click.echo(in_words(saves))


def _figure(row: Mapping[str, Any], name: str) -> str:
    shown, low, high = figure(row, name)
    return f"{shown}\n{low}–{high}"


def in_words(saves: Mapping[str, Any]) -> str:
    """Return how many seconds ours saves beside another policy, and whether that may be chance."""
    low, high = saves["interval"]
    seconds = saves[SECONDS]
    verb = "saves" if seconds >= 0 else "costs"
    sure = "" if low > 0 or high < 0 else "; the calls do not tell them apart"
    ends = (low, high) if seconds >= 0 else (-high, -low)
    beside = LABELS[saves["beside"]]
    return f"Beside {beside}, {LABELS[OURS]} {verb} {abs(seconds):.1f} s a call ({ends[0]:.1f} to {ends[1]:.1f}){sure}."
