"""What a caller's reply to a clarifying question means, when it is a number, a place in the list or a refusal."""

from __future__ import annotations

import re

_NUMBERS = (
    ("1", "one", "first", "1st"),
    ("2", "two", "second", "2nd"),
    ("3", "three", "third", "3rd"),
    ("4", "four", "fourth", "4th"),
)
_FILLERS = frozenset(("the", "number", "option", "press", "key", "um", "uh", "er", "please", "yes", "yeah", "it's",
                      "its", "is", "that", "would", "be", "think", "i", "one", "thing"))  # fmt: skip
_NEITHER = re.compile(r"\b(neither|none|nothing|not (?:any|either|one)|something else|anything else|no)\b")
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
    if said == ["one"]:
        return 0
    places = {place for place, names in enumerate(_NUMBERS) for word in said if word in names and word != "one"}
    others = [word for word in said if word not in _FILLERS and not any(word in names for names in _NUMBERS)]
    if "one" in said and not places and not others:
        places = {0}
    if len(places) == 1 and not others:
        place = places.pop()
        return place if place <= options else None
    return options if _NEITHER.search(reply.lower()) and not places else None
