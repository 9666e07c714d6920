"""`advisor bench`: how well the training code does on labelled texts, your own or the published ones."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from routing.cli.display import ERR, FINETUNE_HELP, stages, table
from routing.errors import AdvisorError
from routing.settings import read_settings
from routing.text.encoder import Encoder
from training import record
from training.bench.dataset import (
    Dataset,
    listed,
    read_banking77,
    read_clinc150,
    read_pair,
    with_departments,
)
from training.bench.run import NOISE, Trial, measure
from training.bench.suite import everything, together, trials
from training.bench.table import markdown, rows
from training.calls import OUT_OF_SCOPE
from training.finetune import tuning
from training.fit import LEAST_CALLS_PER_INTENT

PATH = click.Path(path_type=Path)
USUAL_NOISE = 0.2
PROMISED = ("department_accuracy", "oos_auroc", "oos_recall_at_5pct_false_rejects")  # null where there is no such data


@click.group()
def bench() -> None:
    """Measure accuracy, calibration and speed of models fitted as 'advisor train' fits them."""


@bench.command()
@click.option("--train", "train_file", type=PATH, help="CSV with text and label (or category) to learn from.")
@click.option("--test", "test_file", type=PATH, help="CSV of the same form to test with.")
@click.option("--clinc", type=PATH, help="Folder of CLINC150 as published, with data_full.json.")
@click.option("--banking77", type=PATH, help="Folder of BANKING77 as published, with train.csv and test.csv.")
@click.option("--oos-label", default=OUT_OF_SCOPE, show_default=True, help="Label of rows that are out of scope.")
@click.option("--oos-training/--no-oos-training", default=True, show_default=True, help="Learn from out-of-scope rows.")
@click.option("--departments", type=PATH, help="CSV with label and department, to score departments too.")
@click.option(
    "--shots", type=click.IntRange(LEAST_CALLS_PER_INTENT), help="Learn from so many texts a label, drawn by seed."
)
@click.option("--seeds", type=click.IntRange(1), default=1, show_default=True, help="Draw and measure so many times.")
@click.option(
    "--noise",
    type=click.FloatRange(0, 1),
    is_flag=False,
    flag_value=USUAL_NOISE,
    default=0.0,
    metavar="[RATE]",
    help=f"Put errors into about this share of the test texts' words [{USUAL_NOISE} if no rate is given].",
)
@click.option(
    "--noise-kind",
    type=click.Choice(tuple(NOISE)),
    default="mixed",
    show_default=True,
    help="Errors of a speech recogniser, slips of the fingers, or one of the two for each text.",
)
@click.option("--finetune", type=PATH, help=FINETUNE_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print all figures as one JSON object.")
def accuracy(
    train_file: Path | None,
    test_file: Path | None,
    clinc: Path | None,
    banking77: Path | None,
    oos_label: str,
    oos_training: bool,
    departments: Path | None,
    shots: int | None,
    seeds: int,
    noise: float,
    noise_kind: str,
    finetune: Path | None,
    as_json: bool,
) -> None:
    """Fit a model on training texts and score it on test texts it has not seen.

    Give --train and --test, or --clinc, or --banking77.
    """
    dataset = _dataset(train_file, test_file, clinc, banking77, oos_label)
    if departments:
        dataset = with_departments(dataset, departments)
    if math.isnan(noise):
        raise AdvisorError("--noise: expected a share from 0 to 1, found nan")
    if not oos_training:
        dataset = dataset.without_out_of_scope_training()
    if seeds > 1 and shots is None and not noise:
        raise AdvisorError(f"--seeds {seeds}: expected --shots or --noise with it, found neither; nothing is drawn")
    each = [
        replace(trial, noise=noise, noise_kind=noise_kind, finetune=finetune) for trial in trials(dataset, shots, seeds)
    ]
    result = _measured(each, Encoder(read_settings(os.environ).encoder))
    if as_json:
        click.echo(json.dumps(dict.fromkeys(PROMISED) | result, ensure_ascii=False, indent=2))
    else:
        table(each[0].title, ("", "value"), list(rows(result)))


@bench.command("all")
@click.option("--banking77", type=PATH, help="Folder of BANKING77 as published.")
@click.option("--clinc", type=PATH, help="Folder of CLINC150 as published.")
@click.option("--finetune", type=PATH, help=f"Measure fine-tuned models too. {FINETUNE_HELP}")
@click.option("--out", type=PATH, default=Path("benchmarks/results"), show_default=True, help="Folder of the results.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as one JSON object instead of a table.")
def all_(banking77: Path | None, clinc: Path | None, finetune: Path | None, out: Path, as_json: bool) -> None:
    """Run every benchmark there is data for, write the results, and print a Markdown table.

    Measures the catalogue's own calls always, BANKING77 and CLINC150 when their folders are given. Published figures
    stand beside ours. The file is written anew after each benchmark, so what was measured is kept if it is stopped.
    """
    settings = read_settings(os.environ)
    encoder = Encoder(settings.encoder)
    record.made(out)
    with tuning(finetune):  # refuses what cannot be tuned before the long work
        pass
    plan = everything(settings.catalogue, banking77, clinc, finetune)
    results: dict[str, Any] = {}
    path = None
    for name, each in plan.items():
        results[name] = _measured(each, encoder)
        path = record.write(out, "", {"encoder": encoder.sha256, "results": results}, path)
    click.echo(json.dumps(results, ensure_ascii=False, indent=2) if as_json else "\n".join(markdown(results)))
    ERR.print(f"Written: {path}")


def _dataset(
    train_file: Path | None, test_file: Path | None, clinc: Path | None, banking77: Path | None, oos_label: str
) -> Dataset:
    given = [bool(train_file or test_file), bool(clinc), bool(banking77)]
    if sum(given) == 1:
        if train_file and test_file:
            return read_pair(train_file, test_file, oos_label)
        if clinc:
            return read_clinc150(clinc)
        if banking77:
            return read_banking77(banking77)
    found = [
        name
        for name, value in (
            ("--train", train_file),
            ("--test", test_file),
            ("--clinc", clinc),
            ("--banking77", banking77),
        )
        if value
    ]
    raise AdvisorError(
        f"expected --train and --test, or --clinc, or --banking77, found {' and '.join(found) or 'none of them'}"
    )


def _measured(each: Sequence[Trial], encoder: Encoder) -> dict[str, Any]:
    """Return the result of trials that differ in their seed, telling on standard error how far they are."""
    results = []
    for trial in each:
        ERR.print(trial.title + (f", seed {trial.seed}" if len(each) > 1 else ""))
        with stages() as stage:
            results.append(measure(trial, encoder, stage))
    if unknown := results[0]["unknown_labels"]:
        ERR.print(f"No training text has the label {listed(unknown)}: such test texts count as wrong.")
    return together(results)
