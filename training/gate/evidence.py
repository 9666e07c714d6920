"""What a candidate and the live model did with the same calls: all that the gate and the report judge by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from routing.catalogue.golden import GoldenCall
from routing.domain.catalogue import Catalogue
from routing.text.model import Hypothesis, TextModel
from routing.text.normalise import normalise
from training.calls import LabelledCall
from training.differences import Compared, Side, compare
from training.evaluate import Scored, score

TIMED_CALLS = 200
WARM_UP_CALLS = 5


@dataclass(frozen=True)
class Evidence:
    """Both models on the same calls.

    Attributes
    ----------
    against
        The live version; empty if none is live.
    live, candidate
        Held-out calls as each model took them, in the same order; `live` is empty if no model is live.
    new, new_live
        Calls with intents that the live model cannot know, which are never part of the ones above.
    by_heart
        Calls that were set aside, as the live model learnt them word for word and the candidate did not.
    golden
        The golden calls played through the live model and the candidate; without a live one, twice the candidate.
    latency_ms
        Median time of a prediction: live and candidate; None without calls or without a live model.
    sizes
        Bytes on disk: candidate and live; None if they are not known.
    """

    against: str
    live: tuple[Scored, ...]
    candidate: tuple[Scored, ...]
    new_live: tuple[Scored, ...]
    new: tuple[Scored, ...]
    by_heart: int
    golden: tuple[Compared, ...]
    latency_ms: tuple[float, float] | None
    sizes: tuple[int, int | None] | None


def gather(
    candidate: TextModel,
    live: TextModel | None,
    catalogue: Catalogue,
    held_out: Sequence[LabelledCall],
    golden: Sequence[GoldenCall],
    sizes: tuple[int, int | None] | None = None,
    progress: Callable[[float], None] = lambda done: None,
) -> Evidence:
    """Return what both models do with the held-out calls and the golden ones.

    Parameters
    ----------
    candidate, live
        As they are served, both with the same manner head. `live` is None if none is live yet.
    held_out
        Labelled calls that the candidate has not learnt from.
    sizes
        Bytes on disk of the candidate's version and of the live one.
    progress
        Told the share done, 0 to 1.
    """
    kept = [call for call in held_out if not live or not _only_live_learnt(call, live, candidate)]
    names = {catalogue.current_intent(name) for name in live.intents} if live else set()
    known = [call for call in kept if not live or _can_know(call, names)]
    new = [call for call in kept if live and not _can_know(call, names)]
    total = (len(known) + len(new)) * (2 if live else 1) or 1
    done = 0

    def scored(calls: Sequence[LabelledCall], model: TextModel | None) -> tuple[Scored, ...]:
        nonlocal done
        before, done = done, done + (len(calls) if model else 0)
        return tuple(score(calls, model, catalogue, lambda many: progress((before + many) / total)) if model else ())

    return Evidence(
        against=live.version if live else "",
        live=scored(known, live),
        candidate=scored(known, candidate),
        new_live=scored(new, live),
        new=scored(new, candidate),
        by_heart=len(held_out) - len(kept),
        golden=tuple(compare(golden, Side(catalogue, live or candidate), Side(catalogue, candidate))),
        latency_ms=timed([call.reason for call in known], live, candidate) if live and known else None,
        sizes=sizes,
    )


def timed(reasons: Sequence[str], live: TextModel, candidate: TextModel) -> tuple[float, float]:
    """Return the median milliseconds of a prediction of each model, taken turn by turn so that both share every load.

    At most 200 reasons are timed, spread evenly; who goes first alternates.
    """
    chosen = reasons[:: max(1, len(reasons) // TIMED_CALLS)][:TIMED_CALLS]
    took: tuple[list[float], list[float]] = ([], [])
    for turn, reason in enumerate([*chosen[:WARM_UP_CALLS], *chosen]):
        pair = ((live, took[0]), (candidate, took[1]))
        for model, times in pair if turn % 2 else reversed(pair):
            started = perf_counter()
            model.predict((Hypothesis(reason),))
            times.append(1000 * (perf_counter() - started))
    return median(took[0][WARM_UP_CALLS:] or took[0]), median(took[1][WARM_UP_CALLS:] or took[1])


def _can_know(call: LabelledCall, names: Collection[str]) -> bool:
    """Tell whether a model that knows these intents, by today's ids, could be right about the call."""
    return not call.intent or not call.in_scope or call.intent in names


def _only_live_learnt(call: LabelledCall, live: TextModel, candidate: TextModel) -> bool:
    text = normalise(call.reason)
    return live.literal.find(text) is not None and candidate.literal.find(text) is None
