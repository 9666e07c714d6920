"""`advisor models list` and `show`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from routing.api.present_models import detail_fields, version_fields
from routing.cli.display import percent, table
from routing.cli.models.opening import opened
from routing.cli.verdict import show_verdict
from routing.settings import read_settings
from routing.text.artefact import REPORT
from routing.versions.facts import Version, describe
from training.gate import from_fields

COLUMNS = ("version", "is", "made", "calls", "dept.", "intent", "gate", "MiB", "workers")
LABELS = {
    "department_accuracy": "department right",
    "intent_accuracy": "intent right",
    "out_of_scope_recall": "out of scope, not transferred",
    "calibration_error": "calibration error",
    "held_out_intent_accuracy": "intent right, held-out calls",
}
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
COUNTS = {"calls": "labelled calls", "out_of_scope": "out-of-scope calls", "intents": "intents"}
NONE = "-"


@click.command("list")
@AS_JSON
def list_versions(as_json: bool) -> None:
    """List the versions, the newest first, with what is known of each."""
    held = opened(read_settings(os.environ))
    state = held.look()
    versions = [describe(held.shelf, name, state) for name in reversed(state.versions)]
    if as_json:
        _print_json({"models": [version_fields(version) for version in versions]})
        return
    if not versions:
        click.echo(f"{held.shelf.url}: no versions yet; run 'advisor train'")
        return
    shown = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for position, column in enumerate(COLUMNS):
        shown.add_column(column, justify="left" if position < 3 else "right", no_wrap=position != 1)
    for version in versions:
        shown.add_row(*_row(version))
    Console().print(shown)
    for line in (line for version in versions for line in _notes(version)):
        click.echo(line)


@click.command()
@click.argument("version")
@AS_JSON
def show(version: str, as_json: bool) -> None:
    """Show all that is known of VERSION: where it comes from, how good it is, what the gate said, when it was live."""
    held = opened(read_settings(os.environ))
    state = held.look()
    found = describe(held.shelf, state.named(version), state)
    if as_json:
        _print_json(detail_fields(found))
        return
    table(f"Model {found.name}", ("", "value"), list(_facts(found)))
    if found.verdict:
        show_verdict(from_fields(found.verdict), found.name)
    for line in _notes(found):
        click.echo(line)
    for row in found.promotions:
        share = f" {row.share} %" if row.share else ""
        click.echo(f"{_time(row.at)}  {row.role}{share}  by {row.by}{f': {row.why}' if row.why else ''}")
    if found.has_report:
        click.echo(f"report: {held.shelf.folder(found.name) / REPORT}")


def figures(version: Version) -> dict[str, str]:
    """Return the figures that were measured of a version, as they are shown, by their label."""
    errors = ("calibration_error",)
    return {
        LABELS[name]: f"{value:.3f}" if name in errors else percent(value) for name, value in version.figures.items()
    }


def mebibytes(size_bytes: int) -> str:
    """Return a size as it is shown."""
    return f"{size_bytes / 2**20:.1f}"


def _row(version: Version) -> tuple[str, ...]:
    measured = figures(version)
    intent = measured.get(LABELS["intent_accuracy"]) or measured.get(LABELS["held_out_intent_accuracy"], NONE)
    return (
        version.name,
        _roles(version),
        _made(version)[:10] or NONE,
        str(version.manifest.counts.get("calls", NONE)) if version.manifest else NONE,
        measured.get(LABELS["department_accuracy"], NONE).removesuffix(" %"),
        intent.removesuffix(" %"),
        _gate(version),
        mebibytes(version.size_bytes),
        str(len(version.serving)),
    )


def _roles(version: Version) -> str:
    return ", ".join(f"{role} {version.share} %" if role == "canary" else role for role in version.roles)


def _made(version: Version) -> str:
    return version.manifest.created if version.manifest else ""


def _gate(version: Version) -> str:
    if version.verdict is None:
        return NONE
    return "passed" if version.verdict["passed"] else "refused"


def _notes(version: Version) -> Iterator[str]:
    """Yield what someone should know of a version, one sentence a line."""
    if version.fault:
        yield f"{version.name}: cannot be read: {version.fault}"
    if version.erased:
        were = "call was" if version.erased == 1 else "calls were"
        yield f"{version.name}: {version.erased} of its {were} erased since: train anew"
    for worker in version.refusing:
        yield f"{version.name}: refused by {worker.id}: {worker.why}"


def _facts(version: Version) -> Iterator[tuple[str, str]]:
    yield "is", _roles(version) or "kept"
    if version.manifest:
        manifest, counts = version.manifest, version.manifest.counts
        digests = {"catalogue": manifest.catalogue, "data": manifest.data, "encoder": manifest.encoder}
        yield "made", _time(datetime.fromisoformat(manifest.created)) if manifest.created else NONE
        yield from ((label, str(counts[name])) for name, label in COUNTS.items() if name in counts)
        yield from figures(version).items()
        yield from ((name, f"{digest[:12]}…") for name, digest in digests.items())
        yield "libraries", ", ".join(f"{name} {number}" for name, number in manifest.libraries.items())
    yield "gate", _gate(version) if version.verdict else "never judged"
    yield "size on the shelf", f"{mebibytes(version.size_bytes)} MiB"
    yield "served by", f"{len(version.serving)} workers"


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M %Z}"


def _print_json(fields: dict[str, Any]) -> None:
    click.echo(json.dumps(fields, ensure_ascii=False, indent=2, default=lambda at: at.isoformat()))
