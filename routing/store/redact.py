"""Take personal numbers out of what callers say before it is stored, logged or handed on."""

from __future__ import annotations

import re
from collections.abc import Callable

_DIGITS = re.compile(r"\D")
_CARD = re.compile(r"(?<![\w.])(?:\d[ -]?){12,18}\d(?!\w)")
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[e-mail]"),
    (re.compile(r"\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?\b"), "[IBAN]"),
    (re.compile(r"\b[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-Za-z] ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d]\b"), "[national insurance number]"),
    (re.compile(r"\b\d{3}-\d{2}-\d{4}\b"), "[social security number]"),
    (re.compile(r"\b\d{2}-\d{2}-\d{2}\b"), "[sort code]"),
    (re.compile(r"(?i)\b(cvv2?|cvc2?|security code|three digits(?: on the back)?)((?: is|:|,)*\s*)\d{3,4}\b"), r"\1\2[security code]"),
    (re.compile(r"(?i)\b(pin|passcode|password|code)((?: number| is|:|,)*\s*)\d{4,8}\b"), r"\1\2[code]"),
    (re.compile(r"(?<!\w)(?:\+\d{1,3}[ -]?|0)(?:\(?\d{2,5}\)?[ -]?)?\d{3,4}[ -]?\d{3,4}(?!\w)"), "[telephone]"),
    (re.compile(r"(?<![\w£$€.,])\d{8,12}(?![\w.,]\d)(?!\w)"), "[account number]"),
)  # fmt: skip


def redact(text: str) -> str:
    """Return `text` with card numbers (by the Luhn sum), security codes, account, insurance and telephone numbers,
    IBANs, PINs spoken aloud and e-mail addresses replaced by their kind in brackets.
    """
    text = _CARD.sub(_if_luhn("[card number]"), text)
    for pattern, kind in _RULES:
        text = pattern.sub(kind, text)
    return text


def _if_luhn(kind: str) -> Callable[[re.Match[str]], str]:
    return lambda found: kind if luhn(_DIGITS.sub("", found.group())) else found.group()


def luhn(digits: str) -> bool:
    """Tell whether a string of digits carries a right check digit (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (1 + position % 2) for position, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
