"""One form for the same words, whoever typed them and whichever recogniser heard them."""

from __future__ import annotations

import re
import unicodedata

from routing.errors import BadReason

MAX_CHARACTERS = 2000

_APOSTROPHES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u0060": "'", "\u00b4": "'"})
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){5,}")
_LAYOUT = frozenset("\t\n\r")


def check(reason: str) -> str:
    """Return `reason` unchanged if it can be read as text of 1 to 2,000 characters.

    Raises
    ------
    BadReason
        It is blank, too long, or holds a character that is no text (a control character such as NUL, or half
        of a surrogate pair). Such characters mean that the sender's encoding is broken, so they are named
        instead of being dropped.
    """
    if len(reason) > MAX_CHARACTERS:
        raise BadReason(
            f"expected at most {MAX_CHARACTERS} characters, found {len(reason)}; send the caller's first words"
        )
    for position, character in enumerate(reason):
        if unicodedata.category(character) in ("Cc", "Cs") and character not in _LAYOUT:
            raise BadReason(
                f"expected text, found the control character U+{ord(character):04X} at position {position}; "
                "send UTF-8 without control characters"
            )
    if not _fold(reason).strip():
        raise BadReason("expected what the caller said, found only blanks; leave the call out or send their words")
    return reason


def normalise(text: str) -> str:
    """Return `text` as the model reads it.

    Unicode form NFKC, lower case, invisible characters dropped, blanks folded to one space. Numbers of six digits or
    more (cards, accounts, telephones) are dropped: they say who is calling, not why.
    """
    return " ".join(_LONG_NUMBER.sub(" ", _fold(text)).split())


def _fold(text: str) -> str:
    """Return `text` in form NFKC and lower case, without invisible characters.

    The form is taken twice: lowering a letter and dropping what stands between two can make a pair that composes.
    """
    text = text.translate(_APOSTROPHES) if not text.isascii() or "`" in text else text
    if text.isascii() and text.isprintable():
        return text.lower()
    form = unicodedata.normalize("NFKC", text)
    visible = "".join(
        c for c in form if unicodedata.category(c) not in ("Cf", "Cs") and (c.isspace() or c.isprintable())
    )
    return unicodedata.normalize("NFKC", visible.lower()).translate(_APOSTROPHES)
