"""The spoken form of a written line, for a speech synthesiser, and how long it takes to say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

from routing.scripts import figures
from routing.scripts.abbreviations import (
    DAYS,
    KEPT_TITLES,
    SAID_AS_WORDS,
    SHORT,
    SIGNS,
    SPELT,
    STOPPED,
    TITLES,
    UNITS,
)
from routing.scripts.spoken import clock_in_words

Match = re.Match[str]
Rule = tuple[re.Pattern[str], str | Callable[[Match], str]]

WORDS_A_MINUTE: Final = (
    170  # in the middle of the 160 to 180 that radio is advised to keep (Rodero 2012, Text & Talk 32)
)
STOP_S: Final = 0.4
COMMA_S: Final = 0.15

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_DASH = r"\s?[-\u2013\u2014]\s?"
_MONTHS = {name[:length]: place for place, name in enumerate(figures.MONTHS, 1) for length in (3, len(name))}
_MONTHS["Sept"] = 9
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = "|".join(DAYS)
_SIGN = f"[{figures.CURRENCIES}]"
_CODES = {"GBP": "£", "EUR": "€", "USD": "$"}
_CODE = "|".join(_CODES)
_ORDINAL = "(?:st|nd|rd|th)?"
_NO_THING = r"(?! (?:an?|and|are|at|by|each|every|for|from|if|in|is|of|on|or|per|that|the|to|was|when|with|you)\b)"


def aloud(text: str) -> str:
    """Return `text` as it is said: no figure, no sign and no short form is left for a synthesiser to guess at.

    Text that has none of them comes back as it is. Saying the answer again changes nothing.

    >>> aloud("It costs £1.50, or 1.5 % (at most £25,000).")
    'It costs one pound fifty, or one point five per cent, at most twenty-five thousand pounds.'
    """
    while (said := _once(text)) != text:
        text = said
    return text


def spoken_seconds(text: str) -> float:
    """Return how long `text` takes to say aloud, at 170 words a minute and a breath at each stop and comma."""
    said = aloud(text)
    stops = len(re.findall(r"[.!?]+(?=\W|$)", said))
    commas = len(re.findall(r"[,;:](?=\W|$)", said))
    return len(said.split()) * 60 / WORDS_A_MINUTE + stops * STOP_S + commas * COMMA_S


def unread(text: str) -> tuple[str, ...]:
    """Return the words in capitals of which `aloud` cannot know whether they are spelt out or read as a word."""
    known = SPELT | SAID_AS_WORDS
    return tuple(word for word in re.findall(r"\b[A-Z]{2,}s?\b", aloud(text)) if word not in known)


def _once(text: str) -> str:
    if text.isascii() and not _WORTH_A_LOOK.search(text):
        return text
    said = "".join(_figure(character) for character in text)
    for pattern, words in _RULES:
        said = pattern.sub(words, said)
    return _tidy(said) if said != text else text


def _figure(character: str) -> str:
    """Return any script's or style's figure as one from 0 to 9."""
    return str(unicodedata.digit(character)) if character.isdigit() else character


def _tidy(text: str) -> str:
    """Mend the blanks and commas that replacing left behind."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+(?=[,.;:!?])", "", text)
    text = re.sub(r",+(?=[,.;:!?])", "", text)
    return text.strip(" ,")


def _address(found: Match) -> str:
    said = re.sub(r"https?://", "", found[0])
    for sign, word in ((".", "dot"), ("@", "at"), ("/", "slash"), ("_", "underscore"), ("-", "dash")):
        said = said.replace(sign, f" {word} ")
    return said


def _stopped(found: Match) -> str:
    return STOPPED[found[1].lower()] + _stop_after(found)


def _stop_after(found: Match) -> str:
    """Return the stop of a short form if it also ends the sentence."""
    ends = found[0].endswith(".") and re.match(r"\s*$|\s+[A-Z]", found.string[found.end() :])
    return "." if ends else ""


def _date(day: str, month: int, year: str | None, found: Match) -> str:
    whole = int(year) if year else None
    return figures.date_in_words(int(day), month, whole) if figures.is_date(int(day), month, whole) else found[0]


def _iso_date(found: Match) -> str:
    return _date(found[3], int(found[2]), found[1], found)


def _slashed_date(found: Match) -> str:
    year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
    return _date(found[1], int(found[2]), year, found)


