"""The lines of the tables about serving, from the figures of their result files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def swaps(figures: dict[str, Any]) -> Iterator[str]:
    """Yield what twenty swaps under load cost."""
    followed, memory, grown = figures["followed_s"], figures["memory"], figures["grown"]
    first, last = memory
    yield (
        f"{figures['workers']} workers, {figures['requests']:,} requests: {figures['due']:.0f} a second were due, "
        f"{figures['reached']:.0f} a second were answered. {figures['distinct_reasons']:,} different reasons. Load "
        f"average {figures['load_average']} at the end; above the number of cores, others had the processor part of "
        "the time."
    )
    yield ""
    yield "| | |"
    yield "| --- | ---: |"
    yield f"| swaps | {len(followed)} |"
    yield f"| failed requests | {figures['failed']} |"
    yield f"| answers that are not wholly those of the version they name | {figures['mixed']} |"
    yield f"| until every worker served the new version, median | {followed[len(followed) // 2]:.2f} s |"
    yield f"| the slowest of them | {followed[-1]:.2f} s |"
    for name, row in figures["ms"].items():
        yield f"| time of a request due {name} swaps, median | {row['p50']:.0f} ms |"
        yield f"| 99th percentile | {row['p99']:.0f} ms |"
    kinds = {"rss_mb": "resident memory of the workers", "pss_mb": "the same, shared pages counted in part"}
    for kind, label in kinds.items():
        yield (
            f"| {label}, after swap {first} and after swap {last} | "
            f"{memory[first][kind]:.0f} MB, {memory[last][kind]:.0f} MB ({grown[kind]:+.1%}) |"
        )
