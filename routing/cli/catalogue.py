"""`advisor catalogue check`: every fault of a catalogue and its labelled calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from routing.catalogue.check import idle_departments
from routing.catalogue.golden import GOLDEN, read_golden
from routing.catalogue.read import read_catalogue
from routing.domain.catalogue import Catalogue
from routing.errors import AdvisorError, BadCatalogue
from training.calls import OUT_OF_SCOPE, LabelledCall, read_calls
from training.duplicates import Pair, near_duplicates
from training.fit import LEAST_CALLS_PER_INTENT, LEAST_OUT_OF_SCOPE
from training.publish import CALLS, TEST_CALLS


@click.group()
def catalogue() -> None:
    """Look after an organisation's catalogue."""


@catalogue.command()
@click.argument("folder", type=click.Path(path_type=Path))
def check(folder: Path) -> None:
    """Check the catalogue in FOLDER: its files, scripts, labelled and golden calls, and near-duplicates."""
    found = read_catalogue(folder)
    faults = [*idle_departments(found), *_call_faults(folder, found), *_golden_faults(folder, found)]
    if faults:
        raise BadCatalogue(faults)
    click.echo(
        f"{folder}: {found.organisation.name}, {len(found.departments)} departments, "
        f"{len(found.intents)} intents: no faults"
    )


def _golden_faults(folder: Path, found: Catalogue) -> list[str]:
    try:
        if (folder / GOLDEN).is_file():
            read_golden(folder / GOLDEN, found)
    except BadCatalogue as bad:
        return bad.faults
    return []


def _call_faults(folder: Path, found: Catalogue) -> Iterator[str]:
    read: dict[str, list[LabelledCall]] = {}
    for name in (CALLS, TEST_CALLS):
        if name == TEST_CALLS and not (folder / name).is_file():
            continue
        try:
            read[name] = read_calls(folder / name, found.intents, found.departments)
        except AdvisorError as error:
            yield str(error)
    if CALLS in read:
        yield from _few(read[CALLS], found)
    for name, calls in read.items():
        yield from (f"{name}: {_told(pair)}" for pair in near_duplicates(calls))
    if len(read) == 2:
        across = near_duplicates(read[TEST_CALLS], read[CALLS])
        yield from (f"{TEST_CALLS} and {CALLS}: {_told(pair)}" for pair in across)


def _few(calls: list[LabelledCall], found: Catalogue) -> Iterator[str]:
    counts = Counter(call.intent for call in calls)
    for intent in (*found.intents, OUT_OF_SCOPE):
        least = LEAST_OUT_OF_SCOPE if intent == OUT_OF_SCOPE else LEAST_CALLS_PER_INTENT
        if counts[intent] < least:
            yield f"{CALLS}: {intent}: expected at least {least} labelled calls, found {counts[intent]}; add some"


def _told(pair: Pair) -> str:
    return (
        f"expected different words, found {pair.one.reason!r} ({pair.one.intent}) and {pair.other.reason!r} "
        f"({pair.other.intent}) {100 * pair.alike:.0f} % alike; drop one"
    )
