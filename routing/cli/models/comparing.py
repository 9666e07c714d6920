"""`advisor models diff` and `compare`: two versions side by side, on golden calls and on real ones."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime

import click

from routing.catalogue.golden import GOLDEN, read_golden
from routing.catalogue.read import read_catalogue
from routing.cli.diff import compared_fields, show_compared
from routing.cli.display import percent, stages, table
from routing.cli.models.opening import opened
from routing.cli.models.showing import AS_JSON, COUNTS, figures, mebibytes
from routing.domain.catalogue import Catalogue
from routing.errors import AdvisorError
from routing.reports.present import figures_fields
from routing.reports.stories import read_stories
from routing.reports.transfers import Figures, Ratio, transfer_report
from routing.settings import Settings, read_settings
from routing.store.promotions import CANARY, Promotion
from routing.store.trials import Comparison, Trials
from routing.text.artefact import load
from routing.text.manner import load_manner
from routing.versions.facts import Version, describe
from routing.versions.held import State, Versions
from training.differences import Compared, Side
from training.differences import compare as played


@click.command()
@click.argument("old")
@click.argument("new")
@AS_JSON
def diff(old: str, new: str, as_json: bool) -> None:
    """Show what differs between the versions OLD and NEW: their data, figures and answers to the golden calls.

    Exits with 1 if a golden call that was right is now wrong.
    """
    settings = read_settings(os.environ)
    held = opened(settings)
    state = held.look()
    pair = [describe(held.shelf, state.named(name), state) for name in (old, new)]
    catalogue = read_catalogue(settings.catalogue)
    before, now = (_side(held, version, catalogue, settings, state) for version in pair)
    golden = settings.catalogue / GOLDEN
    calls = read_golden(golden, catalogue) if golden.is_file() else []
    with stages() as stage:
        compared = played(calls, before, now, lambda done: stage("comparing", done))
    known = [set(side.model.intents) for side in (before, now)]
    added, removed = sorted(known[1] - known[0]), sorted(known[0] - known[1])
    if as_json:
        intents = {"added": added, "removed": removed}
        rows = {label: {"old": before, "new": now} for label, before, now in _rows(*pair)}
        fields = {"facts": rows, "intents": intents} | compared_fields(before, now, compared)
        click.echo(json.dumps(fields, ensure_ascii=False, indent=2))
    else:
        table("Versions", ("", pair[0].name, pair[1].name), list(_rows(*pair)))
        for title, names in (("New intents", added), ("Intents no longer known", removed)):
            if names:
                click.echo(f"{title}: {', '.join(names)}")
        _show_calls(before, now, compared)
    if any(each.broken for each in compared):
        sys.exit(1)


@click.command()
@AS_JSON
def compare(as_json: bool) -> None:
    """Show how the version that is tried out does beside the live one, on real calls."""
    settings = read_settings(os.environ)
    held = opened(settings)
    state = held.look()
    if not state.trial:
        raise AdvisorError("expected a trial under way, found none; 'advisor models promote … --shadow' begins one")
    catalogue = read_catalogue(settings.catalogue)
    if state.standing.trial and state.standing.trial.role == CANARY:
        _show_canary(held, catalogue, state, state.standing.trial, as_json)
        return
    intents = catalogue.intents.values()
    departments = {intent.id: intent.department for intent in intents}
    found = Trials(held.engine).compared(state.live, state.trial, departments)
    if as_json:
        click.echo(json.dumps(asdict(found), indent=2))
        return
    table(f"{found.trial} beside {found.live}", ("", "live", "trial"), list(_trial_rows(found)))
    click.echo(_in_words(found))


def _show_canary(held: Versions, catalogue: Catalogue, state: State, trial: Promotion, as_json: bool) -> None:
    """Show how the calls fared that each version answered first since the trial began; no call was answered by both."""
    stories = read_stories(held.engine, catalogue, trial.at, datetime.now(UTC))
    groups = transfer_report(stories, catalogue, "model").groups
    versions = {name: groups[name] for name in (state.live, state.trial) if name in groups}
    if as_json:
        click.echo(json.dumps({name: figures_fields(each) for name, each in versions.items()}, indent=2))
        return
    if set(versions) != {state.live, state.trial}:
        click.echo(f"{state.trial} is to answer {trial.share} of 100 calls; not both have answered one yet.")
        return
    table(f"{state.trial} for {trial.share} of 100 calls, {state.live} for the others", *_canary_rows(versions))
    click.echo("Different calls, so small differences may be chance. 'advisor report --by model' tells more.")


def _canary_rows(versions: Mapping[str, Figures]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    rows = [
        ("calls", *(f"{each.calls}" for each in versions.values())),
        ("right at the first transfer, measured", *(_share(each.right_first) for each in versions.values())),
        ("the same, estimated", *(_share(each.right_first_estimate) for each in versions.values())),
        ("asked", *(_share(each.asked) for each in versions.values())),
        ("taken by the front desk", *(_share(each.operator) for each in versions.values())),
    ]
    return ("", "live", "trial"), rows


def _share(ratio: Ratio) -> str:
    return "–" if ratio.share is None else f"{percent(ratio.share)} of {ratio.of}"


def _side(held: Versions, version: Version, catalogue: Catalogue, settings: Settings, state: State) -> Side:
    model = load(held.shelf.folder(version.name), held.encoder, state.recorded(version.name))
    return Side(catalogue, replace(model, manner=load_manner(settings.manner, held.encoder.sha256)))


def _rows(old: Version, new: Version) -> Iterator[tuple[str, str, str]]:
    """Yield label, old and new of what differs or may be compared."""
    counts = [version.manifest.counts if version.manifest else {} for version in (old, new)]
    for name, label in COUNTS.items():
        yield label, str(counts[0].get(name, "-")), str(counts[1].get(name, "-"))
    measured = [figures(version) for version in (old, new)]
    for label in dict.fromkeys((*measured[0], *measured[1])):
        yield label, measured[0].get(label, "-"), measured[1].get(label, "-")
    yield "size on the shelf, MiB", mebibytes(old.size_bytes), mebibytes(new.size_bytes)


def _show_calls(before: Side, now: Side, compared: list[Compared]) -> None:
    if compared:
        show_compared(before, now, compared)
    else:
        click.echo(f"no golden calls to play: the catalogue has no {GOLDEN}")


def _trial_rows(found: Comparison) -> Iterator[tuple[str, str, str]]:
    yield "requests that both answered", f"{found.advice}", f"{found.advice}"
    yield "calls whose end is known", f"{found.known}", f"{found.known}"
    if found.known:
        yield "right at once", percent(found.live_right / found.known), percent(found.trial_right / found.known)
        yield "right where the other was wrong", f"{found.only_live_right}", f"{found.only_trial_right}"
    if found.advice:
        yield "median time, ms", f"{found.live_took_ms:.1f}", f"{found.trial_took_ms:.1f}"


def _in_words(found: Comparison) -> str:
    if not found.advice:
        return "No request has been answered by both yet."
    same = f"The same department in {percent(found.same_department / found.advice)} of requests."
    if not found.known:
        return f"{same} Where their calls ended is not known yet: post labelled calls."
    luck = "by chance alone" if found.p_value > 0.05 else "hardly by chance"
    return f"{same} Such a difference comes {luck} (p = {found.p_value:.2g}, paired exact test)."
