"""What a caller's reply to a clarifying question means, when it is a number, a place in the list or a refusal."""

from __future__ import annotations

import re

_NUMBERS = (
    ("1", "one", "first", "1st"),
    ("2", "two", "second", "2nd"),
    ("3", "three", "third", "3rd"),
    ("4", "four", "fourth", "4th"),
)
_FILLERS = frozenset(
    {
        *("the", "number", "option", "press", "key", "um", "uh", "er", "please", "would", "be", "think", "i", "thing"),
        *("it", "its", "it's", "is", "isn't", "that", "that's", "of", "these", "those", "them", "any", "either", "not"),
        *("thank", "thanks", "you"),
    }
)
_YES = frozenset(("yes", "yeah", "yep", "yup", "correct", "right"))
_REFUSALS = frozenset(("neither", "none", "nothing", "no", "nope", "something", "anything", "else"))
_NONE = frozenset(("neither", "none"))
_ANY = frozenset(("any", "either"))
_LONGEST = 6


def understood(reply: str, options: int) -> int | None:
    """Return the place (from 0) of the option that a short reply names, `options` for "neither", else None.

    The question ends with "or something else", so the number after the last option means "neither" too. A longer
    reply is the caller's own words and is left to the text model.

    >>> understood("the second one", 2), understood("Neither.", 2), understood("it's about my loan", 2)
    (1, 2, None)
    """
    said = re.findall(r"[\w']+", reply.lower())
    if not said or len(said) > _LONGEST:
        return None
    meaning = [word for word in said if word not in _FILLERS and word not in _YES]
    places = {place for place, names in enumerate(_NUMBERS) for word in meaning if word in names and word != "one"}
    rest = [word for word in meaning if not any(word in names for names in _NUMBERS)]
    if rest or "not" in said:
        refused = all(word in _REFUSALS for word in rest) and (rest or not _ANY.isdisjoint(said))
        return options if refused and (not places or not _NONE.isdisjoint(said)) else None
    if meaning:
        return min(places or {0}) if len(places) < 2 and max(places, default=0) <= options else None
    confirmed = options == 1 and "isn't" not in said and ("is" in said or not _YES.isdisjoint(said))
    return 0 if confirmed else None
