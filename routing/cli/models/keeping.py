"""`advisor models verify` and `prune`: whether the versions are sound, and which are no longer needed."""

from __future__ import annotations

import os
import sys

import click

from routing.cli.models.opening import opened
from routing.cli.models.showing import mebibytes
from routing.errors import BadModel
from routing.settings import read_settings
from routing.versions.prune import old
from routing.versions.prune import prune as pruned
from routing.versions.verify import verify as verified


@click.command()
@click.argument("version", nargs=-1)
def verify(version: tuple[str, ...]) -> None:
    """Check each VERSION, or all: its files, format and encoder, and that it answers as it did when published.

    Exits with 1 if one of them cannot be served, and says why.
    """
    held = opened(read_settings(os.environ))
    state = held.look()
    bad = 0
    for name in [state.named(each) for each in version] or list(reversed(state.versions)):
        try:
            verified(held, name, state)
            click.echo(f"{name}: sound")
        except BadModel as error:
            bad += 1
            click.echo(f"{name}: bad: {error}")
    if bad:
        sys.exit(1)


@click.command()
@click.option("--keep", type=click.IntRange(0), default=5, show_default=True, help="How many of the newest stay.")
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def prune(keep: int, dry_run: bool, yes: bool) -> None:
    """Remove old versions; never one that is live, was before, is tried out, is the default or is still served."""
    held = opened(read_settings(os.environ))
    versions = old(held, keep)
    if not versions:
        click.echo("nothing to remove")
        return
    for name in versions:
        click.echo(f"{name}  {mebibytes(held.shelf.size(name))} MiB")
    if dry_run:
        return
    if not yes:
        click.confirm(f"Remove {len(versions)} of {len(held.shelf.versions())} versions?", abort=True)
    removed = pruned(held, versions)
    click.echo(f"removed {len(removed)}")
    for name in versions:
        if name not in removed:
            click.echo(f"{name} stays: it has come to be needed")
