"""What the process of every peer does: read the rows, fit, answer one text at a time, print one line of JSON.

This file runs in each peer's own environment, so it needs nothing but the standard library.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

Row = tuple[str, str]
Answer = Callable[[str], str]
WARM_UP = 20
FIGURES = ("accuracy", "train_s", "train_cpu_s", "p50_ms", "p99_ms", "mean_cpu_ms", "peak_rss_mb")
WORDS = ("version", "settings")
KIB_PER_MB = 1e6 / 1024


def run(fit: Callable[[Sequence[Row]], Answer], settings: str, version: str) -> None:
    """Measure one peer on the rows of the file named first on the command line, and print the result.

    Parameters
    ----------
    fit
        Given the training rows, returns a function from one text to one label. Its seconds are the training time;
        what the module does before calling this function, such as importing, is not timed.
    settings
        How the peer was set, in a few words, and who recommends it.
    version
        The peer's version.

    Notes
    -----
    Seconds and milliseconds are by the clock, which on a busy machine counts waiting too; `cpu` in a name means time on
    the processor. Processor time of single answers would be too coarse, so its mean is given.
    """
    rows = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    started, spent = time.perf_counter(), time.process_time()
    answer = fit([(text, label) for text, label in rows["train"]])
    train_s, train_cpu_s = time.perf_counter() - started, time.process_time() - spent
    for text, _ in rows["train"][:WARM_UP]:
        answer(text)
    spent = time.process_time()
    right, took_ms = asked(answer, rows["test"])
    mean_cpu_ms = (time.process_time() - spent) * 1000 / len(took_ms)
    result = {
        "accuracy": round(right, 4),
        "train_s": round(train_s, 1),
        "train_cpu_s": round(train_cpu_s, 1),
        "p50_ms": round(statistics.median(took_ms), 3),
        "p99_ms": round(statistics.quantiles(took_ms, n=100)[98], 3),
        "mean_cpu_ms": round(mean_cpu_ms, 3),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MB),
        "version": version,
        "settings": settings,
    }
    print(json.dumps(result))


def asked(answer: Answer, rows: Sequence[Row]) -> tuple[float, list[float]]:
    """Return the share of right answers and the milliseconds each took by the clock, asked one at a time."""
    right, took_ms = 0, []
    for text, label in rows:
        started = time.perf_counter()
        found = answer(text)
        took_ms.append((time.perf_counter() - started) * 1000)
        right += found == label
    return right / len(rows), took_ms


def weights() -> str:
    """Return the folder of the sentence encoder's weights, named second on the command line."""
    return sys.argv[2]


def version_of(package: str) -> str:
    """Return the installed version of a package."""
    return metadata.version(package)


def read_result(printed: str) -> dict[str, Any]:
    """Return the result in the last line that a peer printed.

    Raises
    ------
    ValueError
        There is no such line, or a field is missing, unknown or out of range.
    """
    lines = printed.strip().splitlines()
    try:
        result = json.loads(lines[-1])
    except (IndexError, ValueError):
        raise ValueError(f"expected a line of JSON, found {lines[-1][:80] if lines else 'nothing'!r}") from None
    if not isinstance(result, dict) or set(result) != {*FIGURES, *WORDS}:
        raise ValueError(f"expected the fields {', '.join((*FIGURES, *WORDS))}, found {lines[-1][:200]}")
    for name in FIGURES:
        high = 1 if name == "accuracy" else float("inf")
        if isinstance(result[name], bool) or not isinstance(result[name], int | float) or not 0 <= result[name] <= high:
            raise ValueError(f"{name}: expected a number from 0{' to 1' if high == 1 else ''}, found {result[name]!r}")
    for name in WORDS:
        if not isinstance(result[name], str) or not result[name]:
            raise ValueError(f"{name}: expected words, found {result[name]!r}")
    return result
