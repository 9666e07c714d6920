"""Messages of the validation library in the house's form: what was expected, what was found, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


def each(messages: Any, field: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every field at fault, by its way through mappings and lists, with each of its messages."""
    if isinstance(messages, Mapping):
        for key, branch in messages.items():
            yield from each(branch, field if key == "_schema" else (*field, key))
    else:
        yield from ((field, plain(message)) for message in messages)
