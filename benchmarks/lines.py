"""The lines of each table that the documents show, from the figures of its result file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.lines_of_advice import manner, recording, simulation
from benchmarks.lines_of_gate import gate
from benchmarks.lines_of_posting import posting
from benchmarks.lines_of_serving import swaps
from routing.cli.display import percent
from training.bench.table import markdown

ACCURACY = "accuracy"  # of `advisor bench all`, whose file has a date and no name

NOISE = ("heard", "typed")

_ANSWER = {
    "encoder_p50": "of it the sentence encoder",
    "tfidf_p50": "of it TF-IDF",
    "because_p50": "the words that weighed most",
    "predict_p50": "one text, median",
    "predict_p99": "one text, 99th percentile",
}
_PARTS = {
    "encoder": "the sentence encoder by itself",
    "predict": "a prediction",
    "answer": "a prediction with the words that weighed most",
    "hit": "the same for a reason said before",
    "nearest": "the nearest of {examples} labelled calls, when asked for",
}


def _accuracy(figures: dict[str, Any]) -> Iterator[str]:
    yield from markdown(figures["results"])


def _head(figures: dict[str, Any]) -> Iterator[str]:
    yield f"{figures['calls']} calls, {figures['intents']} intents, {figures['folds']} folds."
    yield ""
    yield "| head | intent right | department right | one fit |"
    yield "| --- | ---: | ---: | ---: |"
    for name, row in figures["heads"].items():
        intent, department = (f"{100 * row[key]:.1f} %" for key in ("intent_accuracy", "department_accuracy"))
        yield f"| {name} | {intent} | {department} | {row['fit_s']} s |"


def _first_use(figures: dict[str, Any]) -> Iterator[str]:
    fit = figures["fit_s"]
    yield "| | |"
    yield "| --- | ---: |"
    yield f"| fitting the sample bank ({fit['calls']} calls) | {fit['all']} s |"
    yield from (f"| of it {step} | {fit[step]} s |" for step in ("encoding", "fitting"))
    yield from (f"| {label} | {figures['answer_ms'][name]} ms |" for name, label in _ANSWER.items())
    yield f"| everything installed, tools for tests and linting too | {figures['installed_mb']} MB |"


def _negation(figures: dict[str, Any]) -> Iterator[str]:
    styles = list(next(iter(figures["rows"].values())))
    yield f"| {figures['calls']} calls | {' | '.join(styles)} |"
    yield f"| --- |{' ---: |' * len(styles)}"
    for name, row in figures["rows"].items():
        yield f"| {name} | {' | '.join(f'{100 * row[style]:.1f} %' for style in styles)} |"


def _scale(figures: dict[str, Any]) -> Iterator[str]:
    yield (
        "| calls | intents | distinct | cache | seconds on the clock | goal | processor seconds, half of them | "
        "load beside it | peak memory | right on fresh calls |"
    )
    yield f"| ---: | ---: | ---: | --- |{' ---: |' * 6}"
    for size in sorted(figures["sizes"].values(), key=lambda size: int(size["calls"])):
        for cache, run in size["cache"].items():
            yield (
                f"| {size['calls']:,} | {size['intents']} | {100 * size['distinct'] / size['calls']:.0f} % | {cache} | "
                f"{run['clock_s']:.0f} | {size['goal_s']} | {run['processor_s'] / 2:.0f} | {run['load']} | "
                f"{run['peak_mb'] / 1000:.1f} GB | {100 * run['accuracy']:.1f} % |"
            )


_SETS = {"two": "two reasons", "one": "look-alikes, one reason", "ordinary": "ordinary test calls, one reason"}
_SHARES = {
    "noticed": "taken for two",
    "right_pair": "both departments right",
    "department_before": "expected department, without clauses",
    "department": "expected department",
    "more_than_one_run": "more than one encoder run",
}


def _two_reasons(figures: dict[str, Any]) -> Iterator[str]:
    yield f"| | calls | {' | '.join(_SHARES.values())} | mean runs |"
    yield f"| --- | ---: |{' ---: |' * len(_SHARES)} ---: |"
    for name, label in _SETS.items():
        row = figures["sets"][name]
        cells = (f"{100 * row[key]:.1f} %" if key in row else "" for key in _SHARES)
        yield f"| {label} | {row['calls']} | {' | '.join(cells)} | {row['runs']:.2f} |"


def _heads(figures: dict[str, Any]) -> Iterator[str]:
    yield f"| {figures['calls']} calls, {figures['classes']} classes | right, calls held out | processor seconds |"
    yield "| --- | ---: | ---: |"
    for name, row in figures["rows"].items():
        yield f"| {name} | {100 * row['right']:.1f} % | {row['processor_s']} |"


def _weights(figures: dict[str, Any]) -> Iterator[str]:
    yield f"{figures['calls']} calls of {figures['intents']} intents, {figures['fresh']} fresh ones to score."
    yield ""
    yield "| a wording weighs | right, fresh calls | right, those in words not seen |"
    yield "| --- | ---: | ---: |"
    for name, row in figures["rows"].items():
        yield f"| {name} | {100 * row['all']:.1f} % | {100 * row['new_words']:.1f} % |"


def _peers(figures: dict[str, Any]) -> Iterator[str]:
    for title, data in figures["data"].items():
        yield f"Fitted on {title} ({data['train']}), asked {data['test']} texts it had not seen:"
        yield ""
        yield "| | right | fitting | one text | median | 99th percentile | most memory | run |"
        yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
        for name, row in data["peers"].items():
            if "failed" in row:
                yield f"| {name} | no result: {' '.join(row['failed'].split())} | | | | | | {_minute(row['run'])} |"
                continue
            cells = (
                f"{name} {row['version']}",
                f"{100 * row['accuracy']:.1f} %",
                f"{row['train_cpu_s']} s",
                *(f"{row[key]:.2f} ms" for key in ("mean_cpu_ms", "p50_ms", "p99_ms")),
                f"{row['peak_rss_mb']} MB",
                _minute(row["run"]),
            )
            yield f"| {' | '.join(cells)} |"
        yield ""
        yield from (f"- {name}: {row['settings']}." for name, row in data["peers"].items() if "settings" in row)
        yield ""


def _minute(instant: str) -> str:
    return instant[:16].replace("T", " ")


def _tuning(figures: dict[str, Any]) -> Iterator[str]:
    yield f"| {figures['held_out']} texts held out | right | added to the head's, in equal shares |"
    yield "| --- | ---: | ---: |"
    for name, row in figures["rows"].items():
        both = f"{100 * row['with_head']:.1f} %" if "with_head" in row else ""
        yield f"| {name} | {100 * row['alone']:.1f} % | {both} |"


def _more_intents(figures: dict[str, Any]) -> Iterator[str]:
    sure = f"surer than {figures['sure']}"
    yield f"| {figures['calls']} test calls of the old intents | right | mean confidence | median | {sure} |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for name, row in figures["rows"].items():
        cells = (f"{100 * row[key]:.1f} %" for key in ("right", "mean_confidence", "median_confidence", "sure"))
        yield f"| {name} | {' | '.join(cells)} |"


def _variants(figures: dict[str, Any]) -> Iterator[str]:
    yield f"| {figures['held_out']} texts held out, {figures['intents']} intents | right |"
    yield "| --- | ---: |"
    for learnt, rows in figures["rows"].items():
        yield from (f"| {learnt}: {name} | {100 * right:.1f} % |" for name, right in rows.items())


def _speed(figures: dict[str, Any]) -> Iterator[str]:
    yield (
        f"One core, {figures['texts']} texts of ten to fourteen words, {figures['rounds']} times each. Load average "
        f"{figures['load_average']}; above the number of cores, others had the processor part of the time."
    )
    yield ""
    yield "| | median | 99th percentile | ratio |"
    yield "| --- | ---: | ---: | ---: |"
    for name, label in _PARTS.items():
        row = figures["ms"][name]
        yield f"| {label.format(**figures)} | {row['p50']:.3f} ms | {row['p99']:.3f} ms | {row['ratio']} |"
    yield f"| everything but the encoder, difference of the medians | {figures['all_but_encoder_ms']:.3f} ms | | |"
    yield ""
    yield "| memory under load, largest worker | resident | its share | its own | all processes |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for workers, row in figures["memory"].items():
        sizes = (row[kind] for kind in ("rss_mb", "pss_mb", "private_mb", "all_pss_mb"))
        yield f"| {workers} workers | {' | '.join(f'{size:.0f} MB' for size in sizes)} |"


def _spoken(figures: dict[str, Any]) -> Iterator[str]:
    yield "| voice | calls | department right, as said | word error rate | as heard | made noise | under it |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for voice, row in figures["voices"].items():
        said, heard, made = (percent(row[text]["department_accuracy"]) for text in ("said", "heard", "made"))
        rates = [percent(row[text]["word_error_rate"]) for text in ("heard", "made")]
        yield f"| {voice} | {row['calls']} | {said} | {rates[0]} | {heard} | {rates[1]} | {made} |"


def _noise(figures: dict[str, Any]) -> Iterator[str]:
    bank: dict[str, Any] = figures["bank"]
    clinc: dict[str, Any] = figures.get("clinc150", {})
    bench: dict[str, Any] = figures.get("bench", {})
    rates = list(bank["heard"])
    yield f"| intent right | clean | {' | '.join(f'{kind} {float(rate):.0%}' for kind in NOISE for rate in rates)} |"
    yield f"| --- |{' ---: |' * (1 + len(NOISE) * len(rates))}"
    yield f"| the bank's test calls ({bank['in_scope']}), live model | {_under_noise(bank)} |"
    for way, row in clinc.get("test", {}).items():
        yield f"| CLINC150's test calls ({clinc['calls']['test']}), trained {way} | {_under_noise(row)} |"
    if bench:
        yield ""
        yield f"| `{bench['command']}` | clean | heard {bench['noise']:.0%} |"
        yield "| --- | ---: | ---: |"
        yield f"| {bench['dataset']} | {percent(bench['clean'])} | {percent(bench['accuracy'])} |"
    if clinc:
        yield from _trained_on_noise(clinc)


def _trained_on_noise(clinc: dict[str, Any]) -> Iterator[str]:
    columns = list(next(iter(clinc["variants"].values())))
    yield ""
    yield f"| trained on {clinc['calls']['train']} calls of CLINC150 | {' | '.join(columns)} |"
    yield f"| --- |{' ---: |' * len(columns)}"
    for way, row in clinc["variants"].items():
        yield f"| {way} | {' | '.join(percent(row[column]) for column in columns)} |"


def _under_noise(figures: dict[str, Any]) -> str:
    rows = [figures["clean"], *(row for kind in NOISE for row in figures[kind].values())]
    return " | ".join(percent(row["intent_accuracy"]) for row in rows)


def _suggest(figures: dict[str, Any]) -> Iterator[str]:
    yield (
        f"{figures['trials']} trials, in each {figures['intents']} intents left out, "
        f"{figures['least_calls']} to {figures['most_calls']} calls of each, among {figures['others']} calls that fit "
        f"nothing; the largest {figures['most_suggestions']} groups count."
    )
    yield ""
    yield "| grouping | came back | groups of strays | purity | recall | adjusted Rand index | seconds |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for name, row in figures["rows"].items():
        shown = f"**{name}**" if name == figures["chosen"] else name
        yield (
            f"| {shown} | {row['came_back']:.1f} of {figures['intents']} | {row['of_noise']:.1f} | "
            f"{percent(row['purity'])} | {percent(row['recall'])} | {row['adjusted_rand']:.2f} | {row['took_s']:.1f} |"
        )
    yield ""
    new, known = (", ".join(map(str, figures["likeness"][name])) for name in ("new", "known"))
    yield f"How like the nearest intent a group is, in quartiles: of a new intent {new}; of a known one {known}."


LINES: dict[str, Callable[[dict[str, Any]], Iterator[str]]] = {
    ACCURACY: _accuracy,
    "first-use": _first_use,
    "head": _head,
    "negation": _negation,
    "scale": _scale,
    "two-reasons": _two_reasons,
    "heads": _heads,
    "weights": _weights,
    "speed": _speed,
    "swaps": swaps,
    "peers": _peers,
    "tuning": _tuning,
    "variants": _variants,
    "more-intents": _more_intents,
    "spoken": _spoken,
    "noise": _noise,
    "simulation": simulation,
    "recording": recording,
    "manner": manner,
    "posting": posting,
    "suggest": _suggest,
    "gate": gate,
}
