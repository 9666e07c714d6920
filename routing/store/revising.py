"""What posted rows change in the labelled calls on record, decided before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from routing.domain.labelled import CallRow
from routing.store.redact import redact

Key = tuple[str, int]  # call_id and hop
NO_REASON = (
    "expected what the caller said, found none here, in an earlier row or in the advice on record; "
    "send the reason with the intent"
)


class Stored(StrEnum):
    """What became of a posted row."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    REVISED = "revised"
    REFUSED = "refused"


@dataclass(frozen=True)
class Posted:
    """What became of a posted row, and the revision that is now on record; 0 if the row was refused."""

    result: Stored
    revision: int


@dataclass(frozen=True)
class Revision:
    """What a row said, under which number (1 for what was posted first), and when it came in."""

    row: CallRow
    revision: int
    received_at: datetime


@dataclass(frozen=True)
class Changes:
    """What a post changes.

    Attributes
    ----------
    posted
        What became of each row, in the rows' order.
    new, changed
        Revisions to write: of keys that were not on record, and of keys that were.
    superseded
        Revisions that are no longer current, to keep as history.
    """

    posted: list[Posted]
    new: list[Revision]
    changed: list[Revision]
    superseded: list[Revision]


def kept_form(row: CallRow) -> CallRow:
    """Return a row as it is kept: personal numbers taken out of the reason, the time in UTC."""
    return replace(row, reason=redact(row.reason), occurred_at=row.occurred_at.astimezone(UTC))


def changes(
    rows: Sequence[CallRow], on_record: Iterable[Revision], advised: Mapping[str, str], now: datetime
) -> Changes:
    """Return what rows change, taken in their order, so that a key may come more than once.

    Parameters
    ----------
    rows
        In the form in which they are kept.
    on_record
        The current revisions of all rows of these calls.
    advised
        The first reason of calls that have advice on record, by call_id.
    now
        When the rows came in.
    """
    before = {(kept.row.call_id, kept.row.hop): kept for kept in on_record}
    current = dict(before)
    with_words = {kept.row.call_id for kept in before.values() if kept.row.reason}
    posted, superseded = [], []
    for row in rows:
        key = (row.call_id, row.hop)
        last = current.get(key)
        whole = _completed(row, last, advised.get(row.call_id, ""))
        if whole.reason:
            with_words.add(row.call_id)
        if _labels_nothing(whole) and row.call_id not in with_words:
            posted.append(Posted(Stored.REFUSED, 0))
        elif last is None:
            current[key] = Revision(whole, 1, now)
            posted.append(Posted(Stored.STORED, 1))
        elif last.row == whole:
            posted.append(Posted(Stored.UNCHANGED, last.revision))
        else:
            superseded.append(last)
            current[key] = Revision(whole, last.revision + 1, now)
            posted.append(Posted(Stored.REVISED, last.revision + 1))
    new = [kept for key, kept in current.items() if key not in before]
    changed = [kept for key, kept in current.items() if key in before and before[key] is not kept]
    return Changes(posted, new, changed, superseded)


def _completed(row: CallRow, last: Revision | None, advised: str) -> CallRow:
    """Return the row with what it leaves out: its reason and time as they are on record."""
    if row.reason and row.timed:
        return row
    reason = row.reason or (last.row.reason if last else "") or (advised if row.hop == 0 else "")
    occurred_at = row.occurred_at if row.timed or last is None else last.row.occurred_at
    return replace(row, reason=reason, occurred_at=occurred_at, timed=True)


def _labels_nothing(row: CallRow) -> bool:
    """Tell whether a row puts an intent on a reason that it lacks; later hops and bare outcomes need none."""
    return not row.reason and row.hop == 0 and bool(row.intent)
