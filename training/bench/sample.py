"""Few labelled texts out of many: what an organisation has on its first day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import ceil

import numpy as np

from routing.errors import BadCalls
from routing.text.normalise import normalise
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.fit import LEAST_OUT_OF_SCOPE


def few_shot(calls: Sequence[LabelledCall], shots: int, seed: int) -> list[LabelledCall]:
    """Return `shots` calls of each intent, all in different words; the same seed draws the same, in any order.

    Of the out-of-scope calls the same share is drawn as of all others together, rounded up, and at least as many
    as `fit` asks for: who has few calls has few of those too.

    Raises
    ------
    BadCalls
        An intent has fewer.
    """
    by_intent: dict[str, list[LabelledCall]] = defaultdict(list)
    distinct = {(call.intent, normalise(call.reason)): call for call in sorted(calls, key=lambda call: call.reason)}
    for _, call in sorted(distinct.items()):
        by_intent[call.intent].append(call)
    outside = by_intent.pop(OUT_OF_SCOPE, [])
    few = [f"{intent} ({len(own)})" for intent, own in by_intent.items() if len(own) < shots]
    if few:
        found = ", ".join(few)
        raise BadCalls(f"expected {shots} different training texts a label, found fewer of {found}; lower --shots")
    random = np.random.default_rng(seed)
    sampled = [own[row] for own in by_intent.values() for row in sorted(random.permutation(len(own))[:shots])]
    share = len(sampled) / max(sum(map(len, by_intent.values())), 1)
    drawn = min(len(outside), max(LEAST_OUT_OF_SCOPE, ceil(share * len(outside))))
    return sampled + [outside[row] for row in sorted(random.permutation(len(outside))[:drawn])]
