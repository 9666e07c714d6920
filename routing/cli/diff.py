"""`advisor diff`: what a changed catalogue or model changes for callers."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from routing.catalogue.golden import GOLDEN, GoldenCall, read_golden
from routing.catalogue.read import ORGANISATION, read_catalogue
from routing.cli.display import stages
from routing.errors import AdvisorError
from routing.settings import Settings, read_settings
from routing.text.artefact import MANIFEST, load
from routing.text.encoder import Encoder
from routing.text.shelf import load_live
from training.differences import Compared, Side, as_fields, compare, verdict

LIVE = "live"
TITLES = {
    "broken": "Right before, wrong now",
    "mended": "Wrong before, right now",
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
    encoder = Encoder(settings.encoder)
    live = Side(read_catalogue(settings.catalogue), load_live(settings.models_url, encoder))
    (before, _), (now, folder) = (_side(name, live, settings, encoder) for name in (old, new))
    golden = read_golden(calls or folder / GOLDEN, now.catalogue)
    with stages() as stage:
        compared = compare(golden, before, now, lambda done: stage("comparing", done))
    if as_json:
        click.echo(json.dumps(_fields(before, now, compared), ensure_ascii=False, indent=2))
    else:
        _show(before, now, compared)
    if any(each.broken for each in compared):
        sys.exit(1)


def _side(name: str, live: Side, settings: Settings, encoder: Encoder) -> tuple[Side, Path]:
    """Return the catalogue and model that a name stands for, and the catalogue's folder."""
    folder, version = Path(name), settings.models_url / name
    if name == LIVE:
        return live, settings.catalogue
    if (folder / ORGANISATION).is_file():
        return Side(read_catalogue(folder), live.model), folder
    for place in (folder, version):
        if (place / MANIFEST).is_file():
            return Side(live.catalogue, load(place, encoder)), settings.catalogue
    raise AdvisorError(
        f"{name}: expected a catalogue's folder, a model version or '{LIVE}', found none; "
        f"name a folder with {ORGANISATION} or a version in {settings.models_url}"
    )


def _fields(before: Side, now: Side, compared: Sequence[Compared]) -> dict[str, Any]:
    return {
        "old": _names(before),
        "new": _names(now),
        "calls": len(compared),
        **_counts(compared),
        "differences": [as_fields(each) for each in compared if each.changes or each.broken or each.mended],
    }


def _names(side: Side) -> dict[str, str]:
    return {"catalogue": side.catalogue.digest[:12], "model": side.model.version}


def _counts(compared: Sequence[Compared]) -> dict[str, int]:
    verdicts = Counter(map(verdict, compared))
    wrong = {
        "wrong_before": sum(bool(each.wrong_before) for each in compared),
        "wrong_now": sum(bool(each.wrong_now) for each in compared),
    }
    return {name: verdicts[name] for name in ("same", "changed", "broken", "mended")} | wrong


def _show(before: Side, now: Side, compared: Sequence[Compared]) -> None:
    for title, side in (("Old", before), ("New", now)):
        names = _names(side)
        click.echo(f"{title}: {side.catalogue.organisation.name} {names['catalogue']}, model {names['model']}")
    counts = _counts(compared)
    click.echo(
        f"{len(compared)} calls: {counts['same']} the same, {counts['changed']} changed, {counts['broken']} broken, "
        f"{counts['mended']} mended; {counts['wrong_before']} wrong before, {counts['wrong_now']} now"
    )
    for name, title in TITLES.items():
        chosen = [each for each in compared if verdict(each) == name]
        if chosen:
            click.echo(f"\n{title}:")
        for each in chosen:
            click.echo("\n".join(_lines(each)))


def _lines(each: Compared) -> list[str]:
    lines = [f"  {each.call.line}: {each.call.reason}"]
    lines += [f"    {change.what}: {change.old or '(none)'} -> {change.new or '(none)'}" for change in each.changes]
    if each.broken or each.mended:
        lines.append(f"    expected: {_expected(each.call)}")
    return lines


def _expected(call: GoldenCall) -> str:
    return ", ".join(text for text in (call.action, call.department, call.intent) if text)
