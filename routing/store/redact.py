"""Take personal numbers out of what callers say before it is stored, logged or handed on."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\d+")
_RUN = re.compile(r"(?<![\w.])(?:\d{4}(?:\.\d{4}){3}|\d+(?:(?: {1,2}|-)\d+)*)(?!\w)")
_CARD_LENGTHS = range(13, 20)
_LEAST_GROUP = 4
_LINK = r"(?:'s|s| number| is| are| was|:|,|=)*\s*"  # what stands between "PIN" and its digits
_CODE = r"(?:cvv2?|cvc2?|security code|three digits(?: on the back)?)"
_SPOKEN_DIGITS = (
    *("zero", "oh", "nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("double", "triple"),
)
_SPOKEN_DIGIT = f"(?:{'|'.join(_SPOKEN_DIGITS)})"

_KINDS: tuple[tuple[str, str], ...] = (
    (r"[\w.+-]+@[\w-]+\.[\w.-]*\w", "[e-mail]"),
    (r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", "[IBAN]"),
    (r"(?i)\b[a-z]{2}\d{2} ?[a-z]{4}(?: ?\d{2,4}){3,5}\b", "[IBAN]"),
    (r"(?i)\b[A-CEGHJ-PR-TW-Z][A-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", "[national insurance number]"),
    (r"(?i)\b(social(?: security)?(?: number)?(?: is|:)? )\d{3}[ -]?\d{2}[ -]?\d{4}\b", r"\1[social security number]"),
    (r"\b\d{3}-\d{2}-\d{4}\b", "[social security number]"),
    (r"\b\d{2}-\d{2}-\d{2}\b", "[sort code]"),
    (rf"(?i)\b(sort code{_LINK})\d{{2}} \d{{2}} \d{{2}}\b", r"\1[sort code]"),
    (rf"(?i)\b({_CODE}{_LINK})\d{{3,4}}\b", r"\1[security code]"),
    (rf"(?i)\b\d{{3,4}}( (?:is|are) (?:the|my) {_CODE})\b", r"[security code]\1"),
    (rf"(?i)\b((?:pin|passcode|password|code){_LINK})\d{{4,8}}\b", r"\1[code]"),
    (rf"(?i)\b((?:{_CODE}|pin|passcode|password){_LINK})(?:\d[ ,-]+){{2,7}}\d\b", r"\1[code]"),
    (
        rf"(?i)\b((?:{_CODE}|pin|passcode|password){_LINK}){_SPOKEN_DIGIT}(?:[ ,-]+{_SPOKEN_DIGIT}){{2,7}}\b",
        r"\1[code]",
    ),
    (r"(?<!\w)(?:\+\d{1,3}[ -]?(?:\(0\)[ -]?)?|\(?0)(?:\(?\d{2,5}\)?[ -]?)?\d{3,4}[ -]?\d{3,4}(?!\w)", "[telephone]"),
    (r"(?<!\w)\(?\d{3}\)?[ -]\d{3}-\d{4}(?!\w)", "[telephone]"),
    (r"(?i)\b(account(?: number)?(?: is|:)? )\d{4} \d{4}\b", r"\1[account number]"),
    (r"(?<![\w£$€.,])\d{8,12}(?![\w.,]\d)(?!\w)", "[account number]"),
    (rf"(?i)\b{_SPOKEN_DIGIT}(?:[ ,-]+{_SPOKEN_DIGIT}){{5,}}\b", "[number]"),
)  # fmt: skip
_SPOKEN_PAIR = re.compile(rf"(?i){_SPOKEN_DIGIT}[ ,-]+{_SPOKEN_DIGIT}\b")
_RULES = tuple((re.compile(pattern), kind) for pattern, kind in _KINDS)


def redact(text: str) -> str:
    """Return `text` with personal numbers replaced by their kind in brackets.

    Replaced are card numbers (by the Luhn sum), security codes, PINs and codes said aloud, account, sort code,
    insurance, social security and telephone numbers, IBANs, e-mail addresses, and six or more digits spelt out.
    """
    if not _may_hold_a_number(text):
        return text
    while (redacted := _once(text)) != text:
        text = redacted
    return text


def _may_hold_a_number(text: str) -> bool:
    """Tell whether any rule could apply: each needs a digit, an @ or two digits spelt out. Most reasons have none."""
    if not text.isascii() or "@" in text or _DIGITS.search(text):
        return True
    lowered = text.lower()
    return any(word in lowered for word in _SPOKEN_DIGITS) and bool(_SPOKEN_PAIR.search(text))


def _once(text: str) -> str:
    text = _RUN.sub(_without_cards, text)
    for pattern, kind in _RULES:
        text = pattern.sub(kind, text)
    return text


def _without_cards(run: re.Match[str]) -> str:
    """Return a run of numbers with the card numbers in it taken out, whatever stands before or after them."""
    text, groups, kept_to = run.group(), list(_DIGITS.finditer(run.group())), 0
    parts: list[str] = []
    first = 0
    while first < len(groups):
        last = _card_end(groups, first)
        if last is not None:
            parts += [text[kept_to : groups[first].start()], "[card number]"]
            kept_to = groups[last].end()
        first = first + 1 if last is None else last + 1
    return "".join((*parts, text[kept_to:]))


def _card_end(groups: list[re.Match[str]], first: int) -> int | None:
    """Return the last of the groups of digits that make a card number from `first` on, or None.

    Cards are written in groups of four digits or more; only the last may be shorter.
    """
    digits, end = "", None
    for place, group in enumerate(groups[first:], start=first):
        digits += group.group()
        if len(digits) in _CARD_LENGTHS and luhn(digits):
            end = place
        if len(group.group()) < _LEAST_GROUP or len(digits) > max(_CARD_LENGTHS):
            break
    return end


def luhn(digits: str) -> bool:
    """Tell whether a string of digits carries a right check digit (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (1 + position % 2) for position, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
