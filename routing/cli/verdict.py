"""The gate's verdict as a table in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from training.gate import Verdict


def show_verdict(verdict: Verdict, version: str, console: Console | None = None) -> None:
    """Print what a candidate was judged by, one line a check, and whether it may go live."""
    against = f"against {verdict.against}" if verdict.against else "no model is live"
    shown = Table(title=f"Gate: {version}, {against}", title_justify="left")
    for column in ("check", "", "numbers and reason"):
        shown.add_column(column, overflow="fold")
    for check in verdict.checks:
        shown.add_row(check.name, check.word, check.text, style=None if check.passed else "bold red")
    console = console or Console()
    console.print(shown)
    refused = sum(not check.passed for check in verdict.checks)
    console.print(
        "Passed: it may go live." if verdict.passed else f"Refused by {refused} of {len(verdict.checks)} checks."
    )
