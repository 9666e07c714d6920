"""`advisor catalogue check`: every fault of a catalogue and its labelled calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from routing.catalogue.check import asleep_when_urgent, idle_departments
from routing.catalogue.golden import GOLDEN, read_golden
from routing.catalogue.lint import Finding, Severity, lint
from routing.catalogue.read import read_catalogue
from routing.catalogue.standards import standards_table
from routing.catalogue.wording import ORGANISATION, Wording, wording_of
from routing.cli.display import ERR, table
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
@click.option("--standards", is_flag=True, help="Show which service standards, S1 to S17, each template serves.")
def check(folder: Path, standards: bool) -> None:
    """Check the catalogue in FOLDER: its files, scripts, labelled and golden calls, and near-duplicates.

    What must be mended is a fault; what a writer should weigh is told as advice.
    """
    found = read_catalogue(folder)
    wording = wording_of(found)
    findings = lint(wording)
    if standards:
        _show_standards(wording)
    _advise(findings)
    refuse_faulty(folder, found, findings)
    click.echo(
        f"{folder}: {found.organisation.name}, {len(found.departments)} departments, "
        f"{len(found.intents)} intents: no faults"
    )


def refuse_faulty(folder: Path, found: Catalogue, findings: list[Finding]) -> None:
    """Raise BadCatalogue with every fault of the catalogue in `folder`, of which `findings` are those of its words."""
    faults = [
        *idle_departments(found),
        *asleep_when_urgent(found),
        *(str(finding) for finding in findings if finding.severity is Severity.FAULT),
        *_call_faults(folder, found),
        *_golden_faults(folder, found),
    ]
    if faults:
        raise BadCatalogue(faults)


def _show_standards(wording: Wording) -> None:
    served = standards_table(wording)
    rows = [(row.stage, " ".join(row.standards)) for row in served if row.where == ORGANISATION]
    own = Counter((row.stage, " ".join(row.standards)) for row in served if row.where != ORGANISATION)
    table("Stages of scripts.yaml and the standards they serve", ("stage", "serves"), rows)
    if own:
        shown = [(stage, serves, str(count)) for (stage, serves), count in sorted(own.items())]
        table("Own words of departments and intents", ("stage", "serves", "templates"), shown)


def _advise(findings: list[Finding]) -> None:
    for finding in findings:
        if finding.severity is Severity.ADVICE:
            ERR.print(f"advice: {finding}", markup=False, highlight=False, soft_wrap=True)


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
