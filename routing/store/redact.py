"""Take personal numbers out of what callers say before it is stored, logged or handed on."""

from __future__ import annotations

import re

_NON_DIGIT = re.compile(r"\D")
_CARD = re.compile(r"(?<![\w.])(?:\d[ -]?){12,18}\d(?!\w)")
_SECRET = r"(?:'s|s| number| is| was|:|,|=)*\s*"  # noqa: S105  the words between "PIN" and its digits
_SPOKEN_DIGIT = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple)"

_KINDS: tuple[tuple[str, str], ...] = (
    (r"[\w.+-]+@[\w-]+\.[\w.-]*\w", "[e-mail]"),
    (r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", "[IBAN]"),
    (r"(?i)\b[A-CEGHJ-PR-TW-Z][A-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", "[national insurance number]"),
    (r"\b\d{3}-\d{2}-\d{4}\b", "[social security number]"),
    (r"\b\d{2}-\d{2}-\d{2}\b", "[sort code]"),
    (rf"(?i)\b((?:cvv|cvc|security code|three digits(?: on the back)?)2?{_SECRET})\d{{3,4}}\b", r"\1[security code]"),
    (rf"(?i)\b((?:pin|passcode|password|code){_SECRET})\d{{4,8}}\b", r"\1[code]"),
    (r"(?<!\w)(?:\+\d{1,3}[ -]?|0)(?:\(?\d{2,5}\)?[ -]?)?\d{3,4}[ -]?\d{3,4}(?!\w)", "[telephone]"),
    (r"(?<![\w£$€.,])\d{8,12}(?![\w.,]\d)(?!\w)", "[account number]"),
    (rf"(?i)\b{_SPOKEN_DIGIT}(?:[ ,-]+{_SPOKEN_DIGIT}){{5,}}\b", "[number]"),
)
_RULES = tuple((re.compile(pattern), kind) for pattern, kind in _KINDS)


def redact(text: str) -> str:
    """Return `text` with personal numbers replaced by their kind in brackets.

    Replaced are card numbers (by the Luhn sum), security codes, PINs and codes said aloud, account, sort code,
    insurance, social security and telephone numbers, IBANs, e-mail addresses, and six or more digits spelt out.
    """
    text = _CARD.sub(_card_number, text)
    for pattern, kind in _RULES:
        text = pattern.sub(kind, text)
    return text


def _card_number(found: re.Match[str]) -> str:
    return "[card number]" if luhn(_NON_DIGIT.sub("", found.group())) else found.group()


def luhn(digits: str) -> bool:
    """Tell whether a string of digits carries a right check digit (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (1 + position % 2) for position, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
