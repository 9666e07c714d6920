"""The one door to noise: a text, how much, and of which kind."""

from __future__ import annotations

from typing import Literal

import numpy as np

from training.noise.heard import heard
from training.noise.typed import typed
from training.noise.wer import spoken_words

Kind = Literal["heard", "typed"]
KINDS: dict[Kind, str] = {"heard": "as a speech recogniser hears", "typed": "as hurried fingers type"}
_MAKE = {"heard": heard, "typed": typed}


def noisy(text: str, rate: float, random: np.random.Generator, kind: Kind = "heard") -> str:
    """Return `text` with errors in about `rate` of its words.

    Parameters
    ----------
    rate
        Wanted word error rate, 0 to 1, as a mean over many texts; at 0 the text comes back as it is.
    random
        Decides everything: the same state gives the same text.
    kind
        `heard` for the errors of a speech recogniser, `typed` for slips of the fingers.

    Raises
    ------
    ValueError
        The rate is not from 0 to 1, or there is no such kind.
    """
    if not 0 <= rate <= 1:
        raise ValueError(f"expected a word error rate from 0 to 1, found {rate}; 20 % is 0.2")
    if kind not in _MAKE:
        raise ValueError(f"expected one of {', '.join(_MAKE)} as the kind of noise, found {kind!r}")
    if rate == 0 or not spoken_words(text):
        return text
    return _MAKE[kind](text, rate, random)
