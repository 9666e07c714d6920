"""Texts that a spreadsheet would take for formulas, made harmless in CSV files and given back unchanged.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a line end is run as a formula by spreadsheet programs. An
apostrophe before it keeps it a text (OWASP, "CSV injection"). A text that begins with apostrophes before such a
character gets one more, so that taking one away always gives back what was written.
"""

from __future__ import annotations

import re

_RISKY = r"[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]"
_BARE = re.compile(rf"'*{_RISKY}")
_GUARDED = re.compile(rf"'+{_RISKY}")


def guarded(text: str) -> str:
    """Return a text as it may stand in a CSV cell."""
    return f"'{text}" if _BARE.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that was guarded."""
    return text[1:] if _GUARDED.match(text) else text