def _day_and_month(found: Match) -> str:
    return _date(found["day"], _MONTHS[found["month"]], found["year"], found)


def _plural(found: Match) -> str:
    """Say "the 1980s", "the '90s", "over-18s"."""
    decade = len(found[1]) == 4 and found[1].endswith("0")
    said = figures.year_in_words(int(found[1])) if decade else figures.number_in_words(found[1])
    return f"{said[:-1]}ies" if said.endswith("y") else f"{said}es" if said.endswith("x") else f"{said}s"


def _clock(found: Match) -> str:
    hour, minute, half, part = int(found["hour"]), int(found["minute"] or 0), found["half"], found["part"]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    said = clock_in_words(hour % 24, minute).replace("past noon", "past twelve")
    return (f"{said.partition(' in the ')[0]} {part}" if part else said) + _stop_after(found)


def _money_range(found: Match) -> str:
    sign, least, most, scale = found[1], found[2], found[3], found[4] or ""
    first = figures.number_in_words(least) if "." not in least + most else figures.money_in_words(sign, least)
    return f"{first} to {figures.money_in_words(sign, most, scale)}"


def _money(found: Match) -> str:
    return figures.money_in_words(found[1], found[2], found[3] or "")


def _priced_thing(found: Match) -> str:
    return f"{found[1]} {figures.money_in_words(found[2], found[3], (found[4] or '').strip(), of_a_thing=True)} "


def _unit(found: Match) -> str:
    words = UNITS[found[2]]
    return f"{found[1]} {words.removesuffix('s') if found[1] == '1' else words}{_stop_after(found)}"


def _ordinal(found: Match) -> str:
    return _apart(figures.ordinal_in_words(int(found[1])), found)


def _fraction(found: Match) -> str:
    usual = {"1/2": "a half", "1/4": "a quarter", "3/4": "three quarters", "1/3": "a third", "2/3": "two thirds"}
    return usual.get(found[0]) or f"{found[1]} of {found[2]}"


def _number(found: Match) -> str:
    one_by_one = len(found[0]) > 6 and found[0].isdigit()
    return _apart(figures.digits_in_words(found[0]) if one_by_one else figures.number_in_words(found[0]), found)


