"""`advisor train`: from the catalogue's labelled calls to a live model."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from routing.cli.display import ERR, FINETUNE_HELP, percent, stages, table
from routing.services import shelf_of
from routing.settings import read_settings
from routing.text.encoder import Encoder
from routing.text.shelf import Shelf
from training.card import write_card
from training.encodings import Encodings
from training.evaluate import SHARES
from training.publish import train as publish


@click.command()
@click.option(
    "--catalogue", type=click.Path(path_type=Path), help="Folder of the catalogue [default: ADVISOR_CATALOGUE]."
)
@click.option(
    "--models", type=click.Path(path_type=Path), help="Folder for the new version [default: ADVISOR_MODELS_URL]."
)
@click.option("--promote/--no-promote", default=True, show_default=True, help="Make the new version live.")
@click.option(
    "--cache", type=click.Path(path_type=Path), help="Folder of kept sentence vectors [default: ADVISOR_CACHE_URL]."
)
@click.option("--no-cache", is_flag=True, help="Encode every call anew and keep no sentence vectors.")
@click.option("--finetune", type=click.Path(path_type=Path), help=FINETUNE_HELP)
def train(
    catalogue: Path | None,
    models: Path | None,
    promote: bool,
    cache: Path | None,
    no_cache: bool,
    finetune: Path | None,
) -> None:
    """Fit a model on the catalogue's calls.csv, score it on calls-test.csv and make it live."""
    settings = read_settings(os.environ)
    shelf = Shelf(str(models), settings.cache_url / "models") if models else shelf_of(settings)
    encoder = Encoder(settings.encoder)
    kept = None if no_cache else Encodings(cache or settings.cache_url, encoder)
    started = time.monotonic()
    with stages() as stage:
        published = publish(catalogue or settings.catalogue, shelf, encoder, promote, stage, kept, finetune)
    if promote:
        write_card(shelf)
    counts, metrics = published.facts["counts"], published.facts["metrics"]
    test = metrics.get("test", {})
    rows = [
        ("labelled calls", f"{counts['calls']}"),
        ("out-of-scope calls", f"{counts['out_of_scope']}"),
        ("intents", f"{counts['intents']}"),
        ("intent right, held-out calls", percent(metrics["held_out_intent_accuracy"])),
    ]
    rows += [(f"{label}, test calls", percent(test[name])) for name, label in SHARES.items() if name in test]
    rows.append(("size on disk", f"{sum(file.stat().st_size for file in published.folder.rglob('*')) / 2**20:.1f} MiB"))
    table(f"Model {published.version}", ("", "value"), rows)
    ERR.print(f"{'Live' if promote else 'Not live'}: {published.folder} ({time.monotonic() - started:.0f} s)")
