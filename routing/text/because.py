"""Which words and phrases of a reason spoke for the chosen intents: the linear head taken apart.

The head adds up what each n-gram weighs, so its sum can be shared out among the words without asking the model again.
The sentence vector cannot be shared out among words and is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from routing.text.negation import MARK
from routing.text.reading import Floats, Reading

MOST_SHOWN = 5
LEAST_SHARE_SHOWN = 0.05
LEAST_LETTERS_SHOWN = 3
MOST_WORDS_IN_PHRASE = 3
LEAST_OF_STRONGER = 0.2  # a phrase is made of words that both count: the weaker weighs this much of the stronger
LEAST_OF_WEAKER = 0.5  # and the pair weighs this much of the weaker

_OUTSIDE = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True)
class Weighed:
    """A word or phrase of the reason and how strongly it spoke for the chosen intents (its share of the score)."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Span:
    """The same by the places of its first and last token in the text, so that it can be kept without any words."""

    first: int
    last: int
    denied: bool
    weight: float

    def worded(self, tokens: Sequence[str]) -> Weighed:
        """Return it with its words, taken from the tokens of the plain text."""
        text = " ".join(tokens[self.first : self.last + 1])
        if not (text[0].isalnum() and text[-1].isalnum()):
            text = _OUTSIDE.sub("", text)
        return Weighed(f"not {text}" if self.denied else text, self.weight)


def contrast(intents: Sequence[str], chosen: Sequence[str]) -> Floats | None:
    """Return what turns scores into the mean of the chosen intents less the mean of the rest, shape (intents + 1,).

    None when no intent of the model is chosen, or every one is: then there is nothing to tell apart.
    """
    picked = np.isin(intents, chosen)
    if not picked.any() or picked.all():
        return None
    weights: NDArray[np.float64] = np.append(picked / picked.sum() - ~picked / (~picked).sum(), 0.0)
    return weights.astype(np.float32)


def weighed(reading: Reading, against: Floats) -> tuple[Span, ...]:
    """Return the words and phrases that weighed most under a contrast: at most five, strongest first.

    A word weighs what it adds to the contrast by itself and by its pieces. Neighbours become a phrase when both
    count and the pair weighs at least half of the weaker; else the pair counts for the stronger. Weights are shares
    (0 to 1) of all that spoke for the chosen intents; words of fewer than three letters and shares below 0.05 are not
    shown.
    """
    words, pairs = shares(reading, against)
    spans = _phrases(reading, words, pairs)
    total: dict[str, float] = defaultdict(float)
    where: dict[str, tuple[int, int]] = {}
    for first, last, weight in spans:
        text = reading.texts[first][reading.tokens[first].start : reading.tokens[first].end]
        if last > first:
            text = " ".join((text, *reading.texts[first + 1 : last], reading.texts[last][: reading.tokens[last].end]))
        total[text] += weight
        where.setdefault(text, (first, last))
    positive = sum([weight for weight in total.values() if weight > 0.0]) or 1.0
    least = LEAST_SHARE_SHOWN * positive
    strong = [
        (weight, text)
        for text, weight in total.items()
        if weight >= least and weight > 0.0 and len(text.replace(MARK, "")) >= LEAST_LETTERS_SHOWN
    ]
    strong.sort(key=lambda item: -item[0])
    return tuple(
        Span(*where[text], text.startswith(MARK), round(weight / positive, 3)) for weight, text in strong[:MOST_SHOWN]
    )


def shares(reading: Reading, against: Floats) -> tuple[list[float], dict[tuple[int, int], float]]:
    """Return what each token and each pair of neighbouring tokens adds to a contrast.

    Together they are all that the two sparse blocks add to it.
    """
    gains = (reading.coefficients * (reading.rows @ against)).tolist()
    words = gains[: len(reading.tokens)]
    pairs: dict[tuple[int, int], float] = defaultdict(float)
    columns = len(words) + len(reading.found)
    for places, gain in zip(reading.found.values(), gains[len(words) : columns], strict=True):
        for first, last in places:
            if first == last:
                words[first] += gain / len(places)
            else:
                pairs[first, last] += gain / len(places)
    corrections = {
        column: gain / count for (column, count), gain in zip(reading.repeated.items(), gains[columns:], strict=True)
    }
    for place, token in enumerate(reading.tokens):
        again = [corrections[column] for column in memoryview(token.columns).cast("i") if column in corrections]
        if again:
            words[place] += sum(again)
    return words, pairs


def _phrases(
    reading: Reading, words: list[float], pairs: Mapping[tuple[int, int], float]
) -> list[tuple[int, int, float]]:
    """Return (first token, last token, weight) of every word and phrase, the pairs' weight among them."""
    weights, run = list(words), {place: (place, place) for place, token in enumerate(reading.tokens) if token.words}
    for (one, two), gain in sorted(pairs.items(), key=itemgetter(1), reverse=True):
        (first, _), (_, last) = run[one], run[two]
        if last - first < MOST_WORDS_IN_PHRASE and _joined(reading, words, one, two, gain):
            weights[first] += gain + weights[run[two][0]]
            run.update(dict.fromkeys(range(first, last + 1), (first, last)))
        else:
            weights[run[one if words[one] >= words[two] else two][0]] += gain
    return [(first, last, weights[first]) for first, last in dict.fromkeys(run.values())]


def _joined(reading: Reading, words: list[float], one: int, two: int, gain: float) -> bool:
    """Tell whether two tokens stand side by side without a mark between them, and say more together than apart."""
    weaker, stronger = (words[one], words[two]) if words[one] < words[two] else (words[two], words[one])
    return (
        weaker > 0.0
        and gain >= LEAST_OF_WEAKER * weaker
        and weaker >= LEAST_OF_STRONGER * stronger
        and two == one + 1
        and reading.tokens[one].end == len(reading.texts[one])
        and reading.tokens[two].start == 0
    )
