"""Mark what a caller denies, so that "I don't want to close it" does not count as wanting to close it.

The words from a denial to the end of its clause get `not_` before them (Das and Chen, 2001; Pang et al., 2002).
Only TF-IDF reads the marked text; the sentence encoder has its own idea of negation and reads the plain one.
Measured in `docs/decisions/006-mark-what-is-denied.md`.
"""

from __future__ import annotations

import re

MARK = "not_"

_DENIAL = (
    r"(?:do|does|did|is|are|was|were|have|has|had|would|could|should|ca|wo)n'?t|cannot|not|never|no need|"
    r"nothing to do with|rather than|instead of|leave"
)
_CLAUSE_END = (
    r"[.,;:!?]|\b(?:but|only|just|it'?s|i'?m|i want|i need|i'?d|i'?ve|instead|rather|so|and i|can you|could you|"
    r"what)\b|$"
)
_DENIED = re.compile(rf"(\b(?:{_DENIAL})\b)(.+?)(?={_CLAUSE_END})")
_WORD = re.compile(r"\w+(?:'\w+)?")


def mark_denied(text: str) -> str:
    """Return a normalised text with `not_` before every word that is denied.

    >>> mark_denied("my card isn't lost, i don't know the pin")
    "my card isn't not_lost, i don't not_know not_the not_pin"
    """
    return _DENIED.sub(lambda found: found[1] + _WORD.sub(rf"{MARK}\g<0>", found[2]), text)
