"""Whether a written question can be answered as it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from routing.domain.answer import named, understood, words_apart
from routing.domain.catalogue import WrittenQuestion


def mistakes(question: WrittenQuestion) -> Iterator[str]:
    """Yield what would lead a caller to the wrong option, or to none: expected, found, and what to do."""
    if "?" not in question.ask:
        yield f"expected a question, found {question.ask!r} without a question mark; ask"
    for place, option in enumerate(question.options):
        if _meant(option, question.options) != place:
            yield f"expected an option that a caller can say back, found {option!r}; give it own words, no denial"
    yield from _disorder(question)


def _meant(reply: str, options: tuple[str, ...]) -> int | None:
    place = understood(reply, len(options))
    return named(reply, options) if place is None else place


def _disorder(question: WrittenQuestion) -> Iterator[str]:
    """Yield options that are asked about in other words, or in another order than that of their numbers."""
    asked = re.findall(r"[\w']+", question.ask.lower())
    places = []
    for option, own in zip(question.options, words_apart(question.options), strict=True):
        heard = [place for place, word in enumerate(asked) if word in own]
        if own and not heard:
            yield f"expected the words of each option to be asked, found none of {option!r}; name it as it is called"
        places += heard[:1]
    if places != sorted(places):
        yield f"expected options in the order they are asked in, found {', '.join(question.options)}; reorder them"
