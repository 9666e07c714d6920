"""`advisor models promote` and `rollback`: change which version answers calls."""

from __future__ import annotations

import getpass
import os
import sys

import click

from routing.cli.models.opening import opened
from routing.errors import AdvisorError
from routing.settings import read_settings
from routing.store.promotions import CANARY, LIVE, SHADOW, Promotion
from routing.versions.change import Wish, roll_back
from routing.versions.change import promote as promoted
from routing.versions.following import wait_for_workers
from routing.versions.held import Versions

WHY = click.option("--why", default="", help="Kept with the change.")
NO_WAIT = click.option("--no-wait", is_flag=True, help="Do not wait until every worker has followed.")


@click.command()
@click.argument("version")
@WHY
@click.option("--shadow", is_flag=True, help="Only try it out: it answers every call, too, and nobody hears it.")
@click.option("--canary", type=click.IntRange(1, 100), metavar="PERCENT", help="Only try it out: on a share of calls.")
@click.option("--despite-gate", default="", metavar="REASON", help="Use it although the gate did not pass it.")
@NO_WAIT
def promote(version: str, why: str, shadow: bool, canary: int | None, despite_gate: str, no_wait: bool) -> None:
    """Make VERSION live, or try it out beside the live one. All of it is checked first."""
    if shadow and canary:
        raise AdvisorError("expected --shadow or --canary, found both; a version is tried out in one way at a time")
    held = opened(read_settings(os.environ))
    role = SHADOW if shadow else CANARY if canary else LIVE
    wish = Wish(role, canary or 0, _who(), why, despite_gate)
    _report(held, promoted(held, held.look().named(version), wish), no_wait)


@click.command()
@click.option("--to", default="", metavar="VERSION", help="One from further back [default: the one before this].")
@click.option("--end-trial", is_flag=True, help="Only end the trial under way; the live version stays.")
@WHY
@NO_WAIT
def rollback(to: str, end_trial: bool, why: str, no_wait: bool) -> None:
    """Make the version live again that was live before this one; a trial ends, too."""
    if to and end_trial:
        raise AdvisorError("expected --to or --end-trial, found both; --to ends a trial, too")
    held = opened(read_settings(os.environ))
    if end_trial:
        _report(held, held.promotions.end_trial(_who(), why), no_wait)
    else:
        _report(held, roll_back(held, _who(), why, held.look().named(to) if to else ""), no_wait)


def _who() -> str:
    """Return who is at the terminal; a container may know no name."""
    try:
        return getpass.getuser()[:80]
    except (OSError, KeyError):
        return "command line"


def _report(held: Versions, change: Promotion, no_wait: bool) -> None:
    """Say what was changed and how far the workers have followed; exit with 1 if one has not."""
    share = f" on {change.share} % of calls" if change.share else ""
    said = {LIVE: "live:", SHADOW: "tried out as shadow:", CANARY: f"tried out as canary{share}:"}
    click.echo(f"{said[change.role]} {change.version}" if change.role in said else "the trial has ended")
    if no_wait:
        return
    followed = wait_for_workers(held)
    if not followed.alive:
        click.echo("no server is running; the next one begins with it")
        return
    behind = len(followed.waiting) + len(followed.refusing)
    click.echo(f"{len(followed.alive) - behind} of {len(followed.alive)} workers have followed")
    for worker in followed.refusing:
        click.echo(f"{worker.id} refuses {worker.refused}: {worker.why}", err=True)
    for worker in followed.waiting:
        click.echo(f"{worker.id} still serves {worker.version}; see its log", err=True)
    if behind:
        sys.exit(1)
