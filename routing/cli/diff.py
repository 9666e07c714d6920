"""`advisor diff`: what a changed catalogue or model changes for callers."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from routing.catalogue.golden import GOLDEN, GoldenCall, read_golden
from routing.catalogue.read import ORGANISATION, read_catalogue
from routing.cli.display import stages
from routing.errors import AdvisorError
from routing.services import live_model, shelf_of
from routing.settings import Settings, read_settings
from routing.text.artefact import load
from routing.text.manifest import MANIFEST
from training.differences import Compared, Side, as_fields, compare, verdict

LIVE = "live"
SHOWN = 3
TITLES = {
    "broken": "Right before, wrong now",
    "mended": "Wrong before, right now",
    "wrong": "Wrong before and now",
    "changed": "Changed",
}


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--calls", type=click.Path(path_type=Path), help="CSV of calls to play [default: NEW's golden.csv].")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as one JSON object.")
def diff(old: str, new: str, calls: Path | None, as_json: bool) -> None:
    """Play the golden calls through OLD and NEW and show what becomes different.

    OLD and NEW are each a catalogue's folder, a model version's folder or name, or `live`. What is not named stays the
    live one. Exits with 1 if a golden call that was right is now wrong.
    """
    settings = read_settings(os.environ)
    live = Side(read_catalogue(settings.catalogue), live_model(settings))
    (before, former), (now, folder) = (_side(name, live, settings) for name in (old, new))
    file = calls or folder / GOLDEN
    golden = read_golden(file, now.catalogue)
    if not golden:
        raise AdvisorError(f"{file}: expected calls to play, found only the column names; add some")
    dropped = [] if calls else _dropped(former / GOLDEN, before, golden)
    with stages() as stage:
        compared = compare(golden, before, now, lambda done: stage("comparing", done))
    if as_json:
        click.echo(json.dumps(_fields(before, now, compared) | {"dropped": dropped}, ensure_ascii=False, indent=2))
    else:
        _show(before, now, compared)
        if dropped:
            click.echo("\n".join(["\nNo longer among the golden calls:", *(f"  {reason}" for reason in dropped)]))
    if any(each.broken for each in compared):
        sys.exit(1)


def _side(name: str, live: Side, settings: Settings) -> tuple[Side, Path]:
    """Return the catalogue and model that a name stands for, and the catalogue's folder."""
    folder, shelf = Path(name), shelf_of(settings)
    if name == LIVE:
        return live, settings.catalogue
    if (folder / ORGANISATION).is_file():
        return Side(read_catalogue(folder), live.model), folder
    if (folder / MANIFEST).is_file() or name in shelf.versions():
        place = folder if (folder / MANIFEST).is_file() else shelf.folder(name)
        model = replace(load(place, live.model.encoder), manner=live.model.manner)
        return Side(live.catalogue, model), settings.catalogue
    raise AdvisorError(
        f"{name}: expected a catalogue's folder, a model version or '{LIVE}', found none; "
        f"name a folder with {ORGANISATION} or a version in {settings.models_url}"
    )


def _dropped(file: Path, before: Side, golden: Sequence[GoldenCall]) -> list[str]:
    """Return the golden reasons of OLD that NEW has no longer, so that none is lost unseen."""
    kept = {call.reason for call in golden}
    former = read_golden(file, before.catalogue) if file.is_file() else []
    return [call.reason for call in former if call.reason not in kept]


def _fields(before: Side, now: Side, compared: Sequence[Compared]) -> dict[str, Any]:
    return {
        "old": _names(before),
        "new": _names(now),
        "calls": len(compared),
        **_counts(compared),
        "differences": [as_fields(each) for each in compared if verdict(each) != "same"],
    }


def _names(side: Side) -> dict[str, str]:
    return {"catalogue": side.catalogue.digest[:12], "model": side.model.version}


def _counts(compared: Sequence[Compared]) -> dict[str, int]:
    verdicts = Counter(map(verdict, compared))
    return {name: verdicts[name] for name in ("same", *TITLES)}


def _show(before: Side, now: Side, compared: Sequence[Compared]) -> None:
    for title, side in (("Old", before), ("New", now)):
        names = _names(side)
        click.echo(f"{title}: {side.catalogue.organisation.name} {names['catalogue']}, model {names['model']}")
    counts = _counts(compared)
    click.echo(
        f"{len(compared)} calls: {counts['same']} the same, {counts['changed']} changed, {counts['broken']} broken, "
        f"{counts['mended']} mended, {counts['wrong']} wrong before and now"
    )
    for name, title in TITLES.items():
        alike: dict[tuple[Any, ...], list[Compared]] = {}
        for each in compared:
            if verdict(each) == name:
                own = each.call.line if each.wrong_before or each.wrong_now else ""
                alike.setdefault((own, *each.changes), []).append(each)
        if alike:
            click.echo("\n".join([f"\n{title}:", *(line for group in alike.values() for line in _lines(group))]))


def _lines(group: Sequence[Compared]) -> list[str]:
    """Return what is shown of calls with the same changes: the first few of them, the changes once."""
    first = group[0]
    lines = [f"  {each.call.line}: {each.call.reason}" for each in group[:SHOWN]]
    if len(group) > SHOWN:
        lines.append(f"  … and {len(group) - SHOWN} more")
    lines += [f"    {change.what}: {change.old or '(none)'} -> {change.new or '(none)'}" for change in first.changes]
    if first.wrong_before or first.wrong_now:
        lines.append(f"    expected {_expected(first.call)}; found {first.given}")
    return lines


def _expected(call: GoldenCall) -> str:
    return ", ".join(text for text in (call.action, call.department, call.intent) if text)
