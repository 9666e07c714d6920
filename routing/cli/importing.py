"""`advisor calls import`: labelled calls from another system's list."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from routing.catalogue.read import read_catalogue
from routing.cli.display import ERR, table
from routing.exchange.headings import understood
from routing.exchange.importing import Block, Refusal, import_rows, rehearsed
from routing.exchange.plan import Plan, read_mapping
from routing.exchange.refused import Keep, refused_rows
from routing.files.reading import Source, from_pipe, opened
from routing.services import labelled_calls
from routing.settings import read_settings
from routing.store.labelled import Stored

SHOWN = 10
PIPE = "-"
INTERRUPTED = 130  # what a shell expects of a program that Ctrl-C ended


def time_zone(context: click.Context, parameter: click.Parameter, value: str | None) -> ZoneInfo | None:
    """Return the time zone that an option names."""
    try:
        return ZoneInfo(value) if value else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise click.BadParameter(f"expected a time zone such as Europe/London, found {value!r}") from None


def _pairs(left: str, right: str, context: click.Context, parameter: click.Parameter, values: Any) -> dict[str, str]:
    found = {}
    for value in values:
        before, sign, after = value.partition("=") if parameter.name == "mapped" else value.rpartition("=")
        if not (sign and before.strip() and after.strip()):
            raise click.BadParameter(f"expected {left}={right}, found {value!r}")
        found[before.strip()] = " ".join(after.split())
    return found


@click.command(name="import")
@click.argument("file")
@click.option(
    "--map", "mapped", multiple=True, metavar="FIELD=COLUMN", callback=partial(_pairs, "FIELD", "COLUMN"),
    help="Which column holds a field, where its name is not understood. May be repeated.",
)  # fmt: skip
@click.option("--mapping", type=click.Path(path_type=Path), help="YAML file that keeps all of these options.")
@click.option(
    "--label", "names", multiple=True, metavar="NAME=ID", callback=partial(_pairs, "NAME", "ID"),
    help="What the list calls an intent or a department. May be repeated.",
)  # fmt: skip
@click.option(
    "--day-first/--month-first", default=None, help="How to read a date such as 3/4/2026; refused if it is not known."
)
@click.option("--time-zone", callback=time_zone, help="Of times without one [default: the organisation's].")
@click.option("--source", default="", help="Which system the rows come from, where they do not say it themselves.")
@click.option("--refused", type=click.Path(path_type=Path), help="CSV file for the rows that are refused, with why.")
@click.option("--dry-run", is_flag=True, help="Read and check everything, keep nothing.")
def import_calls(file: str, refused: Path | None, dry_run: bool, **options: Any) -> None:
    """Keep the labelled calls of FILE: CSV, TSV, XLSX, Parquet or JSON lines; `-` reads JSON lines from a pipe.

    A thousand rows at a time are kept for good. Importing a file again changes only what differs, so an import that was
    interrupted is simply run again. Exits with 1 if a row was refused; the others are kept.
    """
    settings = read_settings(os.environ)
    catalogue = read_catalogue(settings.catalogue)
    plan = _plan(ZoneInfo(catalogue.organisation.time_zone), **options)
    post = rehearsed if dry_run else labelled_calls(settings).post
    with _opened(file, plan) as source, _refused(refused, source) as keep:
        tally = _Tally()
        try:
            for block in _watched(source, import_rows(source, plan, catalogue, datetime.now(UTC), post), tally):
                for refusal in block.refusals:
                    keep(refusal)
        except KeyboardInterrupt:
            ERR.print("Interrupted. What is counted below is kept; run the same command again to go on.")
            sys.exit(INTERRUPTED)
        finally:
            _show(source.name, tally, refused, dry_run)
    if tally.results[Stored.REFUSED]:
        sys.exit(1)


def _opened(file: str, plan: Plan) -> AbstractContextManager[Source]:
    if file == PIPE:
        return nullcontext(from_pipe("standard input", cast("BufferedReader", sys.stdin.buffer)))
    return opened(Path(file), lambda titles: understood(titles, plan.mapped))


def _refused(path: Path | None, source: Source) -> AbstractContextManager[Keep]:
    if path is None:
        return nullcontext(lambda refusal: None)
    return refused_rows(path, (column for sheet in source.sheets for column in sheet.columns))


def _plan(
    zone: ZoneInfo, mapped: dict[str, str], mapping: Path | None, names: dict[str, str], day_first: bool | None,
    time_zone: ZoneInfo | None, source: str,
) -> Plan:  # fmt: skip
    """Return how the list is to be read: an option counts more than the mapping file."""
    kept = read_mapping(mapping) if mapping else {}
    return Plan(
        zone=time_zone or kept.get("time_zone", zone),
        mapped=kept.get("columns", {}) | mapped,
        names=kept.get("labels", {}) | names,
        day_first=kept.get("day_first") if day_first is None else day_first,
        source=source or kept.get("source", ""),
    )


@dataclass
class _Tally:
    """What became of the rows so far, and the first refusals."""

    results: Counter[Stored] = field(default_factory=Counter)
    first: list[Refusal] = field(default_factory=list)

    def add(self, block: Block) -> None:
        self.results += block.results
        self.first += block.refusals[: SHOWN - len(self.first)]


def _watched(source: Source, blocks: Iterable[Block], tally: _Tally) -> Iterator[Block]:
    """Yield the blocks, counting them on a progress bar and telling the columns that are left aside."""
    with _progress() as progress:
        bar = progress.add_task(source.name, total=1.0 if source.done() is not None else None, rows="")
        begun = time.monotonic()
        for block in blocks:
            tally.add(block)
            if block.left_aside:
                progress.console.print(
                    f"{source.name}: left aside the columns {', '.join(block.left_aside)}",
                    markup=False, highlight=False, soft_wrap=True,
                )  # fmt: skip
            rows = tally.results.total()
            speed = rows / max(time.monotonic() - begun, 1e-6)
            progress.update(bar, completed=source.done() or 0.0, rows=f"{rows:,} rows, {speed:,.0f} a second")
            yield block
        progress.update(bar, total=1.0, completed=1.0)


@contextmanager
def _progress() -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rows]}"), TimeElapsedColumn())
    with Progress(*columns, console=ERR) as progress:
        yield progress


def _show(name: str, tally: _Tally, refused: Path | None, dry_run: bool) -> None:
    if dry_run:
        counts = {"would be kept": Stored.STORED, "would be refused": Stored.REFUSED}
    else:
        counts = {str(result): result for result in (Stored.STORED, Stored.REVISED, Stored.UNCHANGED, Stored.REFUSED)}
    table(name, ("rows", "count"), [(label, f"{tally.results[result]:,}") for label, result in counts.items()])
    _tell([str(refusal) for refusal in tally.first])
    more = tally.results[Stored.REFUSED] - len(tally.first)
    if tally.first:
        label = any(name in ("intent", "department") for refusal in tally.first for name, _ in refusal.faults)
        _tell([f"… and {more:,} more"] if more else [])
        _tell(["Other names of intents and departments: --label 'their name=our_id'"] if label else [])
        _tell([f"All refused rows are in {refused}" if refused else "--refused FILE writes the refused rows to a file"])


def _tell(lines: Sequence[str]) -> None:
    for line in lines:
        ERR.print(line, markup=False, highlight=False, soft_wrap=True)
