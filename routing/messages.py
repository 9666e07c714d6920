"""Messages of the validation library in the house's form: what was expected, what was found, what to do."""

from __future__ import annotations

from typing import Any

_PLAIN = {
    "Unknown field.": "expected no such field; remove it or mend its name",
    "Missing data for required field.": "expected this field, found none; add it",
    "Field may not be null.": "expected a value, found null; leave the field out instead",
}


def plain(message: str) -> str:
    """Return a validation message in the house's form."""
    return _PLAIN.get(message, message)


def first(messages: Any) -> str:
    """Return the first of the validation library's messages, however deep it lies."""
    while not isinstance(messages, str):
        messages = next(iter(messages.values() if isinstance(messages, dict) else messages))
    return messages
