"""What a caller mentioned besides the matter itself, to be said back: an amount, a day, a place, a card."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final

from routing.scripts.amounts import Heard, amounts
from routing.scripts.countries import COUNTRIES, NAMES_TOO, WITH_ARTICLE, WORDS_TOO
from routing.scripts.moments import moments

MOST: Final = 3
MOST_OF_A_KIND: Final = 2

_REDACTED = re.compile(r"\[[^\]]*\]?|\]")
_FILLERS = re.compile(r"\b(?:um+|uh+|erm?|ehm?)\b,? ?")
_APOSTROPHES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "`": "'"})
_DENIED = re.compile(
    r"(?:\b(?:not|no|never|nor|neither|without|instead of|rather than|isn't|wasn't|aren't|weren't)"
    r"|\b(?:don't|didn't|doesn't) (?:want|need|mean|have))(?: [\w'£]+){0,2} $"
)
_BIRTH = re.compile(r"\b(?:born|birth|birthday|dob)\b[^.;?!]*$")
_CARDS = re.compile(
    r"\b(?:my|our) (?:(?:new|old|own|larkfield|visa|mastercard) )?"
    r"(?P<card>(?:debit|credit|virtual|business) card|(?:joint|savings|business) account)"
    r"(?![\w'-]| (?:company|companies|number|details|application|offer))"
)
_AT_HOME = re.compile(
    r"\b(?:born|live|lives|lived|living|address|resident)(?: \w+)? (?:in|at|near|to|from)(?: the)? $"
    r"|\b(?:am|i'm|come|comes|moved|moving|relocated) (?:from|to)(?: the)? $"
)
_CAPITAL_FOLLOWS = re.compile(r" (?!I\b)[A-Z]")
_WAY = r"\b(?:in|to|from|at|near|visiting|into|around|across|outside|via|through)(?: the)? "
_ITS_BRANCH = r" (?:branch|machine|cash machine|cashpoint|atm)\b"
_NO_PLACE = r"(?![\w'-]| (?:street|road|avenue|lane|drive|close|way|house|court|building society|bank|insurance)\b)"


def details(reason: str, places: Collection[str], said: str = "") -> tuple[str, ...]:
    """Return what was heard besides the intent, as phrases that follow "I've noted" or "You mentioned".

    Amounts come first, then days and times, places, and the caller's own cards and accounts. What the caller denies
    is left out, and so is whatever is not quite sure: better nothing said back than something wrong.

    Parameters
    ----------
    reason
        The caller's words, redacted. What stands in square brackets is never heard.
    places
        Names of towns and branches besides the countries of the world, with their capitals.
    said
        What the script says anyway: a detail whose words all stand in it is left out.

    Returns
    -------
    tuple of str
        At most three, each once: `("£50", "last Tuesday", "your debit card")`.
    """
    heard = _REDACTED.sub(" | ", reason.translate(_APOSTROPHES))
    heard = _FILLERS.sub("", " ".join(heard.split()))
    spoken = heard.lower() if len(heard.lower()) == len(heard) else ""
    kinds = (amounts(spoken), moments(spoken), _places(spoken, heard, frozenset(places)), _cards(spoken))
    found = [phrase for kind in kinds for phrase in _sure(spoken, kind)]
    return tuple(phrase for phrase in dict.fromkeys(found) if not _is_said(phrase, said))[:MOST]


def _sure(reason: str, heard: Iterator[Heard]) -> list[str]:
    """Return the first of a kind in the order they were said, the longest of those that overlap, none denied."""
    chosen: list[Heard] = []
    for start, end, phrase in sorted(heard, key=lambda each: (each[0], -each[1])):
        free = not chosen or start >= chosen[-1][1]
        before = reason[:start]
        if free and not _DENIED.search(before) and not _BIRTH.search(before):
            chosen.append((start, end, phrase))
    return list(dict.fromkeys(phrase for _, _, phrase in chosen))[:MOST_OF_A_KIND]


def _is_said(phrase: str, said: str) -> bool:
    words = [word.strip(".,;:?!") for word in said.lower().split()]
    return all(word in words for word in phrase.lower().split() if word not in ("the", "your", "of"))


def _cards(reason: str) -> Iterator[Heard]:
    for found in _CARDS.finditer(reason):
        yield found.start(), found.end(), f"your {found['card']}"


def _places(reason: str, as_written: str, places: frozenset[str]) -> Iterator[Heard]:
    pattern, names = _gazetteer(places)
    capitals = as_written != as_written.upper()
    for found in pattern.finditer(reason):
        spoken, before = found["place"], reason[: found.start("place")]
        capital = capitals and as_written[found.start("place")].isupper()
        if spoken in WORDS_TOO and not capital:
            continue
        if spoken in NAMES_TOO and not re.search(r"\bin $", before):
            continue
        longer_name = capital and _CAPITAL_FOLLOWS.match(as_written, found.end("place"))
        if not longer_name and not _AT_HOME.search(before):
            yield found.start("place"), found.end("place"), names[spoken]


@lru_cache(maxsize=8)
def _gazetteer(places: frozenset[str]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern for a place in a reason, and each name in lower case with how it is written."""
    names = {name.lower(): f"the {name}" if name in WITH_ARTICLE else name for name in COUNTRIES | places}
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    its_branch = rf"\b(?:your|the) (?=(?:{listed}){_ITS_BRANCH})"
    return re.compile(rf"(?:{_WAY}|{its_branch})(?P<place>{listed}){_NO_PLACE}"), names
