"""`advisor train`: from the catalogue's and the store's calls to a model that is judged and, if it passes, live."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from routing.catalogue.read import read_catalogue
from routing.cli.display import ERR, FINETUNE_HELP, percent, stages, table
from routing.cli.verdict import show_verdict
from routing.errors import BadModel, BadRun
from routing.reports.insights import DAYS
from routing.services import shelf_of
from routing.serving.starting import choices, first
from routing.settings import Settings, read_settings
from routing.store.engine import migrate, open_engine
from routing.store.labelled import LabelledCalls
from routing.store.promotions import LIVE, Promotions
from routing.store.training_runs import Run, Runs
from routing.text.artefact import load
from routing.text.encoder import Encoder
from routing.text.manner import load_manner
from routing.text.model import TextModel
from routing.text.shelf import Live, Shelf
from training.card import write_card
from training.encodings import Encodings
from training.evaluate import SHARES
from training.finetune import tuning
from training.learning.suspects import SUSPECTS
from training.retrain import Published, Sources, retrain
from training.run import NO_ROLE, Watched, carry_out, default_of, failure
from training.suggest.suggest import suggest

NICENESS = 10


class Lines(click.ParamType):  # type: ignore[type-arg]  # generic for mypy only
    """Numbers of lines, with commas between them."""

    name = "LINE,…"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[int]:
        """Return the numbers."""
        parts = [part.strip() for part in str(value).split(",")]
        if not all(part.isdecimal() for part in parts):
            self.fail(f"expected numbers of lines such as 12,40, found {value!r}", param, ctx)
        return [int(part) for part in parts]


@click.group(invoke_without_command=True)
@click.option(
    "--catalogue", type=click.Path(path_type=Path), help="Folder of the catalogue [default: ADVISOR_CATALOGUE]."
)
@click.option(
    "--models", type=click.Path(path_type=Path), help="Folder for the new version [default: ADVISOR_MODELS_URL]."
)
@click.option("--no-promote", is_flag=True, help="Keep the version on the shelf, whatever the gate says.")
@click.option("--shadow", is_flag=True, help="Let the version answer beside the live one, without effect.")
@click.option("--canary", type=click.IntRange(1, 100), help="Percent of the calls that the version answers.")
@click.option("--accept-golden", type=Lines(), help="Golden calls that may change from right to wrong.")
@click.option("--default", "as_default", is_flag=True, help="Make the version the one a new database starts with.")
@click.option("--no-store", is_flag=True, help="Learn from the catalogue alone; no database is needed.")
@click.option(
    "--cache", type=click.Path(path_type=Path), help="Folder of kept sentence vectors [default: ADVISOR_CACHE_URL]."
)
@click.option("--no-cache", is_flag=True, help="Encode every call anew and keep no sentence vectors.")
@click.option("--finetune", type=click.Path(path_type=Path), help=FINETUNE_HELP)
@click.option("--run", "run_id", hidden=True, help="Do the run of this id, in the background.")
@click.pass_context
def train(context: click.Context, /, catalogue: Path | None, models: Path | None, **options: Any) -> None:
    """Fit a model on the catalogue's and the store's calls, judge it beside the live one, make it live if it passes.

    The store's newest calls and the catalogue's calls-test.csv are held out to measure on. Exits with 1 if the gate
    refuses the model.
    """
    if context.invoked_subcommand:
        return
    settings = read_settings(os.environ)
    settings = replace(
        settings, catalogue=catalogue or settings.catalogue, models_url=str(models or settings.models_url)
    )
    _check(options)
    if options["run_id"]:
        os.nice(NICENESS)
    started = time.monotonic()
    published, role = _from_catalogue(settings, options) if options["no_store"] else _from_store(settings, options)
    _show(published, role, time.monotonic() - started)
    if not published.verdict.passed:
        sys.exit(1)


@train.command()
@click.argument("version", required=False)
@click.option("--models", type=click.Path(path_type=Path), help="Folder of the versions [default: ADVISOR_MODELS_URL].")
def suspects(version: str | None, models: Path | None) -> None:
    """Print the labels that are probably wrong, of VERSION or of the newest, as CSV: the least likely first."""
    settings = read_settings(os.environ)
    shelf = shelf_of(replace(settings, models_url=str(models or settings.models_url)))
    versions = shelf.versions()
    if not versions:
        raise BadModel(f"{shelf.url}: expected a version, found none; run 'advisor train'")
    click.echo(shelf.read(version or versions[-1], SUSPECTS).decode(), nl=False)


def _check(options: dict[str, Any]) -> None:
    wishes = [name for name in ("no_promote", "shadow", "canary") if options[name]]
    if len(wishes) > 1:
        raise BadRun("expected one of --no-promote, --shadow and --canary, found several; name one")
    if options["no_store"] and (options["shadow"] or options["canary"]):
        raise BadRun("expected a store to note a trial in, found --no-store; leave one out")


def _wish(options: dict[str, Any]) -> dict[str, Any]:
    """Return what the run's row says was asked for."""
    role = NO_ROLE if options["no_promote"] else "shadow" if options["shadow"] else LIVE
    wish: dict[str, Any] = {"role": role, "accept_golden": options["accept_golden"] or []}
    return wish | ({"role": "canary", "share": options["canary"]} if options["canary"] else {})


