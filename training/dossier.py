"""What a version says of itself besides the model: its figures, and which calls it has to do with."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from routing.domain.labelled import call_hash
from training.calls import LabelledCall
from training.evaluate import report
from training.gate import Evidence
from training.report import Learnt

CATALOGUE, STORE = "catalogue", "store"


def measured(evidence: Evidence) -> dict[str, Any]:
    """Return the figures on the catalogue's test calls and on the store's newest ones, as far as there are any."""
    scored = (*evidence.candidate, *evidence.new)
    parts = {
        "test": [one for one in scored if not one.call.call_id],
        "newest": [one for one in scored if one.call.call_id],
    }
    return {name: report(part) for name, part in parts.items() if part}


def learnt_from(calls: Sequence[LabelledCall], erased: int = 0) -> Learnt:
    """Return how many labelled calls there are of each intent and from each source; inferred intents do not count.

    Parameters
    ----------
    erased
        Calls of the live version that were erased since.
    """
    sources = {call.call_id or call.place: call.source or (STORE if call.call_id else CATALOGUE) for call in calls}
    return Learnt(
        by_intent=Counter(call.intent for call in calls if not call.inferred),
        by_source=Counter(sources.values()),
        erased=erased,
    )


def hashes(calls: Iterable[LabelledCall]) -> bytes:
    """Return the hashes of those calls that are the store's, ascending, as a `.npy` file."""
    found = np.array(sorted({call_hash(call.call_id) for call in calls if call.call_id}), dtype=np.int64)
    file = io.BytesIO()
    np.save(file, found, allow_pickle=False)
    return file.getvalue()
