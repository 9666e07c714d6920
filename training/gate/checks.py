"""What a candidate is judged by when a model is live: each check compares both on the same calls."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from routing.domain.margins import Margins
from routing.store.redact import redact
from training.differences import Compared
from training.evaluate import ERRORS, Scored
from training.gate.evidence import Evidence
from training.gate.paired import Paired, holm, paired
from training.gate.rights import DEPARTMENT, SAME_CALLS, TRANSFERS, Figure, error_of, of_department, placed
from training.gate.verdict import Check
from training.gate.words import better, percent, points, probability

MIB = 2**20
GOLDEN_NAMED = 3
ROUNDING = 1e-12
_TRAILING_NUMBER = re.compile(r"\d+\Z")


def against_live(evidence: Evidence, margins: Margins, accepted: Collection[int]) -> Iterator[Check]:
    """Yield every check of a candidate against the live model."""
    yield _enough_calls(evidence, margins)
    for figure in SAME_CALLS:
        yield _share(figure, evidence, getattr(margins, figure.name), margins.least_group_calls)
    yield _transferred_right(evidence, margins)
    yield _calibration(evidence, margins)
    yield _more_of("operator", "sent to the operator", "operator", evidence, margins.operator)
    yield _more_of("questions", "answered with a question", "ask", evidence, margins.questions)
    yield from _each_department(evidence, margins)
    if evidence.new:
        yield _new_intents(evidence, margins)
    yield _golden(evidence.golden, accepted)
    if evidence.latency_ms:
        yield _ratio("latency", "median time of a prediction", "ms", evidence.latency_ms, margins.latency_ratio)
    if evidence.sizes and evidence.sizes[1] is not None:
        sizes = (evidence.sizes[1] / MIB, evidence.sizes[0] / MIB)
        yield _ratio("size", "size on disk", "MiB", sizes, margins.size_ratio)


def pairs_of(figure: Figure, live: Sequence[Scored], candidate: Sequence[Scored]) -> Paired:
    """Return how often each model was right on the same calls that count."""
    reasons = [one.call.reason for one in live if figure.counts(one)]
    return paired(figure.hits(live), figure.hits(candidate), reasons)


def too_few(figure: str, label: str, calls: int, needed: int) -> Check:
    """Return a check that asks nothing, as there are too few calls for it."""
    return Check(figure, True, None, None, None, f"{label}: not judged, {calls:,} calls and {needed:,} needed")


def _enough_calls(evidence: Evidence, margins: Margins) -> Check:
    calls = len(evidence.candidate)
    text = f"{calls:,} held-out calls compared, at least {margins.least_calls:,} needed"
    if evidence.by_heart:
        text += f"; {evidence.by_heart:,} more left out, which the live model has learnt word for word"
    if calls < margins.least_calls:
        text += "; post more labelled calls, or lower gate.least_calls in organisation.yaml"
    return Check("calls", calls >= margins.least_calls, None, calls, None, text)


def _share(figure: Figure, evidence: Evidence, margin: float, least: int) -> Check:
    """Return whether a share of right answers fell by more than the margin, or fell beyond chance."""
    found = pairs_of(figure, evidence.live, evidence.candidate)
    if found.calls < least:
        return too_few(figure.name, figure.label, found.calls, least)
    passed = not _beyond(found, margin) and not found.surely_worse()
    text = f"{_told(figure.label, found)}; at most {points(margin)} allowed ({_chance(found, found.p)})"
    return Check(figure.name, passed, found.live, found.candidate, margin, text)


def _beyond(found: Paired, margin: float) -> bool:
    return found.difference < -margin - ROUNDING


def _told(label: str, found: Paired) -> str:
    return f"{label}: {percent(found.candidate)} against {percent(found.live)} live, {better(found.difference)}"


def _chance(found: Paired, p: float) -> str:
    low, high = (100 * end for end in found.interval)
    ends = f"{low:+.1f} to {high:+.1f}".replace("-", "−")
    once = ", a wording counted once" if found.repeated else ""
    return f"95 % interval {ends}; {found.calls:,} calls, {probability(p)}{once}"


def _each_department(evidence: Evidence, margins: Margins) -> Iterator[Check]:
    """Yield a check for each department with calls enough.

    A department has few calls, so a loss must be beyond its margin and beyond chance as well; the p-values are
    corrected for looking at many departments.
    """
    margin = margins.each_department
    counts = Counter(one.call.department for one in evidence.candidate if placed(one))
    figures = [of_department(name) for name in sorted(counts) if counts[name] >= margins.least_group_calls]
    found = [pairs_of(figure, evidence.live, evidence.candidate) for figure in figures]
    for figure, pair, p in zip(figures, found, holm([pair.p for pair in found]), strict=True):
        passed = not (_beyond(pair, margin) and pair.surely_worse(p))
        allowed = f"more than {points(margin)} worse is too much if beyond chance"
        text = f"{_told(figure.label, pair)}; {allowed} ({_chance(pair, p)}, corrected)"
        yield Check(figure.name, passed, pair.live, pair.candidate, margin, text)
    few = [f"{name} ({counts[name]})" for name in sorted(counts) if counts[name] < margins.least_group_calls]
    if few:
        needed = margins.least_group_calls
        yield Check(
            "department.others", True, None, None, None, f"by themselves, {needed} calls needed: {', '.join(few)}"
        )


def _new_intents(evidence: Evidence, margins: Margins) -> Check:
    """Return how calls fare whose intent is new: the live model cannot name it, but may know the department."""
    found = pairs_of(DEPARTMENT, evidence.new_live, evidence.new)
    intents = len({one.call.intent for one in evidence.new})
    label = f"department right for {intents} new intent{'s' * (intents != 1)}"
    if found.calls < margins.least_group_calls:
        return too_few("new_intents", label, found.calls, margins.least_group_calls)
    passed = not (_beyond(found, margins.each_department) and found.surely_worse())
    text = f"{_told(label, found)} ({_chance(found, found.p)}); these calls are no part of the other figures"
    return Check("new_intents", passed, found.live, found.candidate, margins.each_department, text)


def _transferred_right(evidence: Evidence, margins: Margins) -> Check:
    before, now = TRANSFERS.hits(evidence.live), TRANSFERS.hits(evidence.candidate)
    fewer, margin = min(len(before), len(now)), margins.transferred_right
    if fewer < margins.least_group_calls:
        return too_few(TRANSFERS.name, TRANSFERS.label, fewer, margins.least_group_calls)
    old, new = sum(before) / len(before), sum(now) / len(now)
    text = (
        f"{TRANSFERS.label}: {percent(new)} of {len(now):,} against {percent(old)} of {len(before):,} live, "
        f"{better(new - old)}; at most {points(margin)} allowed"
    )
    return Check(TRANSFERS.name, new - old >= -margin - ROUNDING, old, new, margin, text)


def _calibration(evidence: Evidence, margins: Margins) -> Check:
    name, label, margin = "calibration", ERRORS["calibration_error"], margins.calibration
    calls = sum(map(placed, evidence.candidate))
    if calls < margins.least_group_calls:
        return too_few(name, label, calls, margins.least_group_calls)
    old, new = error_of(evidence.live), error_of(evidence.candidate)
    text = f"{label}: {new:.3f} against {old:.3f} live; at most {margin:.3f} more allowed"
    return Check(name, new - old <= margin + ROUNDING, old, new, margin, text)


def _more_of(name: str, label: str, action: str, evidence: Evidence, margin: float) -> Check:
    """Return whether more of the calls in scope get a certain action than the margin allows."""
    old, new = (_share_of(action, scored) for scored in (evidence.live, evidence.candidate))
    text = f"{label}: {percent(new)} of calls in scope against {percent(old)} live"
    return Check(
        name, new - old <= margin + ROUNDING, old, new, margin, f"{text}; at most {points(margin)} more allowed"
    )


def _share_of(action: str, scored: Sequence[Scored]) -> float:
    inside = [one.action == action for one in scored if one.call.in_scope]
    return sum(inside) / len(inside) if inside else 0.0


def _golden(compared: Sequence[Compared], accepted: Collection[int]) -> Check:
    """Return whether every golden call that was right still is, or is accepted as it now is."""
    broken = [each for each in compared if each.broken]
    refused = [each for each in broken if line_of(each) not in accepted]
    before = sum(not each.wrong_before for each in compared)
    now = sum(not each.wrong_now for each in compared)
    text = f"golden calls right: {now:,} of {len(compared):,} against {before:,} live"
    if len(broken) > len(refused):
        text += f"; {len(broken) - len(refused):,} accepted as changed"
    if refused:
        named = [f"{each.call.line} “{redact(each.call.reason)}” ({each.given})" for each in refused[:GOLDEN_NAMED]]
        if len(refused) > GOLDEN_NAMED:
            named.append(f"and lines {', '.join(str(line_of(each)) for each in refused[GOLDEN_NAMED:])}")
        text += f"; right before and wrong now: {'; '.join(named)}. If that is meant, accept them by their lines"
    return Check("golden", not refused, before, now, None, text)


def line_of(each: Compared) -> int:
    """Return the number of the line that a golden call stands in; every place ends in it."""
    found = _TRAILING_NUMBER.search(each.call.line)
    return int(found[0]) if found else 0


def _ratio(name: str, label: str, unit: str, figures: tuple[float, float], most: float) -> Check:
    """Return whether a figure, live then candidate, grew to more than `most` times the live one."""
    old, new = figures
    text = f"{label}: {new:.2f} {unit} against {old:.2f} {unit} live; at most {most:g} times as much allowed"
    return Check(name, new <= most * old, old, new, most, text)
