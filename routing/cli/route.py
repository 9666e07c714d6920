"""`advisor route`: advice in a terminal, one reason or a pipe of them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import click

from routing.advise import Advice, Advisor
from routing.api.present import advice_fields
from routing.domain.decision import End, Operator, Urgent
from routing.errors import AdvisorError
from routing.request import Request
from routing.services import build
from routing.settings import read_settings
from routing.store.engine import migrate, open_engine
from routing.text.model import Hypothesis
from routing.text.normalise import check


@click.command()
@click.argument("reason", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as the API gives it.")
@click.option("--explain", is_flag=True, help="Show the labelled calls nearest in meaning, too.")
def route(reason: tuple[str, ...], as_json: bool, explain: bool) -> None:
    """Say which department can help with REASON, and what to tell the caller.

    Without REASON, reads one reason a line from standard input and prints one JSON object a line.
    """
    settings = read_settings(os.environ)
    engine = open_engine(settings.database_url)
    migrate(engine)
    engine.dispose()
    services = build(settings)
    if reason:
        advice = _advise(services.advisor, " ".join(reason), explain)
        click.echo(json.dumps(advice_fields(advice), ensure_ascii=False, indent=2) if as_json else _in_words(advice))
        return
    faults = 0
    for fields in _lines(services.advisor, explain):
        faults += "error" in fields
        click.echo(json.dumps(fields, ensure_ascii=False))
    if faults:
        raise AdvisorError(f"{faults} of the lines could not be read; they stand in the output with their error")


def _advise(advisor: Advisor, reason: str, explain: bool) -> Advice:
    return advisor.advise(Request(hypotheses=(Hypothesis(check(reason)),), at=datetime.now(UTC), nearest=explain))


def _lines(advisor: Advisor, explain: bool) -> Iterator[dict[str, Any]]:
    """Yield the answer to each line of standard input; a line that cannot be read yields its error."""
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").rstrip("\r\n")
        try:
            yield {"reason": line} | advice_fields(_advise(advisor, line, explain))
        except AdvisorError as error:
            yield {"reason": line, "error": str(error)}


def _in_words(advice: Advice) -> str:
    department = advice.department
    state = "open" if advice.open else "closed now"
    sure = "" if isinstance(advice.decision, Operator | Urgent | End) else f", {100 * advice.confidence:.0f} % sure"
    lines = [f"{advice.decision.action}: {department.name}, extension {department.extension} ({state}){sure}"]
    if advice.rings_back:
        lines.append(f"rings back: {advice.rings_back:%A %d %B, %H:%M}")
    if advice.intent:
        lines.append(f"about: {advice.intent.label} ({advice.intent.id})")
    if advice.second:
        second = advice.second
        lines.append(f"and about: {second.intent.label} ({second.intent.id}), {second.department.name}")
    if advice.because:
        lines.append("because of: " + ", ".join(f"{word.text} {100 * word.weight:.0f} %" for word in advice.because))
    if advice.alternatives:
        lines.append(
            "or: "
            + ", ".join(f"{other.department.name} {100 * other.confidence:.0f} %" for other in advice.alternatives)
        )
    if advice.nearest:
        lines += ["", "nearest labelled calls:"]
        nearest = [one.example for one in advice.nearest]
        lines += [f"{one.similarity:>16.2f}  {one.reason} ({one.intent})" for one in nearest]
    lines += ["", *(f"{step.stage:>16}  {step.text}" for step in advice.script.steps)]
    if advice.script.handoff_note:
        lines += ["", f"{'to the colleague':>16}  {advice.script.handoff_note}"]
    return "\n".join(lines)
