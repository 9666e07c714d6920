"""The lines of the tables about advice: the simulated switchboard, hard calls, and recording."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from routing.cli.display import percent
from training.switchboard.figures import SECONDS
from training.switchboard.picture import COLUMNS, LABELS, figure


def simulation(figures: dict[str, Any]) -> Iterator[str]:
    """Yield what callers lose under each policy, and under changed assumptions."""
    for heard, result in figures["sets"].items():
        thresholds = " and ".join(f"{each:g}" for each in result["thresholds"])
        yield (
            f"{result['calls']} calls {heard}, {result['for_the_front_desk']} of them for the front desk, "
            f"each played {result['repeats']} times; thresholds {thresholds}:"
        )
        yield ""
        yield f"| | {' | '.join(COLUMNS.values())} | ours saves, seconds |"
        yield f"| --- |{' ---: |' * (len(COLUMNS) + 1)}"
        saves = {row["beside"]: _saved(row) for row in result["ours_saves"]}
        for row in result["policies"]:
            cells = [_between(row, name) for name in COLUMNS]
            yield f"| {LABELS[row['policy']]} | {' | '.join(cells)} | {saves.get(row['policy'], '')} |"
        yield ""
    yield from _under_other_assumptions(figures["sets"])


def _under_other_assumptions(sets: dict[str, Any]) -> Iterator[str]:
    yield "What ours saves beside the best of the others, in seconds a call, when one assumption is halved or doubled:"
    yield ""
    yield f"| assumption | value | {' | '.join(f'calls {heard}' for heard in sets)} |"
    yield f"| --- | ---: |{' ---: |' * len(sets)}"
    each = [result["changed"] for result in sets.values()]
    for name, variants in each[0].items():
        for place, variant in enumerate(variants):
            rows = [changed[name][place] for changed in each]
            yield f"| `{name}` | {variant['value']:g} | {' | '.join(_saved(row['best_other']) for row in rows)} |"
            if "told" in variant:
                yield f"| the same, and the catalogue says so | | {' | '.join(_saved(row['told']) for row in rows)} |"
    best = {row["best_other"]["beside"] for changed in each for rows in changed.values() for row in rows}
    yield ""
    yield f"The best of the others is in each row: {' or '.join(sorted(LABELS[name] for name in best))}."


def _between(row: dict[str, Any], name: str) -> str:
    shown, low, high = figure(row, name)
    return f"{shown} ({low} to {high})"


def _saved(row: dict[str, Any]) -> str:
    low, high = row["interval"]
    return f"{row[SECONDS]:.1f} ({low:.1f} to {high:.1f})"


_WAYS = {"words": "plain words", "head": "the head", "both": "both, with stretches"}


def manner(figures: dict[str, Any]) -> Iterator[str]:
    """Yield how well each manner of calling is heard, and each kind of danger."""
    yield f"The test set had been measured {figures['times_measured']} times by then."
    yield ""
    yield (
        f"| manner | calls | by | heard | of {figures['calls']['none']} look-alikes and plain calls | "
        f"of other manners | of {figures['bank_calls']} bank calls |"
    )
    yield "| --- | ---: | --- | ---: | ---: | ---: | ---: |"
    for manner, ways in figures["rows"].items():
        for way, row in ways.items():
            cells = (percent(row[key]) for key in ("recall", "look_alikes", "other_manners", "bank"))
            yield f"| {manner} | {figures['calls'][manner]} | {_WAYS[way]} | {' | '.join(cells)} |"
    row = figures["danger_or_concern"]
    cells = (percent(row[key]) for key in ("recall", "look_alikes", "other_manners", "bank"))
    yield f"| danger or concern | {figures['calls']['danger']} | {_WAYS['both']} | {' | '.join(cells)} |"
    yield ""
    yield "| kind of danger | calls | danger heard | danger or concern heard |"
    yield "| --- | ---: | ---: | ---: |"
    listened = figures["danger_by_style"]["danger or concern"]
    for style, row in figures["danger_by_style"]["danger"].items():
        heard = f"{percent(row['recall'])} | {percent(listened[style]['recall'])}"
        yield f"| {style.replace('_', ' ')} | {row['calls']} | {heard} |"
    yield ""
    cost = figures["ms"]
    yield (
        f"A reason costs {cost['words']} ms for the words and {cost['head']} ms for the head, beside "
        f"{cost['encoder']} ms for the encoder (medians)."
    )


_RECORDED = {"at_once": "before the answer", "after": "after it"}


def recording(figures: dict[str, Any]) -> Iterator[str]:
    """Yield what recording costs the caller, before the answer and after it."""
    yield (
        f"{figures['calls']} calls of a kind, {figures['calls_a_second']} a second, over HTTP to one worker, in "
        f"{figures['rounds']} rounds; both ways take turns call by call. {_load(figures)}"
    )
    yield ""
    yield "| `POST /v1/route` | recorded | median | 99th percentile |"
    yield "| --- | --- | ---: | ---: |"
    for name, row in figures["rows"].items():
        for way, label in _RECORDED.items():
            yield f"| {name} | {label} | {row[way]['p50']:.1f} ms | {row[way]['p99']:.1f} ms |"
        times = (row[f"{each}_ratio"] for each in ("p50", "p99"))
        cells = (f"{each['median']:.2f} ({each['low']:.2f} to {each['high']:.2f})" for each in times)
        yield f"| | ratio, median of rounds (lowest to highest) | {' | '.join(cells)} |"
    yield ""
    yield "| what the request itself waits for | median | 99th percentile |"
    yield "| --- | ---: | ---: |"
    pieces = figures["pieces_ms"]
    yield f"| redacting | {pieces['redact']['p50']:.3f} ms | {pieces['redact']['p99']:.3f} ms |"
    for way, label in _RECORDED.items():
        yield f"| recording {label}, redacting included | {pieces[way]['p50']:.3f} ms | {pieces[way]['p99']:.3f} ms |"


def _load(figures: dict[str, Any]) -> str:
    load, cores = figures["load_average"], figures["machine"]["cores"]
    others = ": others had the processor most of the time, so read the ratios, not the times" if load > cores else ""
    return f"Load average {load}{others}."
