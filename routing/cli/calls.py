"""`advisor calls`: labelled calls in and out of the store, looked at, erased and purged."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from io import TextIOWrapper
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import click

from routing.api.call_schemas import CallSchema
from routing.api.showing_calls import call_fields
from routing.catalogue.read import read_catalogue
from routing.cli.display import ERR, table
from routing.cli.importing import PIPE, import_calls
from routing.domain.catalogue import Catalogue
from routing.domain.labelled import CallRow, ended
from routing.errors import AdvisorError
from routing.exchange.cells import moment
from routing.exchange.exporting import FIRST_REASONS, ROWS, Wanted, first_reasons, rows, write, write_lines
from routing.services import labelled_calls, shelf_of
from routing.settings import read_settings
from routing.store.labelled import AdviceGiven, Kept
from routing.store.retention import apply_retention
from routing.versions.erased import learnt_from

MINUTE = "%Y-%m-%d %H:%M %Z"


@click.group()
def calls() -> None:
    """Look after the labelled calls: what callers said, and where their calls really ended."""


calls.add_command(import_calls)


@calls.command()
@click.argument("file")
@click.option("--since", default="", help="Only what happened at this time or later, such as 2026-11-01.")
@click.option("--until", default="", help="Only what happened before this time.")
@click.option("--intent", default="", help="Only rows with this intent.")
@click.option("--department", default="", help="Only rows with this department, or with one of its intents.")
@click.option("--resolved-only", is_flag=True, help="Only rows at which a call was finished.")
@click.option("--first-reasons", "training", is_flag=True, help="One row a finished call: what a model learns from.")
def export(
    file: str, since: str, until: str, intent: str, department: str, resolved_only: bool, training: bool
) -> None:
    """Write the labelled calls to FILE: CSV, TSV, XLSX, Parquet or JSON lines, by its ending; `-` for a pipe.

    Each row stands as it is now, without what it said before it was revised.
    """
    settings = read_settings(os.environ)
    catalogue = read_catalogue(settings.catalogue)
    wanted = Wanted(
        since=_time("--since", since, catalogue),
        until=_time("--until", until, catalogue),
        intent=intent,
        department=department,
        its_intents={each.id for each in catalogue.intents.values() if each.department == department},
        resolved_only=resolved_only,
    )
    kept = labelled_calls(settings).all()
    columns, cells = (FIRST_REASONS, first_reasons(kept, wanted)) if training else (ROWS, rows(kept, wanted))
    counted = _Counted(cells)
    if file == PIPE:
        cast("TextIOWrapper", sys.stdout).reconfigure(encoding="utf-8")  # as JSON is, whatever the terminal's encoding
        write_lines(sys.stdout, columns, counted)
    else:
        write(Path(file), columns, counted)
    ERR.print(f"{counted.count:,} rows written", highlight=False)


class _Counted:
    """Rows that are counted while they pass."""

    def __init__(self, cells: Iterator[list[Any]]) -> None:
        self._cells = cells
        self.count = 0

    def __iter__(self) -> Iterator[list[Any]]:
        for row in self._cells:
            self.count += 1
            yield row


def _time(option: str, text: str, catalogue: Catalogue) -> datetime | None:
    """Return the time that an option gives; without a zone it is the organisation's."""
    return moment(option, text, ZoneInfo(catalogue.organisation.time_zone), day_first=None) if text else None


@calls.command()
@click.argument("call_id")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as the API gives it.")
def show(call_id: str, as_json: bool) -> None:
    """Show what is known of a call: its rows, what they said before, and the advice that was given."""
    settings = read_settings(os.environ)
    store, learnt = labelled_calls(settings), learnt_from(shelf_of(settings), call_id)
    kept, advised = store.of_call(call_id), store.advice_of(call_id)
    if not kept and not advised and not learnt:
        raise AdvisorError(f"expected the call_id of a call on record, found {call_id!r}; 'calls export -' lists them")
    if as_json:
        found = CallSchema().dump(call_fields(call_id, kept, advised))
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join([f"Call {call_id}", *_in_words(kept, advised)]))


