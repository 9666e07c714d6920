"""Days and times of day in what a caller said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from routing.scripts.amounts import Heard
from routing.scripts.figures import MONTHS, is_date, ordinal_in_words

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PROPER: Final = {name.lower(): name for name in (*_DAYS, *MONTHS)}
_ORDINALS: Final = tuple(ordinal_in_words(day) for day in range(1, 32))

_DAY = "|".join(_DAYS).lower()
_MONTH = "|".join(MONTHS).lower()
_SAFE_MONTH = "|".join(month for month in MONTHS if month not in ("March", "May")).lower()
_PART = "morning|afternoon|evening|night"
_ORDINAL = "|".join(sorted((ordinal.replace("-", "[ -]") for ordinal in _ORDINALS), key=len, reverse=True))
_NTH = rf"(?P<nth>\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL})"
_HOUR = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_END = r"(?![\w'-])"
_NO_YEAR = r"(?!,? ?(?:of |in )?(?:\d|nineteen|twenty|two thousand|eighty|ninety|seventy|sixty|fifty|forty|thirty))"
_NO_VERB = r"(?! (?:i|we|you|he|she|it|they|be|have|not|as|the|my|this|that|also|well|need|want|up)\b)"

_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\w)(?:the )?{_NTH}(?: of)? (?P<month>{_MONTH}){_END}{_NO_YEAR}",
        rf"(?<!\w)(?P<month>{_SAFE_MONTH})(?: the)? {_NTH}{_END}{_NO_YEAR}",
        rf"(?<!\w)(?P<month>may|march) (?:the )?(?P<nth>\d{{1,2}}(?:st|nd|rd|th)){_END}{_NO_YEAR}",
        rf"(?<![\w,.£$€:/-])(?P<day>\d{{1,2}}) (?P<month>{_SAFE_MONTH}){_END}{_NO_YEAR}",
        rf"(?<!\w)(?P<month>{_SAFE_MONTH}) (?P<day>\d{{1,2}}){_END}(?![:.,]\d| ?(?:pounds|quid|am|pm|%)){_NO_YEAR}",
        rf"(?<=\bin |\bby )(?P<said>{_MONTH}){_END}{_NO_YEAR}{_NO_VERB}",
        rf"(?<=\bsince |\buntil )(?P<said>{_MONTH}){_END}{_NO_YEAR}{_NO_VERB}",
        rf"(?<!\bthe )(?<!\bevery )(?<!\w)(?P<said>(?:last|next) (?:{_MONTH})){_END}{_NO_YEAR}{_NO_VERB}",
        rf"(?<!\bthe )(?<!\bfor )(?<!\w)(?P<said>(?:last|next|this) (?:{_DAY})(?: (?:{_PART}))?){_END}",
        rf"(?<!\bthe )(?<!\bfor )(?<!\w)(?P<said>(?:last|next) (?:week|month|year|weekend)|last night){_END}",
        rf"(?<!\byou )(?<!\w)(?P<said>this (?:morning|afternoon|evening|week|month|weekend)){_END}",
        rf"(?<!\bgood )(?<!\bblack )(?<!\bcyber )(?<!\bevery )(?<!\beach )(?<!\bto )(?<!\bor )(?<!\w)"
        rf"(?P<said>(?:{_DAY})(?: (?:{_PART}))?){_END}(?!s? ?(?:to|till|until|through|or|-) ?(?:{_DAY}))",
        rf"(?<!\w)(?P<said>the day (?:before yesterday|after tomorrow)){_END}",
        rf"(?<!\w)(?P<said>(?:yesterday|tomorrow)(?: (?:{_PART}))?){_END}",
        r"(?<=\bat |\bby )(?P<said>\d{1,2}(?::[0-5]\d)? ?[ap]m)(?![\w'-])",
        rf"(?<=\bat |\bby )(?P<said>(?:half|quarter) (?:past|to) (?:{_HOUR})|(?:{_HOUR}|\d{{1,2}}) o'clock){_END}",
    )
)
_HINT = re.compile(rf"\b(?:{_DAY}|{_MONTH}|last|next|this|yesterday|tomorrow|half|quarter|o'clock)\b|\d ?[ap]m\b")


def moments(reason: str) -> Iterator[Heard]:
    """Yield each day and time of day in a reason in lower case; none with a year."""
    for pattern in _PATTERNS if _HINT.search(reason) else ():
        for found in pattern.finditer(reason):
            if said := _said(found):
                yield found.start(), found.end(), said


def _said(found: re.Match[str]) -> str:
    fields = found.groupdict()
    if said := fields.get("said"):
        return " ".join(_PROPER.get(word, word) for word in said.split())
    month = _PROPER[fields["month"]]
    nth, day = fields.get("nth"), fields.get("day")
    number = int(day) if day else _place(nth or "")
    if not is_date(number, MONTHS.index(month) + 1):
        return ""
    return f"{day} {month}" if day else f"the {nth} of {month}"


def _place(nth: str) -> int:
    if nth[0].isdigit():
        return int(nth[:-2])
    return _ORDINALS.index(nth.replace(" ", "-")) + 1
