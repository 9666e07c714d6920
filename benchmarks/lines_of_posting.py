"""The lines of the table about posting labelled calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

POSTS = {"new": "new", "again": "the same again", "relabelled": "each with another label"}


def posting(figures: dict[str, Any]) -> Iterator[str]:
    """Yield how long posts take on each database."""
    yield (
        f"{figures['rows']} rows a post, JSON lines, to a server of {figures['workers']} workers; median of "
        f"{figures['rounds']} posts in seconds, in brackets the server's processor time. Load average "
        f"{figures['load_average']}; above the number of cores, others had the processor part of the time."
    )
    yield ""
    yield f"| | {' | '.join(POSTS.values())} | slowest |"
    yield f"| --- |{' ---: |' * (len(POSTS) + 1)}"
    for database, row in figures["seconds"].items():
        medians = " | ".join(f"{row[name]['median']:.2f} ({row[name]['processor']:.2f})" for name in POSTS)
        yield f"| {database} | {medians} | {max(row[name]['slowest'] for name in POSTS):.2f} |"
