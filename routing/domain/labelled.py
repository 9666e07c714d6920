"""What a call turned out to be: the rows that tell of it, and the label they give its first reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CallRow:
    """One row about a call, as posted or imported: where it was at one hop, and whether it ended there.

    Attributes
    ----------
    hop
        Transfers made within the call before this row, 0 for where it began.
    reason
        What the caller said; may be empty where an earlier row, or the advice on record, has it.
    intent, department
        Ids; at least one of them. `intent` may be `out_of_scope`.
    resolved
        Whether the call was finished there. A row without is a stop on the way.
    transfers
        Of the whole call, if it is known; None otherwise.
    occurred_at
        With a zone.
    source, agent
        Which system or list the row comes from, and who labelled it; may be empty.
    timed
        Whether `occurred_at` was told; otherwise it is when the row came in, and gives way to a time on record.
    """

    call_id: str
    hop: int
    reason: str
    intent: str
    department: str
    resolved: bool
    transfers: int | None
    occurred_at: datetime
    source: str = ""
    agent: str = ""
    timed: bool = True


@dataclass(frozen=True)
class Ended:
    """A call that is known to have been finished: what the caller said first, and where it ended.

    Attributes
    ----------
    reason
        Of the first row that has one; empty if none has.
    intent, department
        Of the last row that finished the call; one of them may be empty.
    transfers
        What was told of the whole call, else the hop at which it ended.
    """

    call_id: str
    reason: str
    intent: str
    department: str
    transfers: int
    occurred_at: datetime


def ended(rows: Iterable[CallRow]) -> Ended | None:
    """Return how a call ended, from all of its rows; None while no row finished it.

    A call that went billing, cards, and was finished at fraud labels its *first* reason with fraud: that is where it
    should have gone at once.
    """
    in_order = sorted(rows, key=lambda row: row.hop)
    last = next((row for row in reversed(in_order) if row.resolved), None)
    if last is None:
        return None
    told = [row.transfers for row in in_order if row.transfers is not None]
    return Ended(
        call_id=last.call_id,
        reason=next((row.reason for row in in_order if row.reason), ""),
        intent=last.intent,
        department=last.department,
        transfers=max(told) if told else last.hop,
        occurred_at=in_order[0].occurred_at,
    )


def call_hash(call_id: str) -> int:
    """Return a signed 64-bit number for a call, from which the call_id cannot be read: 8 bytes of its BLAKE2b."""
    return int.from_bytes(hashlib.blake2b(call_id.encode(), digest_size=8).digest(), "big", signed=True)
