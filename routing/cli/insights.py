"""`advisor insights`: what has changed in the calls, which reasons no intent has yet, and what to do about them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from routing.api.insight_fields import insight_fields
from routing.api.insight_schemas import InsightsSchema
from routing.catalogue.draft import DraftIntent, fault_of, identifier, within_a_sentence
from routing.catalogue.read import read_catalogue
from routing.cli.accept import Accepted, added
from routing.cli.display import stages
from routing.cli.insights_shown import show
from routing.domain.catalogue import Catalogue
from routing.domain.suggestion import Suggestion
from routing.errors import AdvisorError
from routing.reports.insights import DAYS, MOST_DAYS, Insights
from routing.services import live_model
from routing.settings import Settings, read_settings
from routing.store.engine import migrate, open_engine
from routing.store.labelled import LabelledCalls, Stored
from routing.text.examples import OUT_OF_SCOPE
from training.encodings import Encodings
from training.suggest.suggest import suggest


@dataclass(frozen=True)
class _Open:
    settings: Settings
    catalogue: Catalogue
    held: Insights


@click.group(invoke_without_command=True)
@click.option("--days", type=click.IntRange(1, MOST_DAYS), default=DAYS, show_default=True, help="Days to look at.")
@click.option("--no-groups", is_flag=True, help="Look for no new reasons; show those found before.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as one JSON object.")
@click.pass_context
def insights(context: click.Context, days: int, no_groups: bool, as_json: bool) -> None:
    """Say what has changed in the calls, and group those that fit no intent into suggestions for new ones.

    The last days are compared with as many before. Told is only what chance does not explain.
    """
    if context.invoked_subcommand:
        return
    opened, now = _open(), datetime.now(UTC)
    if not no_groups:
        _look_for_groups(opened, days, now)
    found = opened.held.read(days, now, opened.catalogue.organisation.time_zone)
    if as_json:
        fields = InsightsSchema().dump(insight_fields(found, opened.catalogue))
        click.echo(json.dumps(fields, ensure_ascii=False, indent=2))
    else:
        show(found, opened.catalogue)


@insights.command()
@click.argument("suggestion")
@click.option("--department", default="", help="Id of the department that finishes such calls.")
@click.option("--id", "intent_id", default="", help="Id of the new intent [default: made of the label, or suggested].")
@click.option("--label", default="", help='What the new intent is called; completes "this is about …".')
@click.option("--into", default="", help="Id of an intent that only lacked this wording; makes no new one.")
def accept(suggestion: str, department: str, intent_id: str, label: str, into: str) -> None:
    """Write SUGGESTION, a name or the beginning of an id, into the catalogue as a new intent with its examples.

    The catalogue must be without faults afterwards; else nothing is written.
    """
    opened = _open()
    chosen = opened.held.suggestions.find(suggestion)
    if into:
        if department or intent_id or label:
            raise AdvisorError("--into: expected no --department, --id or --label beside it, found one; leave it out")
        change = added(opened.settings.catalogue, opened.catalogue, chosen.examples, into)
    else:
        intent = _new_intent(chosen, opened.catalogue, department, intent_id, label)
        change = added(opened.settings.catalogue, opened.catalogue, chosen.examples, intent.id, intent)
    with opened.held.suggestions.accepting(chosen):
        change.write()
    relabelled = _relabel(LabelledCalls(opened.held.suggestions.engine), chosen, change.intent)
    _tell(change, opened.settings.catalogue)
    if relabelled:
        click.echo(f"{relabelled} calls that were labelled {OUT_OF_SCOPE} are labelled {change.intent} now.")


@insights.command()
@click.argument("suggestion")
def dismiss(suggestion: str) -> None:
    """Say that SUGGESTION is no intent; its calls are not suggested again."""
    opened = _open()
    chosen = opened.held.suggestions.find(suggestion)
    opened.held.suggestions.dismiss(chosen)
    click.echo(f"{chosen.name}: dismissed; its {chosen.calls} calls are not suggested again")


def _open() -> _Open:
    settings = read_settings(os.environ)
    engine = open_engine(settings.database_url)
    migrate(engine)
    return _Open(settings, read_catalogue(settings.catalogue), Insights(engine))


def _relabel(calls: LabelledCalls, chosen: Suggestion, intent: str) -> int:
    """Give the intent to those of the suggestion's calls that somebody labelled out of scope; return how many rows.

    Left as they are, they would teach the next model the contrary. Calls that nobody labelled stay so: a person has
    read some of the group, not all of it.
    """
    kept = [each.row for call_id in chosen.call_ids for each in calls.of_call(call_id)]
    rows = [replace(row, intent=intent, department="", agent="") for row in kept if row.intent == OUT_OF_SCOPE]
    return sum(result is Stored.REVISED for result in calls.put(rows)) if rows else 0


def _look_for_groups(opened: _Open, days: int, now: datetime) -> None:
    model = live_model(opened.settings)
    cache = Encodings(opened.settings.cache_url, model.encoder)
    with stages() as stage:
        suggest(opened.held.suggestions.engine, model, opened.catalogue.intents, days, now, stage, cache)
    cache.close()


def _new_intent(
    suggestion: Suggestion, catalogue: Catalogue, department: str, intent_id: str, label: str
) -> DraftIntent:
    """Return the intent to be written.

    Raises
    ------
    AdvisorError
        The department is not the catalogue's, or the id or label cannot be used.
    """
    if department not in catalogue.departments:
        listed = ", ".join(catalogue.departments)
        found = repr(department) if department else "none"
        raise AdvisorError(f"--department: expected the one that finishes such calls ({listed}), found {found}")
    known = intent_id or (identifier(label, "intent") if label else suggestion.name)
    label = label or known.replace("_", " ")
    for field, value in (("id", known), ("label", label)):
        if fault := fault_of("intent", field, value):
            raise AdvisorError(f"--{field}: {fault}, found {value!r}")
    if known in catalogue.intents:
        raise AdvisorError(
            f"--id: expected a new one, found {known}, which {catalogue.intents[known].department} has; "
            f"give another, or add the examples to it with --into {known}"
        )
    return DraftIntent(known, label, department, examples=suggestion.examples, script=_first_words(label))


def _first_words(label: str) -> dict[str, str]:
    """Return words of its own that a new intent can do with until a person has written better ones.

    They are short, so that the check finds them plain whatever the label is.
    """
    return {
        "say_back": f"You're ringing about {within_a_sentence(label)}, and you'd like to know what we can do for you.",
        "expectation": "They will listen to what it's about, and tell you what they can do.",
    }


def _tell(change: Accepted, folder: Path) -> None:
    """Say what was written, and what a person should write now."""
    for line in change.left_out:
        click.echo(f"left out: {line}")
    click.echo(f"calls.csv: {len(change.examples)} calls of {change.intent} added")
    if change.new:
        path, intent = change.new
        click.echo(f"{path.relative_to(folder).as_posix()}: {intent.id} added. Please improve there:")
        click.echo(f'  label        now "{intent.label}"; it completes "this is about …"')
        click.echo("  description  what belongs here and what does not, for people who label calls")
        click.echo("  urgency      routine, soon or urgent")
        click.echo("  synonyms     taken from the examples")
        click.echo("  script       own words for say_back and expectation")
        click.echo("  follow_ups   what callers ask next, with the answer")
    click.echo(f"\nNext: advisor catalogue check {folder}, then advisor train")
