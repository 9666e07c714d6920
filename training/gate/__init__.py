"""The gate: whether a candidate may go live, and why.

Which losses are allowed, how they are told from chance and how often the gate errs is in
`docs/decisions/022-gate.md`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from routing.catalogue.golden import GoldenCall
from routing.domain.catalogue import Catalogue
from routing.domain.margins import USUAL, Floors, Margins
from routing.text.model import TextModel
from training.calls import LabelledCall
from training.gate.checks import against_live
from training.gate.evidence import Evidence, gather
from training.gate.floors import above_floors
from training.gate.verdict import Check, Verdict, as_fields, from_fields, to_json, verdict_of

__all__ = [
    "Check", "Evidence", "Floors", "Margins", "Verdict", "as_fields", "from_fields", "gate", "gather",
    "judged", "to_json",
]  # fmt: skip


def gate(
    candidate: TextModel,
    live: TextModel | None,
    catalogue: Catalogue,
    held_out: Sequence[LabelledCall],
    golden: Sequence[GoldenCall],
    margins: Margins = USUAL,
    accepted: Collection[int] = (),
    sizes: tuple[int, int | None] | None = None,
) -> Verdict:
    """Return whether a candidate may go live in place of the live model.

    Both answer the same held-out and golden calls, through the belief and the policy that answer callers. Who wants
    the answers too, for the report, calls `gather` and `judged`.

    Parameters
    ----------
    candidate, live
        As they are served, both with the same manner head. `live` is None if none is live yet: then absolute floors
        hold in place of margins.
    held_out
        Labelled calls that the candidate has not learnt from.
    margins
        The most that it may be worse; an organisation's own are `catalogue.organisation.gate`.
    accepted
        Lines of golden calls whose advice may change from right to wrong.
    sizes
        Bytes on disk of the candidate's version and of the live one.
    """
    return judged(gather(candidate, live, catalogue, held_out, golden, sizes), margins, accepted)


def judged(evidence: Evidence, margins: Margins = USUAL, accepted: Collection[int] = ()) -> Verdict:
    """Return the verdict on a candidate from what it did; `accepted` are lines of golden calls that may change."""
    if not evidence.against:
        return verdict_of(tuple(above_floors(evidence, margins)), "")
    return verdict_of(tuple(against_live(evidence, margins, accepted)), evidence.against)
