"""Plain words that mean danger to life, now: to the caller, or to somebody the caller speaks of.

Explicit words count wherever they stand ("kill myself"), though they are denied: who says "I'm not going to hurt
myself" is thinking of it. News counts ("he's collapsed") unless the words beside it tell that it is over, a matter of
papers, or a figure of speech. What these words miss, the manner head may hear (`routing/text/manner.py`).
"""

from __future__ import annotations

import re

from routing.domain.danger_said import EXPLICIT
from routing.domain.danger_told import FIGURE, NEWS, OVER

NEAR_CHARACTERS = 60
BEHIND_CHARACTERS = 40

_FIGURE = re.compile(rf"\b{FIGURE}\b")
_NOW = re.compile(r"\b(?:right now|just now|(?<!clear )now|this minute|at this moment)\b")
_SAID = re.compile(r"\b(?:" + "|".join(EXPLICIT) + ")")
_TOLD = re.compile(r"\b(?:" + "|".join(NEWS) + ")")
_PAST = re.compile(rf"\b(?:{OVER})\b")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_STOP = re.compile(r"[^\w\s]*[.!?;][^\w\s]*(?=\s|$)")
_OTHER = re.compile(r"[^\w|]+")


def in_danger(reason: str) -> bool:
    """Tell whether the words themselves say that a life is in danger.

    >>> in_danger("i want to kill myself i owe so much"), in_danger("this queue is killing me")
    (True, False)
    >>> in_danger("my dad's collapsed in the kitchen"), in_danger("my dad collapsed last month, I want to claim")
    (True, False)
    """
    return any(_SAID.search(part) or _has_news(part) for part in plain_parts(reason))


def plain_parts(reason: str) -> list[str]:
    """Return the sentences of a reason in lower case, without apostrophes and punctuation."""
    words = _STOP.sub(" | ", _APOSTROPHES.sub("", reason.lower()))
    return [part for piece in _OTHER.sub(" ", words).split("|") if (part := " ".join(piece.split()))]


def _has_news(part: str) -> bool:
    """Tell whether a sentence has news of danger with nothing beside it that says it is over."""
    return any(not _is_over(part, found.start(), found.end()) for found in _TOLD.finditer(part))


def _is_over(part: str, start: int, end: int) -> bool:
    """Tell whether the words around tell that it is over, or the words right behind that it is a figure of speech."""
    near = part[max(0, start - NEAR_CHARACTERS) : end + NEAR_CHARACTERS]
    over = _PAST.search(near) is not None and _NOW.search(near) is None
    return over or _FIGURE.search(part, end, end + BEHIND_CHARACTERS) is not None
