"""One piece of advice as it is written down: in the database, and before that in the spool."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from routing.store.redact import redact
from routing.store.tables import advice

_TIMES = ("given_at", "recorded_at")
_LISTS = ("options", "tried", "manners")


class BadLine(ValueError):
    """A line of a spool cannot be read; the message says why."""


@dataclass(frozen=True)
class Entry:
    """One piece of advice, for the record. What was said is redacted before it is written anywhere.

    Attributes
    ----------
    given_at, recorded_at
        The time of the call, and the service's clock.
    hop
        Transfers made within the call before this advice.
    probabilities
        Of the likeliest intents, by id.
    options
        Intents that a question offered, one a department, in order; empty unless `action` is "ask".
    second_intent
        What the caller rang about besides; empty if nothing.
    tried
        Departments known to have had this caller.
    manners
        How the caller spoke.
    promised
        What the caller was promised.
    said
        The words of this request alone; `reason` may hold what was said before, too.
    warned
        Whether the script warned that abuse ends the call.
    """

    id: str
    call_id: str
    given_at: datetime
    recorded_at: datetime
    channel: str
    hop: int
    reason: str
    action: str
    department: str
    intent: str
    confidence: float
    probabilities: dict[str, float]
    options: tuple[str, ...]
    model: str
    catalogue: str
    took_ms: float
    second_intent: str = ""
    tried: tuple[str, ...] = ()
    manners: tuple[str, ...] = ()
    promised: str = ""
    said: str = ""
    warned: bool = False


def redacted(entry: Entry) -> Entry:
    """Return the entry without personal numbers in what was said or promised."""
    reason = redact(entry.reason)
    said = reason if entry.said == entry.reason else redact(entry.said)
    return replace(entry, reason=reason, said=said, promised=redact(entry.promised))


def body_of(entry: Entry) -> bytes:
    """Return the entry as JSON on one line."""
    content = vars(entry) | {name: getattr(entry, name).astimezone(UTC).isoformat() for name in _TIMES}
    return json.dumps(content, separators=(",", ":")).encode("ascii")


def part_of(field: str, value: str) -> bytes:
    """Return what `body_of` writes for a text field, to search for: no other field's text can contain it."""
    return f'"{field}":{json.dumps(value)}'.encode("ascii")


def entry_of(body: bytes) -> Entry:
    """Return the entry that `body_of` wrote, by this version of the program or by one before or after it.

    Raises
    ------
    BadLine
        It is no such JSON.
    """
    try:
        content: dict[str, Any] = json.loads(body)
        kept = {field.name: content[field.name] for field in fields(Entry) if field.name in content}
        kept |= {name: datetime.fromisoformat(kept[name]) for name in _TIMES}
        kept |= {name: tuple(kept[name]) for name in _LISTS if name in kept}
        return Entry(**kept)
    except (ValueError, TypeError, KeyError) as error:
        raise BadLine(f"expected an entry, found what another program wrote ({type(error).__name__})") from None


def readable(bodies: Iterable[bytes]) -> list[Entry]:
    """Return the entries of those bodies that this version of the program can read."""
    entries = []
    for body in bodies:
        with suppress(BadLine):
            entries.append(entry_of(body))
    return entries


def insert(connection: Connection, entries: Sequence[Entry]) -> None:
    """Insert entries that are not there yet, by their id; those that are there stay as they are."""
    if not entries:
        return
    rows = [
        vars(entry)
        | {name: getattr(entry, name).astimezone(UTC) for name in _TIMES}
        | {name: list(getattr(entry, name)) for name in _LISTS}
        for entry in entries
    ]
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(advice).on_conflict_do_nothing(index_elements=["id"]), rows)
