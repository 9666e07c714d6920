"""What a caller's reply to a clarifying question means, when it is a number, a place in the list or a refusal."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PLACES = {
    **dict.fromkeys(("1", "first", "1st", "former"), 0),
    **dict.fromkeys(("2", "two", "second", "2nd"), 1),
    **dict.fromkeys(("3", "three", "third", "3rd"), 2),
    **dict.fromkeys(("4", "four", "fourth", "4th"), 3),
}
_LAST = frozenset(("last", "latter"))
_YES = frozenset(("yes", "yeah", "yep", "yup", "correct", "right", "sure", "exactly", "definitely"))
_REFUSALS = frozenset(("neither", "none", "nothing", "no", "nope", "something", "anything", "else"))
_FILLERS = frozenset(
    {
        *("the", "number", "option", "press", "key", "um", "uh", "er", "please", "would", "be", "think", "i", "thing"),
        *("it", "its", "it's", "is", "isn't", "that", "that's", "of", "these", "those", "them", "any", "either", "not"),
        *("thank", "thanks", "you", "love", "mate", "dear", "then", "go", "on", "one"),
    }
)
_COMMON = frozenset(
    ("and", "or", "for", "in", "from", "your", "my", "about", "with", "a", "an", "to", "yes", "yeah", "yep")
)
_LONGEST = 6


def understood(reply: str, options: int) -> int | None:
    """Return the place (from 0) of the option that a short reply names, `options` for "neither", else None.

    The question ends with "or something else", so the number after the last option means "neither" too. A longer
    reply, or one that says what the call is about, is left to the text model.

    >>> understood("the second one", 2), understood("Neither.", 2), understood("it's about my loan", 2)
    (1, 2, None)
    """
    said = re.findall(r"[\w']+", reply.lower())
    if not said or len(said) > _LONGEST:
        return None
    rest = [word for word in said if word not in _FILLERS and word not in _YES]
    if _refused(said, rest):
        return options
    places = {_PLACES.get(word, options - 1) for word in rest if word in _PLACES or word in _LAST}
    if "not" in said or any(word not in _PLACES and word not in _LAST and word != "no" for word in rest):
        return None
    if "one" in said and not places and not _YES & set(said):
        places = {0}
    if places:
        return min(places) if len(places) == 1 and max(places) <= options else None
    return 0 if options == 1 and _confirmed(said) else None


def _refused(said: list[str], rest: list[str]) -> bool:
    """Tell whether nothing but a refusal was said: "neither of them", "not any of those", "something else"."""
    if "not" in said and {"any", "either"} & set(said):
        return not rest
    refusals = [word for word in rest if word in _REFUSALS]
    numbers = [word for word in rest if word in _PLACES]
    counted = not numbers or bool({"none", "neither"} & set(refusals))
    return bool(refusals) and counted and len(refusals) + len(numbers) == len(rest)


def _confirmed(said: list[str]) -> bool:
    return "isn't" not in said and "no" not in said and ("is" in said or bool(_YES & set(said)))


def named(reply: str, options: Sequence[str]) -> int | None:
    """Return the place of the only option that has all the words of a short reply, else None.

    Parameters
    ----------
    options
        What each option is called, with its synonyms.

    >>> named("the direct debit", ["a lost or stolen card", "a direct debit you do not recognise"])
    1
    """
    said = _telling(reply)
    having = [place for place, option in enumerate(options) if said and said <= _words(option)]
    return having[0] if len(having) == 1 and "not" not in reply.lower().split() else None


def words_apart(options: Sequence[str]) -> list[frozenset[str]]:
    """Return for each option the words that name it and none of the others.

    >>> [sorted(own) for own in words_apart(["a lost card", "a stolen card"])]
    [['lost'], ['stolen']]
    """
    said = [_telling(option) for option in options]
    return [
        frozenset(own.difference(*(other for at, other in enumerate(said) if at != place)))
        for place, own in enumerate(said)
    ]


def _telling(text: str) -> set[str]:
    """Return the words of a text that tell something."""
    return {word for word in _words(text) if word not in _COMMON and word not in _FILLERS}


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\w']+", text.lower()))