def _apart(said: str, found: Match) -> str:
    """Return words in the place of figures, apart from letters that the figures touched: "4G" is "four G"."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return f"{' ' if before.isalnum() else ''}{said}{' ' if after.isalnum() else ''}"


def _spelt(found: Match) -> str:
    word = found[0].removesuffix("s")
    return " ".join(word.upper()) + ("s" if word != found[0] else "")


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _rules(*rules: tuple[str, str | Callable[[Match], str]]) -> tuple[Rule, ...]:
    return tuple((re.compile(pattern), words) for pattern, words in rules)


# In this order: what has figures in it before the figures alone, and short forms before the signs they hold.
_RULES: Final = _rules(
    (r"\S+@[\w-]+(?:\.[\w-]+)+|(?:https?://|\bwww\.)[^\s,;]*[\w/]", _address),
    (rf"(?i)(?<![\w/.])({_any(word for word in STOPPED if word not in ('a.m.', 'p.m.'))})(?![\w/])", _stopped),
    (r"\b(\d{4})-(\d{2})-(\d{2})\b", _iso_date),
    (r"\b(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b", _slashed_date),
    (
        rf"\b(?:[Tt]he )?(?P<day>\d{{1,2}}){_ORDINAL}(?: of)? (?P<month>{_MONTH})\b\.?(?:,? (?P<year>\d{{4}})\b)?",
        _day_and_month,
    ),
    (
        rf"\b(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}}){_ORDINAL}\b(?![:.]\d)(?:,? (?P<year>\d{{4}})\b)?",
        _day_and_month,
    ),
    (rf"\b((?:{_MONTH}|in|since) )((?:19|20)\d\d)\b(?![,.]\d)", lambda m: m[1] + figures.year_in_words(int(m[2]))),
    (r"(?<![\w.,£€$])['\u2019]?(\d{1,4})s\b", _plural),
    (rf"\b({_DAY})(?:{_DASH}| to )({_DAY})\b", lambda m: f"{DAYS[m[1]]} to {DAYS[m[2]]}"),
    (rf"\b({_DAY})(?=,? \d)", lambda m: DAYS[m[1]]),
    (r"\b\d{2}-\d{2}-\d{2}\b", lambda m: figures.digits_in_words(m[0])),
    (r"(?<![\w.,])0\d[\d -]{4,}\d(?![\w:])", lambda m: figures.digits_in_words(m[0])),
    (r"\+(\d[\d -]{5,}\d)\b", lambda m: f"plus {figures.digits_in_words(m[1])}"),
    (r"\b(999|112|911|988)\b(?![,.:%]\d| ?%)(?<![£€$,.]\d{3})", lambda m: figures.digits_in_words(m[0])),
    (
        r"(?i)\b((?:ring|call|dial|phone|text|extension|ext\.?|end(?:ing|s)(?: in| with)?) )(\d{3,})\b(?![,.:]\d)",
        lambda m: m[1] + figures.digits_in_words(m[2]),
    ),
    (rf"\b({_NUMBER}) ?({_CODE})\b", lambda m: _CODES[m[2]] + m[1]),
    (rf"\b({_CODE}) ?(?=\d)", lambda m: _CODES[m[1]]),
    (rf"({_SIGN})({_NUMBER}){_DASH}{_SIGN}?({_NUMBER})(?: ?(k|m|bn|thousand|million|billion)\b)?", _money_range),
    (rf"(?<=[\d%])(?<!\d[A-Za-z]){_DASH}(?=(?:{_SIGN})?\d)|(?<=\d[ap]m){_DASH}(?=\d)", " to "),
    (
        r"\b(?P<hour>1?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[AaPp])\.?[Mm]\b\.?(?P<part>)",
        _clock,
    ),
    (
        r"\b(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![:\d])(?P<half>)"
        r"(?: (?P<part>(?:in the (?:morning|afternoon|evening)|at night)))?",
        _clock,
    ),
    (rf"\b([Aa]n?) ({_SIGN})({_NUMBER})(k|m|bn| thousand| million)?{_NO_THING} (?=[a-z])", _priced_thing),
    (rf"({_SIGN}) ?({_NUMBER})(?: ?(k|m|bn|thousand|million|billion)\b)?", _money),
    (r"(?<![\d.,])(\d{1,2})p\b", lambda m: figures.pence_in_words(int(m[1]))),
    (r"(\d)\s?([½¼¾])", lambda m: f"{m[1]} and {SIGNS[m[2]]}"),
    (r"(?<![\d/])(\d{1,3})/(\d{1,3})(?![\d/])", _fraction),
    (r"(\d{1,9})(?:st|nd|rd|th)\b", _ordinal),
    (rf"\b({_NUMBER})\s?({_any(UNITS)})\b\.?", _unit),
    (r"\b[Nn]os?\. ?(?=\d)", "number "),
    (r"(?<!\S)[-\u2212](?=\d)", "minus "),
    (r"(?<=\d)\.(?=\d+\.\d)|(?<=\d\.\d)\.(?=\d)", " point "),
    (_NUMBER, _number),
    (r"(?i)(?<!\w)(a\.m\.|p\.m\.)(?!\w)", _stopped),
    (rf"\b({_any(TITLES)})\.?(?= [A-Z])", lambda m: TITLES[m[1]]),
    (rf"\b({'|'.join(KEPT_TITLES)})\.(?=\s+[A-Z])", r"\1"),
    (rf"\b({_any(SHORT)})\b(?:\.(?=\s+[a-z]))?", lambda m: SHORT[m[1]]),
    (rf"\b({_any(SPELT)})\b", _spelt),
    (r"\s*[(\[{]\s*", ", "),
    (r"\s*[)\]}]", ", "),
    (r"\s[-\u2013\u2014]+\s|\s*[\u2013\u2014]\s*", ", "),
    (r"(?<=\w)\s?/\s?(?=\w)", " or "),
    (f"[{re.escape(''.join(SIGNS))}]", lambda m: f" {SIGNS[m[0]]} "),
)

# Most lines have nothing for the rules above: this finds that out in a tenth of the time.
_SHORT_FORMS: Final = _any({*SHORT, *SPELT, *TITLES, *KEPT_TITLES, *DAYS})
_WORTH_A_LOOK: Final = re.compile(
    rf"[\d{re.escape(''.join(SIGNS))}/()\[\]{{}}]|\s-|www\.|\b(?:{_SHORT_FORMS})\b|(?i:{_any(STOPPED)})"
)
