"""Invented calls in any number: what a million callers of a large organisation might have said, seeded.

Most callers use a few stock phrases ("cancel broadband"), some more than others: a Zipf law over an intent's phrases,
and a milder one over the intents. A share of the callers use words of their own: an opening, a sentence, names, days,
sums, and one slip of the tongue in ten words. A few calls carry the label of another intent, as the records of real
transfers do. The vocabulary is small, so accuracy here says nothing of real callers: it only shows whether one way of
fitting loses against another. Time and memory are what the calls are for.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, product

from benchmarks.phrases import CLOSERS, ELSEWHERE, FILLERS, MATTERS, OPENERS, POLITE, THINGS
from training.calls import OUT_OF_SCOPE, LabelledCall

MOST_INTENTS = len(THINGS) * len(MATTERS)
ELSEWHERE_SHARE = 0.03
MISLABELLED_SHARE = 0.02
SLIPS_PER_WORD = 0.1
SLIPS_IN_STOCK_PHRASES = 0.005
_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Intent:
    """One invented intent: its name, its stock phrases most used first, and the sentences of longer calls."""

    name: str
    stock: Sequence[str]
    sentences: Sequence[str]


def synthesise(calls: int, intents: int, own_words: float = 0.25, seed: int = 0) -> list[LabelledCall]:
    """Return labelled calls, the same for the same arguments.

    Parameters
    ----------
    intents
        2 to 384.
    own_words
        Share of the callers who do not use a stock phrase, 0 to 1; it decides how many calls are distinct.
    """
    if not 2 <= intents <= MOST_INTENTS:
        raise ValueError(f"expected 2 to {MOST_INTENTS} intents, found {intents}; name fewer or add phrases")
    chance = random.Random(seed)  # noqa: S311 - invented calls, not secrets
    known = _intents(intents, random.Random(intents))  # noqa: S311 - the same intents for training and test calls
    often = list(accumulate(1 / (rank + 20) for rank in range(intents)))
    stock_often = list(accumulate(1 / (rank + 1) for rank in range(max(len(one.stock) for one in known))))
    made = []
    for intent in chance.choices(known, cum_weights=often, k=calls):
        if chance.random() < ELSEWHERE_SHARE:
            made.append(LabelledCall(_filled(chance.choice(ELSEWHERE), chance), OUT_OF_SCOPE))
            continue
        if chance.random() < own_words:
            said = " ".join((chance.choice(OPENERS), chance.choice(intent.sentences), chance.choice(CLOSERS)))
            slips = SLIPS_PER_WORD
        else:
            said = chance.choices(intent.stock, cum_weights=stock_often[: len(intent.stock)])[0]
            slips = SLIPS_IN_STOCK_PHRASES
        reason = _slipped(_filled(said, chance), slips, chance)
        label = chance.choice(known) if chance.random() < MISLABELLED_SHARE else intent
        made.append(LabelledCall(reason, label.name))
    return made


def _intents(count: int, chance: random.Random) -> list[Intent]:
    pairs = chance.sample(list(product(THINGS, MATTERS)), count)
    return [_intent(thing, matter, chance) for thing, matter in pairs]


def _intent(thing: str, matter: str, chance: random.Random) -> Intent:
    short, long = MATTERS[matter]
    stock = {
        f"{polite} {phrase}".strip().replace("{thing}", name)
        for polite, phrase, name in product(POLITE, short, THINGS[thing])
    }
    in_order = sorted(stock)
    chance.shuffle(in_order)
    sentences = [phrase.replace("{thing}", name) for phrase, name in product((*long, *short), THINGS[thing])]
    return Intent(f"{thing}_{matter}", in_order, sentences)


def _filled(text: str, chance: random.Random) -> str:
    return _BLANK.sub(
        lambda blank: str(chance.randint(2, 999)) if blank[1] == "number" else chance.choice(FILLERS[blank[1]]), text
    )


def _slipped(text: str, share: float, chance: random.Random) -> str:
    """Return `text` with a letter dropped, doubled or changed places in that share of its words."""
    words = text.split()
    for place, word in enumerate(words):
        if len(word) > 2 and chance.random() < share:
            at = chance.randrange(1, len(word) - 1)
            one, two = word[at], word[at + 1]
            words[place] = word[:at] + chance.choice((two, one + one + two, two + one)) + word[at + 2 :]
    return " ".join(words)
