"""Rows of a post, checked and kept in blocks: one bad row does not sink the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from routing.api.rows import Raw
from routing.domain.catalogue import Catalogue
from routing.domain.labelled import CallRow
from routing.errors import BadRow
from routing.fields import LONGEST_IDENTIFIER
from routing.posting import checked
from routing.store.labelled import LabelledCalls, Posted, Stored
from routing.store.revising import NO_REASON

BLOCK = 1000


def kept(raws: Iterable[Raw], calls: LabelledCalls, catalogue: Catalogue) -> dict[str, Any]:
    """Keep rows and return what became of each, as the fields of `PostedSchema`.

    A thousand are written at a time, in one transaction; all are on the disk when this returns.
    """
    answered: list[dict[str, Any]] = []
    rows = iter(raws)
    while block := list(islice(rows, BLOCK)):
        for answer in _block(block, calls, catalogue):
            answered.append({"row": len(answered) + 1} | answer)
    counts = Counter(answer["result"] for answer in answered)
    return {"counts": {result: counts[result] for result in Stored}, "rows": answered}


def _block(block: Sequence[Raw], calls: LabelledCalls, catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    now = datetime.now(UTC)
    found = [_checked(raw, catalogue, now) for raw in block]
    posted = iter(calls.post([row for row in found if isinstance(row, CallRow)]))
    for raw, row in zip(block, found, strict=True):
        if isinstance(row, CallRow):
            yield {"call_id": row.call_id, "hop": row.hop} | _became(next(posted))
        else:
            yield _named(raw) | _refused(row.faults)


def _checked(raw: Raw, catalogue: Catalogue, now: datetime) -> CallRow | BadRow:
    if isinstance(raw, BadRow):
        return raw
    try:
        return checked(raw, catalogue, now)
    except BadRow as bad:
        return bad


def _became(posted: Posted) -> dict[str, Any]:
    if posted.result is Stored.REFUSED:
        return _refused([("reason", NO_REASON)])
    return {"result": posted.result, "revision": posted.revision}


def _refused(faults: Iterable[tuple[str, str]]) -> dict[str, Any]:
    errors = [{"field": field, "message": message} for field, message in faults]
    return {"result": Stored.REFUSED, "errors": errors}


def _named(raw: Raw) -> dict[str, Any]:
    """Return the call_id of a refused row, if it has one that can be shown."""
    call_id = raw.get("call_id") if isinstance(raw, dict) else None
    if isinstance(call_id, str) and call_id.isprintable() and len(call_id) <= LONGEST_IDENTIFIER:
        return {"call_id": call_id}
    return {}
