"""Calls that only a department is known of: the intent within it is inferred where it is clear, else left soft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from routing.domain.catalogue import Catalogue
from training.calls import LabelledCall

CLEAR = 0.8
LEAST_SHARE = 0.05
REGULARISATION_C = 10.0


@dataclass(frozen=True)
class Inferred:
    """The calls with an intent each, and how the intents of those without were found, by number of calls."""

    calls: tuple[LabelledCall, ...]
    clear: int
    soft: int
    set_aside: int


def with_intents(calls: Sequence[LabelledCall], vectors: NDArray[np.float32], catalogue: Catalogue) -> Inferred:
    """Return the calls, those that only a department is known of with the intents that they probably have.

    A softmax regression on the sentence vectors tells the intents of one department apart. Where one of them has a
    probability of at least `CLEAR`, the call is taken to mean it; otherwise it is shared out among the intents, as
    likely as they are, those below `LEAST_SHARE` left out. Calls of a department without a learnt intent are set aside.

    Parameters
    ----------
    vectors : shape (calls, dimensions)
        Unit sentence vectors.
    """
    known: dict[str, list[int]] = defaultdict(list)
    asked: dict[str, list[int]] = defaultdict(list)
    for place, call in enumerate(calls):
        if call.intent in catalogue.intents:
            known[catalogue.intents[call.intent].department].append(place)
        elif not call.intent:
            asked[call.department].append(place)
    found: dict[int, dict[str, float]] = {}
    for department, places in asked.items():
        if known[department]:
            labels = [calls[place].intent for place in known[department]]
            shares = _shares(vectors[known[department]], labels, vectors[places])
            found |= dict(zip(places, shares, strict=True))
    parts = [part for place, call in enumerate(calls) for part in _parts(call, found.get(place, {}))]
    clear = sum(len(shares) == 1 for shares in found.values())
    waiting = sum(map(len, asked.values()))
    return Inferred(tuple(parts), clear, len(found) - clear, waiting - len(found))


def _parts(call: LabelledCall, shares: dict[str, float]) -> Iterator[LabelledCall]:
    if call.intent:
        yield call
    for intent, share in shares.items():
        yield replace(call, intent=intent, weight=call.weight * share, inferred=True)


def _shares(
    known: NDArray[np.float32], labels: Sequence[str], asked: NDArray[np.float32]
) -> Iterator[dict[str, float]]:
    """Yield for each vector asked about what share of it each intent gets."""
    intents = sorted(set(labels))
    if len(intents) == 1:
        yield from ({intents[0]: 1.0} for _ in asked)
        return
    machine = LogisticRegression(C=REGULARISATION_C, class_weight="balanced", max_iter=1000)
    machine.fit(known, labels)
    for row in machine.predict_proba(asked):
        best = int(row.argmax())
        if row[best] >= CLEAR:
            yield {intents[best]: 1.0}
        else:
            kept = {intent: float(p) for intent, p in zip(intents, row, strict=True) if p >= LEAST_SHARE}
            total = sum(kept.values())
            yield {intent: p / total for intent, p in kept.items()}
