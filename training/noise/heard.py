"""Text as a speech recogniser might have heard it: words that sound near, words cut elsewhere, dropped and added.

The errors are drawn in the proportions of what pocketsphinx made of spoken test calls (`benchmarks/spoken.py`):
most are words of the same sound, alone or across the border of two; small words come and go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from training.noise.sounds import Sounds, near, pronounce, pronounced
from training.noise.wer import changes, spoken_words

Change = Callable[[Sequence[str], np.random.Generator], list[str]]

FILLERS = ("uh", "um", "er", "the", "a", "and", "i", "to", "it", "in", "so")
FILLERS_SHARE = 0.5
LEAST_SOUNDS_TO_SPLIT = 5
UNEVENNESS = 4.0
STRANGENESS = 5.0  # how much likelier a recogniser errs in a word it does not know
TRIES = 60


def heard(text: str, rate: float, random: np.random.Generator) -> str:
    """Return `text` with recogniser's errors, in lower case and without punctuation.

    Errors gather in some texts and spare others, as they do in real sound: a text's own rate is drawn from a beta
    distribution whose mean is `rate`. Over many texts the word error rate is `rate`
    to within a tenth of it up to one half; asked for more it falls short, for changes do not overlap.
    """
    said = spoken_words(text)
    own = random.beta(rate * UNEVENNESS, (1 - rate) * UNEVENNESS) if rate < 1 else 1.0
    wanted = int(own * len(said) + random.random())
    parts: list[list[str]] = [[word] for word in said]
    changed = [False] * len(said)
    strange = np.cumsum([1.0 if word in pronounced() else STRANGENESS for word in said])
    for _ in range(TRIES):
        if wanted <= 0:
            break
        start = int(np.searchsorted(strange, random.random() * strange[-1], side="right"))
        change, span = CHANGES[random.choice(len(CHANGES), p=CHANCES)]
        end = start + span
        if end > len(said) or any(changed[start:end]):
            continue
        before = said[start:end]
        after = change(before, random)
        made = changes(before, after).count
        if not 0 < made <= wanted:
            continue
        parts[start:end] = [after] + [[]] * (span - 1)
        changed[start:end] = [True] * span
        wanted -= made
    found = " ".join(word for part in parts for word in part)
    return found or text


def replaced(said: Sequence[str], random: np.random.Generator) -> list[str]:
    """Return one word that sounds near all of `said`; `said` itself if it has no sound."""
    sounds = _sounds(said)
    return [_near(sounds, random, said)] if sounds else list(said)


def cut(said: Sequence[str], random: np.random.Generator) -> list[str]:
    """Return two words that sound near all of `said`, cut anywhere; `said` itself if it is too short."""
    sounds = _sounds(said)
    if len(sounds) < LEAST_SOUNDS_TO_SPLIT:
        return list(said)
    place = int(random.integers(2, len(sounds) - 1))
    return [_near(sounds[:place], random, ()), _near(sounds[place:], random, ())]


def dropped(said: Sequence[str], random: np.random.Generator) -> list[str]:
    """Return nothing if a draw allows it, which it does for short words rather than long ones; else `said`."""
    return [] if random.random() < 1 / max(len(_sounds(said)), 1) else list(said)


def doubled(said: Sequence[str], random: np.random.Generator) -> list[str]:
    """Return the words with the last said twice, or with a small word or a hum after them."""
    return [*said, str(random.choice(FILLERS)) if random.random() < FILLERS_SHARE else said[-1]]


# What can happen, to how many neighbouring words, and in which proportion it is tried.
_TRIED: tuple[tuple[Change, int, float], ...] = (
    (replaced, 1, 0.52),
    (replaced, 2, 0.08),
    (cut, 1, 0.08),
    (cut, 2, 0.10),
    (dropped, 1, 0.12),
    (doubled, 1, 0.10),
)
CHANGES = tuple((change, span) for change, span, _ in _TRIED)
CHANCES = np.array([chance for *_, chance in _TRIED])


def _sounds(said: Sequence[str]) -> Sounds:
    return tuple(sound for word in said for sound in pronounce(word))


def _near(sounds: Sounds, random: np.random.Generator, said: Sequence[str]) -> str:
    words, weights = near(sounds)
    chances = np.where([word in said for word in words], 0.0, weights)
    return str(words[random.choice(len(words), p=chances / chances.sum())])
