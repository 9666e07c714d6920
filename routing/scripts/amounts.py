"""Amounts of money in what a caller said: "forty quid" is £40."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from routing.scripts.figures import number_in_words

Heard = tuple[int, int, str]  # where it starts and ends in the reason, and how it is written

LARGEST: Final = 10**9
_ONES: Final = {number_in_words(str(number)): number for number in range(1, 10)}
_TEENS: Final = {number_in_words(str(number)): number for number in range(10, 20)}
_TENS: Final = {number_in_words(str(number)): number for number in range(20, 100, 10)}
SMALL_NUMBERS: Final = _ONES | _TEENS | _TENS
_SCALES: Final = {"hundred": 100, "thousand": 1_000, "grand": 1_000, "k": 1_000, "million": 10**6, "m": 10**6}
_SIGNS: Final = {"pound": "£", "quid": "£", "grand": "£", "euro": "€", "dollar": "$"}

_WORD = rf"(?:{'|'.join(SMALL_NUMBERS)}|hundred|thousand|million)"
_WORDS = rf"(?:a (?=hundred|thousand|million))?{_WORD}(?:(?:-| and | ){_WORD})*"
_FIGURES = r"\d+(?:,\d{3})*(?:\.\d{2})?"
_UNIT = r"(?P<unit>pound|quid|euro|dollar)s?"
_NO_MONEY = r"(?! ?(?:note|coin|shop|sign)s?\b)"
_BEFORE = r"(?<![\w.,£€$'-])"
_AFTER = r"(?![\w'-]|[.,]\d)"
_SCALE = "(?P<scale>k|m|thousand|million|grand)"
_SIGNED = re.compile(
    rf"(?<![\w.,])(?P<sign>[£€$]) ?(?P<figures>\d+(?:,\d{{3}})*(?:\.\d+)?) ?{_SCALE}?{_AFTER}{_NO_MONEY}"
)
_NAMED = re.compile(
    rf"{_BEFORE}(?P<figures>{_FIGURES}) ?(?P<scale>k|hundred|thousand|million)? ?{_UNIT}{_AFTER}{_NO_MONEY}"
)
_SPOKEN = re.compile(rf"{_BEFORE}(?P<words>{_WORDS}) {_UNIT}{_AFTER}{_NO_MONEY}")
_GRAND = re.compile(rf"{_BEFORE}(?P<words>{_FIGURES}|{_WORDS}) (?P<unit>grand){_AFTER}(?! (?:piano|total|national))")
_AFTER_PENCE = (
    r"(?= pence\b| p\b|\W*$| (?:was|is|has|each|a|on|for|from|to|in|charged?|taken|fee)\b|[.,;?!])"  # not "minutes"
)
_PENCE = re.compile(
    rf" (?:and )?(?P<words>{'|'.join((*_TENS, *_TEENS))})(?:[ -](?P<ones>{'|'.join(_ONES)}))?{_AFTER_PENCE}"
)
_HINT = re.compile(r"[£€$]|\b(?:pounds?|quid|euros?|dollars?|grand)\b")
_ROUGH = re.compile(
    r"\b(?:few|couple of|couple|several|some|many|half a|half|or|odd|[\d-]+ to|hundreds of|"
    rf"(?:{'|'.join(SMALL_NUMBERS)}) to) $"
)


def amounts(reason: str) -> Iterator[Heard]:
    """Yield each amount of money in a reason in lower case; none that is rough ("a few hundred pounds")."""
    for pattern in (_SIGNED, _NAMED, _SPOKEN, _GRAND) if _HINT.search(reason) else ():
        for found in pattern.finditer(reason):
            value = _value(found)
            if value is None or not 0 < value < LARGEST or _ROUGH.search(reason[: found.start()]):
                continue
            fields = found.groupdict()
            sign = fields.get("sign") or _SIGNS[fields["unit"]]
            pence, end = _pence(reason, found.end()) if "unit" in fields else (0, found.end())
            yield found.start(), end, written(sign, value + pence / 100)


def written(sign: str, value: float) -> str:
    """Return an amount as it is written: "£25,000", "£1.50"."""
    return f"{sign}{value:,.0f}" if value == int(value) else f"{sign}{value:,.2f}"


def _value(found: re.Match[str]) -> float | None:
    fields = found.groupdict()
    if words := fields.get("words"):
        scale = 1_000 if fields["unit"] == "grand" else 1
        number = float(words.replace(",", "")) if words[0].isdigit() else number_from_words(words)
        return number and number * scale
    figures, scale_word = fields["figures"], fields["scale"]
    if not scale_word and "." in figures and len(figures.partition(".")[2]) != 2:
        return None
    return round(float(figures.replace(",", "")) * _SCALES.get(scale_word or "", 1), 2)


def _pence(reason: str, end: int) -> tuple[int, int]:
    found = _PENCE.match(reason, end)
    if not found or (found["ones"] and found["words"] not in _TENS):
        return 0, end
    return SMALL_NUMBERS[found["words"]] + _ONES.get(found["ones"] or "", 0), found.end()


def number_from_words(words: str) -> int | None:
    """Return the number that words name, or None if they name none ("two fifty").

    >>> number_from_words("three thousand four hundred and twenty-one"), number_from_words("fifteen hundred")
    (3421, 1500)
    >>> number_from_words("five and ten")
    """
    return _number(words.replace("-", " ").removeprefix("a ").split(), ("million", "thousand", "hundred"))


def _number(words: list[str], scales: tuple[str, ...]) -> int | None:
    if not scales:
        return _below_hundred(words)
    scale, smaller = scales[0], scales[1:]
    if scale not in words:
        return _number(words, smaller)
    place = words.index(scale)
    rest = words[place + 1 :]
    rest = rest[1:] if rest[:1] == ["and"] else rest
    count = _number(words[:place], smaller) if place else 1
    more = _number(rest, smaller) if rest else 0
    if count is None or more is None or (scale == "hundred" and count % 10 == 0):  # nobody says "fifty hundred"
        return None
    return count * _SCALES[scale] + more


def _below_hundred(words: list[str]) -> int | None:
    if len(words) == 1:
        return SMALL_NUMBERS.get(words[0])
    if len(words) == 2 and words[0] in _TENS and words[1] in _ONES:
        return _TENS[words[0]] + _ONES[words[1]]
    return None