def _in_words(kept: Sequence[Kept], advised: Sequence[AdviceGiven]) -> Iterator[str]:
    end = ended(one.row for one in kept)
    if end:
        yield f"ended with {' / '.join(filter(None, (end.department, end.intent)))}, transfers: {end.transfers}"
    for one in kept:
        yield ""
        yield f"hop {one.row.hop}, revision {one.revision}, received {one.received_at:{MINUTE}}"
        yield from _row_in_words(one.row)
        for old in one.earlier:
            yield f"  before, revision {old.revision}, received {old.received_at:{MINUTE}}"
            yield from (f"  {line}" for line in _row_in_words(old.row))
    for given in advised:
        about = f" about {given.intent}" if given.intent else ""
        yield ""
        yield f"advice at hop {given.hop}, {given.given_at:{MINUTE}}, by {given.model}"
        yield f"  said        {given.reason}"
        yield f"  answer      {given.action}: {given.department}{about}, {100 * given.confidence:.0f} % sure"


def _row_in_words(row: CallRow) -> Iterator[str]:
    facts = {
        "said": row.reason,
        "intent": row.intent,
        "department": row.department,
        "finished": "here" if row.resolved else "elsewhere",
        "transfers": "" if row.transfers is None else str(row.transfers),
        "occurred": f"{row.occurred_at:{MINUTE}}",
        "source": row.source,
        "agent": row.agent,
    }
    yield from (f"  {name:<11} {fact}" for name, fact in facts.items() if fact)


@calls.command()
@click.argument("call_id")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(call_id: str, yes: bool) -> None:
    """Delete all that is known of a call: rows, what they said before, and advice."""
    settings = read_settings(os.environ)
    store, learnt = labelled_calls(settings), learnt_from(shelf_of(settings), call_id)
    kept, advised = store.of_call(call_id), store.advice_of(call_id)
    if not kept and not advised and not learnt:
        raise AdvisorError(f"expected the call_id of a call on record, found {call_id!r}; nothing was erased")
    if not yes:
        has = f"{len(kept)} rows and {len(advised)} pieces of advice"
        click.confirm(f"Erase call {call_id} ({has}) for good?", abort=True, err=True)
    _count(f"Erased of call {call_id}", vars(store.erase(call_id)))
    if learnt:
        click.echo(f"Learnt from by {', '.join(learnt)}: run 'advisor train', then 'advisor models prune'.")


@calls.command()
@click.option("--before", default="", help="Delete what is older than this time [default: ADVISOR_RETENTION_DAYS ago].")
@click.option("--yes", is_flag=True, help="Do not ask.")
def purge(before: str, yes: bool) -> None:
    """Delete calls and advice that are older than the organisation keeps them."""
    settings = read_settings(os.environ)
    store, now = labelled_calls(settings), datetime.now(UTC)
    limit = _time("--before", before, read_catalogue(settings.catalogue))
    if limit is None and not settings.retention_days:
        raise AdvisorError("expected --before DATE or ADVISOR_RETENTION_DAYS, found neither; nothing was deleted")
    oldest = limit or now - timedelta(days=settings.retention_days)
    if not yes:
        click.confirm(
            f"Delete all calls and advice from before {oldest:%Y-%m-%d %H:%M %Z} for good?", abort=True, err=True
        )
    purged = store.purge(limit) if limit else apply_retention(store.engine, settings.retention_days, now)
    _count(f"Deleted from before {oldest:%Y-%m-%d %H:%M %Z}", vars(purged))


def _count(title: str, counts: Mapping[str, int]) -> None:
    table(title, ("", "deleted"), [(name.replace("_", " "), f"{count:,}") for name, count in counts.items()])
