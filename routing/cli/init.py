"""`advisor init`: start a new organisation's catalogue by asking, or from a spreadsheet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from routing.catalogue.draft import (
    Draft,
    DraftDepartment,
    DraftIntent,
    fault_of,
    identifier,
    new_front_desk,
    spoken,
)
from routing.catalogue.missing import lacking_to_serve, lacking_to_train
from routing.catalogue.opening_times import Hours, as_hours
from routing.catalogue.read import read_catalogue
from routing.catalogue.spreadsheet import read_spreadsheet
from routing.catalogue.starter import refuse_filled, write_catalogue
from routing.errors import AdvisorError, BadReason
from routing.text.normalise import check
from training.fit import LEAST_CALLS_PER_INTENT, LEAST_OUT_OF_SCOPE

HOME_ZONES = {"GB": "Europe/London", "IE": "Europe/Dublin", "NZ": "Pacific/Auckland", "IN": "Asia/Kolkata"}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--from", "source", type=click.Path(path_type=Path), help="CSV or XLSX to take it from.")
@click.option("--name", default="", help="The organisation's name.")
@click.option("--country", default="", help="Its country, in two letters such as GB.")
@click.option("--time-zone", default="", help="Its time zone, such as Europe/London.")
def init(folder: Path, source: Path | None, name: str, country: str, time_zone: str) -> None:
    """Start a catalogue in FOLDER, by asking or from a spreadsheet, and say what it lacks before it can train.

    The spreadsheet has the columns department and intent, and may have examples, hours, extension, description,
    label, urgency and spoken. Several examples stand in one cell by line or |, or each in a row or column of its own.
    FOLDER must be new or empty.
    """
    refuse_filled(folder)
    name = _given("organisation", "name", name, "Organisation's name")
    country = _given("organisation", "country", country.upper(), "Country, in two letters", change=str.upper)
    zone = _given("organisation", "time_zone", time_zone, "Time zone", HOME_ZONES.get(country, ""))
    draft = read_spreadsheet(source, name, country, zone) if source else _asked(name, country, zone)
    write_catalogue(draft, folder)
    if draft.intents:
        read_catalogue(folder)
    _tell(draft, folder)


def _tell(draft: Draft, folder: Path) -> None:
    calls = sum(len(intent.examples) for intent in draft.intents.values()) + len(draft.out_of_scope)
    click.echo(
        f"{folder}: {draft.name}, {len(draft.departments)} departments, {len(draft.intents)} intents, {calls} calls"
    )
    train = list(lacking_to_train(draft, LEAST_CALLS_PER_INTENT, LEAST_OUT_OF_SCOPE))
    for title, lines in (
        ("Please look at:", list(draft.notes)),
        ("Missing before it can train:", train),
        ("Missing before callers hear it:", list(lacking_to_serve(draft))),
    ):
        if lines:
            click.echo("\n" + "\n".join([title, *(f"  {line}" for line in lines)]))
    following = f"advisor catalogue check {folder}" if train else f"advisor train --catalogue {folder}"
    click.echo(f"\nNext: {'write what is missing, then ' if train else ''}{following}")


def _asked(name: str, country: str, time_zone: str) -> Draft:
    """Return the draft that a person's answers make."""
    click.echo("The front desk takes whatever cannot be placed.")
    desk = _department(new_front_desk(), "always")
    departments, intents = {desk.id: desk}, dict[str, DraftIntent]()
    for title in _until_empty("Department", "department", "name"):
        known = identifier(title, "department")
        if known in departments:
            click.echo(f"expected each department once, found {departments[known].name} again")
            continue
        departments[known] = _department(DraftDepartment(known, title), "mon-fri 09:00-17:00")
        intents |= _intents(departments[known], intents)
    strangers = tuple(_examples("A call that is for none of your departments"))
    return Draft(name, country, time_zone, desk.id, departments, intents, strangers)


def _department(known: DraftDepartment, hours: str) -> DraftDepartment:
    return DraftDepartment(
        id=known.id,
        name=known.name,
        description=known.description,
        spoken=_given("department", "spoken", "", "  as a person says it", known.spoken or spoken(known.name)),
        extension=_answer("  extension, - if not known", "-", _extension),
        hours=_answer("  hours", hours, _hours),
    )


def _intents(department: DraftDepartment, before: dict[str, DraftIntent]) -> dict[str, DraftIntent]:
    found: dict[str, DraftIntent] = {}
    for label in _until_empty(f"  What do callers of {department.name} ring about", "intent", "label"):
        known = identifier(label, "intent")
        if other := (before | found).get(known):
            click.echo(f"expected each intent once, found {label} again; it is in {other.department}")
            continue
        found[known] = DraftIntent(
            known, label, department.id, examples=tuple(_examples("    What such a caller says"))
        )
    return found


def _examples(question: str) -> Iterator[str]:
    while True:
        text = _answer(f"{question} (enter to go on)", "", _sentence)
        if not text:
            return
        yield text


def _until_empty(question: str, kind: str, field: str) -> Iterator[str]:
    while text := _answer(f"{question} (enter to go on)", "", lambda each: _checked(kind, field, each) if each else ""):
        yield text


def _given(
    kind: str, field: str, value: str, question: str, default: str = "", change: Callable[[str], str] = str
) -> str:
    """Return an option's value, or the answer to its question if it was not given."""
    if not value:
        return str(_answer(question, default or None, lambda text: _checked(kind, field, change(text))))
    if fault := fault_of(kind, field, value):
        raise AdvisorError(f"--{field.replace('_', '-')}: {fault}, found {value!r}")
    return value


def _answer(question: str, default: str | None, read: Callable[[str], Any]) -> Any:
    """Ask until the answer can be read."""
    try:
        return click.prompt(question, default=default, value_proc=read, show_default=bool(default))
    except click.Abort:
        if sys.stdin.isatty():
            raise
        raise AdvisorError(f"expected an answer to {question.strip()!r}, found the end of the input") from None


def _checked(kind: str, field: str, value: str) -> str:
    if fault := fault_of(kind, field, value):
        raise click.BadParameter(fault)
    return value


def _extension(text: str) -> str:
    return "" if text == "-" else _checked("department", "extension", text)


def _hours(text: str) -> Hours:
    try:
        hours = as_hours(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    if fault := fault_of("department", "hours", hours):
        raise click.BadParameter(fault)
    return hours


def _sentence(text: str) -> str:
    try:
        return check(text) if text else ""
    except BadReason as bad:
        raise click.BadParameter(str(bad)) from None
