"""A report on transfers as plain data: what is measured and what is estimated apart, nothing null."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from routing.domain.catalogue import Baseline
from routing.reports.transfers import Figures, Ratio, TransferReport

ALL = "all"
OFTEN = 3


def report_fields(report: TransferReport, baseline: Baseline | None) -> dict[str, Any]:
    """Return the report as JSON has it; what could not be worked out is left out."""
    stated = {"baseline": _present(vars(baseline))} if baseline else {}
    return stated | {
        "total": figures_fields(report.total),
        "by": report.grouped_by,
        "groups": [{"name": name} | figures_fields(figures) for name, figures in report.groups.items()],
    }


def figures_fields(figures: Figures) -> dict[str, Any]:
    """Return figures as JSON has them."""
    measured = {
        "calls": figures.with_outcome,
        "passed_on": {str(times): calls for times, calls in figures.passed_on.items()},
        "passed_on_per_call": _rounded(figures.passed_on_mean),
        "right_first": _rounded(figures.right_first.share),
        "first_transfers": figures.right_first.of,
        "misroutes": [vars(pair) for pair in figures.misroutes],
    }
    estimated = {
        "calls": sum(figures.passed_on_estimate.values()),
        "passed_on": {str(times): calls for times, calls in figures.passed_on_estimate.items()},
        "passed_on_per_call": _rounded(figures.passed_on_mean_estimate),
        "right_first": _rounded(figures.right_first_estimate.share),
        "first_transfers": figures.right_first_estimate.of,
    }
    if figures.saved:
        estimated["saved_s"] = round(figures.saved.seconds)
        estimated["saved_money"] = _rounded(figures.saved.money, 2)
    counted = {
        "calls": figures.calls,
        "advised": figures.advised,
        "questions": figures.questions,
        "asked_share": _rounded(figures.asked.share),
        "operator_share": _rounded(figures.operator.share),
    }
    return _present(counted) | {"measured": _present(measured), "estimated": _present(estimated)}


def report_csv(report: TransferReport) -> str:
    """Return the report as CSV: a line for all calls, then one for each group; measured and estimated columns apart."""
    rows = [_line(ALL, report.total), *(_line(name, figures) for name, figures in report.groups.items())]
    return _csv(list(rows[0]), rows)


def misroutes_csv(report: TransferReport) -> str:
    """Return the commonest misroutes of all calls as CSV: where callers were sent, who finished the call, how many."""
    return _csv(["sent_to", "finished_by", "calls"], [vars(pair) for pair in report.total.misroutes])


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: "" if value is None else value for name, value in row.items()} for row in rows)
    return text.getvalue()


def _line(name: str, figures: Figures) -> dict[str, Any]:
    saved = figures.saved
    return {
        "group": name,
        "calls": figures.calls,
        "calls_with_outcome": figures.with_outcome,
        "questions": figures.questions,
        "asked_share": _rounded(figures.asked.share),
        "operator_share": _rounded(figures.operator.share),
        **_ratio("right_first_measured", figures.right_first),
        **_ratio("right_first_estimated", figures.right_first_estimate),
        **_by_times("measured", figures.passed_on),
        **_by_times("estimated", figures.passed_on_estimate),
        "passed_on_per_call_measured": _rounded(figures.passed_on_mean),
        "passed_on_per_call_estimated": _rounded(figures.passed_on_mean_estimate),
        "saved_s_estimated": round(saved.seconds) if saved else None,
        "saved_money_estimated": _rounded(saved.money, 2) if saved else None,
    }


def _by_times(source: str, passed_on: Mapping[int, int]) -> dict[str, int]:
    """Return the columns that tell how many calls were passed on so often."""
    columns = {f"passed_on_{times}_{source}": passed_on.get(times, 0) for times in range(OFTEN)}
    often = sum(calls for times, calls in passed_on.items() if times >= OFTEN)
    return columns | {f"passed_on_{OFTEN}_or_more_{source}": often}


def _ratio(name: str, ratio: Ratio) -> dict[str, Any]:
    return {name: _rounded(ratio.share), f"{name}_of": ratio.of}


def _rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "")}
