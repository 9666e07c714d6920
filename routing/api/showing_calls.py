"""Labelled calls as the API shows them, and the cursor from one page to the next."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from webargs.flaskparser import abort

from routing.domain.labelled import CallRow, ended
from routing.store.labelled import AdviceGiven, Kept
from routing.store.looking_up import Position


def call_fields(call_id: str, rows: Sequence[Kept], given: Sequence[AdviceGiven]) -> dict[str, Any]:
    """Return one call as the fields of `CallSchema`."""
    fields: dict[str, Any] = {
        "call_id": call_id,
        "rows": [
            row_fields(kept) | {"earlier": [_label(old.row, old.revision, old.received_at) for old in kept.earlier]}
            for kept in rows
        ],
        "advice": [_told(vars(advice) | {"advice_id": advice.id}) for advice in given],
    }
    end = ended(kept.row for kept in rows)
    return fields | ({"ended": _told(vars(end))} if end else {})


def row_fields(kept: Kept) -> dict[str, Any]:
    """Return one row as the fields of `CallRowSchema`."""
    return {"call_id": kept.row.call_id, "hop": kept.row.hop} | _label(kept.row, kept.revision, kept.received_at)


def cursor_of(order: str, row: CallRow) -> str:
    """Return the cursor of the page after this row."""
    position = json.dumps([order, row.occurred_at.isoformat(), row.call_id, row.hop])
    return base64.urlsafe_b64encode(position.encode()).decode()


def position_of(cursor: str, order: str) -> Position:
    """Return where a page begins; 422 if the cursor was not given for this order."""
    try:
        made_for, occurred_at, call_id, hop = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
        position = datetime.fromisoformat(occurred_at), str(call_id), int(hop)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        made_for = ""
    if made_for != order or position[0].tzinfo is None or not position[1].isprintable() or not 0 <= position[2] < 2**31:
        message = f"expected `next` of a page in the order {order}, found another text; leave it out for the first page"
        abort(422, messages={"query": {"cursor": [message]}})
    return position


def _label(row: CallRow, revision: int, received_at: datetime) -> dict[str, Any]:
    return _told(vars(row)) | {"revision": revision, "received_at": received_at}


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known."""
    return {name: value for name, value in facts.items() if value not in ("", None)}
