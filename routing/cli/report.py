"""`advisor report`: how often callers were passed on, right first time, misroutes, and what was saved."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click

from routing.catalogue.read import read_catalogue
from routing.cli.display import percent, table
from routing.domain.catalogue import Baseline
from routing.errors import AdvisorError
from routing.reports.present import misroutes_csv, report_csv, report_fields
from routing.reports.stories import read_stories
from routing.reports.transfers import (
    GROUPINGS,
    LEAST_OUTCOMES,
    Figures,
    Ratio,
    TransferReport,
    baseline_of,
    transfer_report,
)
from routing.settings import read_settings
from routing.store.engine import migrate, open_engine

_DAY = click.DateTime(["%Y-%m-%d"])
_NOTHING = "–"
SHOWN_PAIRS = 10


@click.command()
@click.option("--since", type=_DAY, help="First day [default: --days before the end].")
@click.option("--until", type=_DAY, help="Last day [default: today].")
@click.option(
    "--days", type=click.IntRange(1, 3660), default=28, show_default=True, help="How many days, without --since."
)
@click.option(
    "--by", type=click.Choice(list(GROUPINGS)), default="day", show_default=True, help="How calls are grouped."
)
@click.option("--baseline", type=click.FloatRange(0, 20), help="How often a call was passed on before, on average.")
@click.option("--cost-per-minute", type=click.FloatRange(0, 1000), help="What a minute of a call costs.")
@click.option("--json", "form", flag_value="json", help="Print what the API gives.")
@click.option("--csv", "form", flag_value="csv", help="Print a line for each group as CSV, the first for all calls.")
@click.option("--misroutes", "form", flag_value="misroutes", help="Print the pairs of departments as CSV.")
def report(
    since: datetime | None,
    until: datetime | None,
    days: int,
    by: str,
    baseline: float | None,
    cost_per_minute: float | None,
    form: str | None,
) -> None:
    """Report on transfers: what outcomes measured, and what advice alone lets one estimate."""
    settings = read_settings(os.environ)
    catalogue = read_catalogue(settings.catalogue)
    first, after = _window(since, until, days, ZoneInfo(catalogue.organisation.time_zone))
    stated = baseline_of(catalogue, baseline, cost_per_minute)
    engine = open_engine(settings.database_url)
    migrate(engine)
    found = transfer_report(read_stories(engine, catalogue, first, after), catalogue, by, stated)
    if form == "json":
        window = {"since": first.isoformat(), "until": after.isoformat()}
        click.echo(json.dumps(window | report_fields(found, stated), ensure_ascii=False, indent=2))
    elif form:
        click.echo(report_csv(found) if form == "csv" else misroutes_csv(found), nl=False)
    else:
        _show(found, stated, f"{first:%d %B %Y} to {after - timedelta(days=1):%d %B %Y}")


def _window(since: datetime | None, until: datetime | None, days: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the first moment of the first day and the first moment after the last one."""
    last = (until or datetime.now(UTC).astimezone(zone)).replace(tzinfo=None)
    after = last.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    first = since or after - timedelta(days=days)
    if first >= after:
        raise AdvisorError(f"--until: expected --since ({first:%Y-%m-%d}) or a later day, found {last:%Y-%m-%d}")
    return first.replace(tzinfo=zone), after.replace(tzinfo=zone)


def _show(found: TransferReport, baseline: Baseline | None, window: str) -> None:
    total = found.total
    if not total.calls:
        click.echo(f"No calls from {window}.")
        return
    told = f"{total.calls} calls, {total.advised} of them advised; the outcome of {total.with_outcome} is known"
    rows = [
        ("right at the first transfer", _share(total.right_first), _share(total.right_first_estimate)),
        ("passed on, a call", _number(total.passed_on_mean), _number(total.passed_on_mean_estimate)),
        *(
            (f"  {times} times", str(total.passed_on.get(times, 0)), str(total.passed_on_estimate.get(times, 0)))
            for times in sorted({*total.passed_on, *total.passed_on_estimate})
        ),
    ]
    click.echo(f"{window}: {told}.\n")
    table("", ("", "measured", "estimated"), rows)
    click.echo(
        f"Questions: {total.questions}, in {_share(total.asked)} of the advised calls. "
        f"The front desk took {_share(total.operator)}."
    )
    click.echo(_saved(total, baseline))
    if total.misroutes:
        pairs = [(f"{pair.sent_to} → {pair.finished_by}", str(pair.calls)) for pair in total.misroutes[:SHOWN_PAIRS]]
        table("Misroutes, measured", ("sent to → finished by", "calls"), pairs)
    _show_groups(found.grouped_by, found.groups)


def _show_groups(by: str, groups: Mapping[str, Figures]) -> None:
    told = ("calls", "known", "right first", "estimate", "passed on", "estimate", "asked", "front desk")
    rows = [
        (
            name,
            str(each.calls),
            str(each.with_outcome),
            _share(each.right_first),
            _share(each.right_first_estimate),
            _number(each.passed_on_mean),
            _number(each.passed_on_mean_estimate),
            _share(each.asked),
            _share(each.operator),
        )
        for name, each in groups.items()
    ]
    table(f"By {by}", (by, *told), rows)


def _saved(total: Figures, baseline: Baseline | None) -> str:
    if baseline is None:
        return "Time saved: no baseline is stated; give --baseline, or put one into organisation.yaml."
    beside = f"beside {baseline.passed_on_per_call:g} times passed on a call ({baseline.source})"
    if total.saved is None:
        return f"Time saved {beside}: {total.with_outcome} outcomes are known; it takes {LEAST_OUTCOMES} to say."
    hours = total.saved.seconds / 3600
    money = "" if total.saved.money is None else f", {total.saved.money:,.2f} {baseline.currency}".rstrip()
    resting = f"resting on {total.with_outcome} known outcomes"
    return f"Callers' time saved {beside}: an estimated {hours:,.1f} hours{money}, {resting}."


def _share(ratio: Ratio) -> str:
    return _NOTHING if ratio.share is None else percent(ratio.share)


def _number(value: float | None) -> str:
    return _NOTHING if value is None else f"{value:.2f}"
