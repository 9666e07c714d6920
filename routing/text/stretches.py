"""Cut a long reason into overlapping stretches, so that a few words in the midst of it are heard by themselves."""

from __future__ import annotations

import math

LONG_WORDS = 25
STRETCH_WORDS = 16
MOST_STRETCHES = 5


def stretches(text: str) -> tuple[str, ...]:
    """Return overlapping stretches of a text of more than 25 words, at most five; none for a shorter text.

    Neighbours share half of their words, so that what is said across a cut is whole in one of them. A recogniser
    writes no punctuation, so words are counted. In a very long text the stretches are longer.

    >>> [len(stretch.split()) for stretch in stretches("word " * 30)]
    [16, 16, 14]
    >>> stretches("a short one")
    ()
    """
    words = text.split()
    if len(words) <= LONG_WORDS:
        return ()
    step = max(STRETCH_WORDS // 2, math.ceil(len(words) / (MOST_STRETCHES + 1)))
    starts = range(0, len(words) - step, step)
    return tuple(" ".join(words[start : start + 2 * step]) for start in starts)
