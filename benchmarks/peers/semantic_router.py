"""semantic-router with a local encoder: a route an intent, its training texts as utterances.

An IndexedRouter in memory is what its guides start with, without thresholds, which are its default
(https://docs.aurelio.ai/docs/semantic-router/v1/user-guide/guides/local-execution).
"""

from __future__ import annotations

from collections.abc import Sequence

from semantic_router import IndexedRouter, Route
from semantic_router.encoders import LocalEncoder

from benchmarks.peers import measure

SETTINGS = "IndexedRouter, LocalEncoder with all-MiniLM-L6-v2, index in memory, defaults"


def fit(rows: Sequence[measure.Row]) -> measure.Answer:
    """Return a router with a route for each label."""
    utterances: dict[str, list[str]] = {}
    for text, label in rows:
        utterances.setdefault(label, []).append(text)
    routes = [Route(name=label, utterances=texts) for label, texts in utterances.items()]
    router = IndexedRouter(encoder=LocalEncoder(name=measure.weights()), routes=routes)
    return lambda text: str(router(text).name)


if __name__ == "__main__":
    measure.run(fit, SETTINGS, measure.version_of("semantic-router"))
