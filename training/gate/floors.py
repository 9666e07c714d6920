"""What is asked of the first model, when none is live that it could be compared with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from routing.domain.margins import Margins
from training.evaluate import ERRORS, Scored
from training.gate.checks import too_few
from training.gate.evidence import Evidence
from training.gate.rights import SAME_CALLS, TRANSFERS, error_of, placed
from training.gate.verdict import Check
from training.gate.words import percent


def above_floors(evidence: Evidence, margins: Margins) -> Iterator[Check]:
    """Yield every check of a candidate that has no live model to beat.

    Too few calls do not refuse it, as the alternative is no advice at all; then only the golden calls are judged.
    """
    calls, least, floors = len(evidence.candidate), margins.least_group_calls, margins.floors
    few = calls < margins.least_calls
    judged = (
        f"too few to judge by, {margins.least_calls:,} needed" if few else "judged by what is asked of a first model"
    )
    yield Check(
        "calls", True, None, calls, None, f"no model is live to compare with; {calls:,} held-out calls, {judged}"
    )
    if not few:
        for figure in (*SAME_CALLS, TRANSFERS):
            hits = figure.hits(evidence.candidate)
            yield _floor(figure.name, figure.label, getattr(floors, figure.name), hits, least)
        yield _calibration(evidence.candidate, floors.calibration_error, least)
    if evidence.golden:
        right = [not each.wrong_now for each in evidence.golden]
        yield _floor("golden", "golden calls right", floors.golden, right, 1)


def _floor(name: str, label: str, floor: float, hits: Sequence[bool], least: int) -> Check:
    if len(hits) < least:
        return too_few(name, label, len(hits), least)
    share = sum(hits) / len(hits)
    text = f"{label}: {percent(share)} of {len(hits):,}; at least {percent(floor)} needed"
    return Check(name, share >= floor, None, share, floor, text)


def _calibration(scored: Sequence[Scored], most: float, least: int) -> Check:
    name, label, calls = "calibration", ERRORS["calibration_error"], sum(map(placed, scored))
    if calls < least:
        return too_few(name, label, calls, least)
    error = error_of(scored)
    return Check(name, error <= most, None, error, most, f"{label}: {error:.3f}; at most {most:.3f} allowed")