def _from_catalogue(settings: Settings, options: dict[str, Any]) -> tuple[Published, str]:
    """Train from the catalogue alone; there is no row of it, and nothing is promoted but the shelf's default."""
    encoder, shelf = Encoder(settings.encoder), shelf_of(settings)
    default = default_of(shelf)
    live = load(shelf.folder(default.version), encoder, default.manifest_sha256) if default else None
    with stages() as stage:
        sources = _sources(settings, options, encoder, live)
        published = retrain(sources, stage, ERR.print, options["accept_golden"] or ())
    return published, _keep_default(shelf, published, options["as_default"])


def _from_store(settings: Settings, options: dict[str, Any]) -> tuple[Published, str]:
    engine = open_engine(settings.database_url)
    migrate(engine)
    runs, promotions, shelf = Runs(engine), Promotions(engine), shelf_of(settings)
    run = _run(runs, options)
    try:
        with stages() as stage:
            watched = Watched(runs, run, stage, ERR.print)
            published = carry_out(watched, promotions, shelf, partial(_trained, settings, options, run, engine))
    except (SQLAlchemyError, OSError) as error:
        raise BadRun(failure(error)) from error
    finally:
        engine.dispose()
    role = str(run.options["role"])
    first_of_all = role == LIVE and default_of(shelf) is None
    default = _keep_default(shelf, published, options["as_default"] or first_of_all)
    return published, role if published.verdict.passed and role != NO_ROLE else default


def _run(runs: Runs, options: dict[str, Any]) -> Run:
    wanted = options["run_id"]
    run = runs.get(wanted) if wanted else runs.create(_wish(options), "advisor train")
    if run is None:
        raise BadRun(f"expected the id of a training run, found {wanted!r}")
    return run


def _trained(
    settings: Settings,
    options: dict[str, Any],
    run: Run,
    engine: Engine,
    stage: Callable[[str, float], None],
    say: Callable[[str], None],
) -> Published:
    encoder = Encoder(settings.encoder)
    sources = _sources(settings, options, encoder, _live(engine, shelf_of(settings), encoder))
    published = retrain(replace(sources, store=LabelledCalls(engine)), stage, say, run.options.get("accept_golden", ()))
    _look_for_groups(sources, published, engine, stage, say)
    return published


def _look_for_groups(
    sources: Sources,
    published: Published,
    engine: Engine,
    stage: Callable[[str, float], None],
    say: Callable[[str], None],
) -> None:
    """Group the calls that fit no intent, for `advisor insights` and the API to show."""
    model = load(published.folder, sources.encoder, published.manifest_sha256)

    def grouping(name: str, done: float) -> None:
        stage("new reasons", done)

    found = suggest(engine, model, sources.catalogue.intents, DAYS, datetime.now(UTC), grouping, sources.cache)
    if found:
        say(f"{len(found)} new intents are suggested: see 'advisor insights'")


def _sources(settings: Settings, options: dict[str, Any], encoder: Encoder, live: TextModel | None) -> Sources:
    return Sources(
        catalogue=read_catalogue(settings.catalogue),
        folder=settings.catalogue,
        shelf=shelf_of(settings),
        encoder=encoder,
        manner=load_manner(settings.manner, encoder.sha256),
        live=live,
        cache=None if options["no_cache"] else Encodings(options["cache"] or settings.cache_url, encoder),
        tuning=partial(tuning, options["finetune"]),
    )


def _live(engine: Engine, shelf: Shelf, encoder: Encoder) -> TextModel | None:
    """Return the model that answers calls now; None where there has been none yet."""
    default, promoted = default_of(shelf), Promotions(engine).current().live
    if not (default or promoted):
        return None
    versions = choices(engine, default or Live(promoted.version, promoted.manifest_sha256))  # type: ignore[union-attr]
    _, model = first(versions, lambda wanted: load(shelf.folder(wanted.version), encoder, wanted.manifest_sha256))
    return model


def _keep_default(shelf: Shelf, published: Published, wanted: bool) -> str:
    """Make a version that passed the shelf's default, if that is wanted; return the role it now has."""
    if not (wanted and published.verdict.passed):
        return NO_ROLE
    shelf.set_default(Live(published.version, published.manifest_sha256))
    write_card(shelf)
    return "the default"


def _show(published: Published, role: str, took_s: float) -> None:
    counts, metrics = published.facts["counts"], published.facts["metrics"]
    test = metrics.get("test", {})
    rows = [
        ("labelled calls", f"{counts['calls']}"),
        ("out-of-scope calls", f"{counts['out_of_scope']}"),
        ("intents", f"{counts['intents']}"),
        ("labels that are probably wrong", f"{published.suspects}"),
        ("intent right, held-out calls", percent(metrics["held_out_intent_accuracy"])),
    ]
    rows += [(f"{label}, test calls", percent(test[name])) for name, label in SHARES.items() if name in test]
    rows.append(("size on disk", f"{sum(file.stat().st_size for file in published.folder.rglob('*')) / 2**20:.1f} MiB"))
    table(f"Model {published.version}", ("", "value"), rows)
    show_verdict(published.verdict, published.version)
    ERR.print(f"{'Not live' if role == NO_ROLE else f'Now {role}'}: {published.folder} ({took_s:.0f} s)")
