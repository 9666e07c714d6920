"""Copies of labelled calls with noise, so that a model learns how recognisers mishear and fingers slip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from training.calls import LabelledCall
from training.noise.noisy import noisy

SEED = 0


@dataclass(frozen=True)
class Recipe:
    """How noisy copies are made.

    Attributes
    ----------
    heard, typed
        Mean word error rate of copies as a recogniser hears and as fingers type, 0 to 1.
    typed_share
        Share of copies that are typed rather than heard, 0 to 1.
    """

    heard: float = 0.2
    typed: float = 0.2
    typed_share: float = 0.3


RECIPE = Recipe()


def noisy_copies(calls: Sequence[LabelledCall], recipe: Recipe = RECIPE, seed: int = SEED) -> list[LabelledCall]:
    """Return one noisy copy of each call, in the same order and with the same labels.

    A copy of a call that is held out must be held out too: it is nearly the same call. Copy a call after the folds
    are cut, never before.
    """
    random = np.random.default_rng(seed)
    copies = []
    for call in calls:
        if random.random() < recipe.typed_share:
            reason = noisy(call.reason, recipe.typed, random, "typed")
        else:
            reason = noisy(call.reason, recipe.heard, random, "heard")
        copies.append(replace(call, reason=reason))
    return copies
