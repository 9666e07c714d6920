"""Which calls of the store are learnt from, and which newer ones the candidate is measured on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from routing.text.normalise import normalise
from training.calls import LabelledCall
from training.fit import LEAST_CALLS_PER_INTENT
from training.learning.stored import when

HELD_OUT_SHARE = 0.2
MOST_HELD_OUT = 2_000
LEAST_HELD_OUT = 20


@dataclass(frozen=True)
class Split:
    """The store's calls, parted by time.

    Attributes
    ----------
    learnt
        Learnt from; older than every one held out, but for those of an intent that is too new to be learnt otherwise.
    held_out
        Measured on; none of them, and none of their texts, is learnt from here or was by the live version.
    left
        How many are neither: newer than the oldest held out, and of no use for measuring. The next run learns them.
    """

    learnt: tuple[LabelledCall, ...]
    held_out: tuple[LabelledCall, ...]
    left: int


def split(
    stored: Sequence[LabelledCall],
    written: Sequence[LabelledCall],
    live_knows: Callable[[LabelledCall], bool],
    least: int = LEAST_HELD_OUT,
) -> Split:
    """Return the store's calls, those to learn from and the newest held out.

    Parameters
    ----------
    stored
        One a call, in any order.
    written
        Calls that the candidate learns in any case: the catalogue's.
    live_knows
        Whether the live version learnt from a call or from its text.
    least
        Where fewer would be held out there is too little to measure, and none is.
    """
    in_order = sorted(stored, key=when)
    room = min(int(HELD_OUT_SHARE * len(in_order)), MOST_HELD_OUT)
    first = len(in_order) - room
    older = [*written, *in_order[:first]]
    needed = _too_new(in_order[first:], older, first)
    known = {*map(_text, older), *(_text(in_order[place]) for place in needed)}
    fit = [
        place
        for place in range(first, len(in_order))
        if place not in needed and _text(in_order[place]) not in known and not live_knows(in_order[place])
    ]
    start = fit[0] if fit else len(in_order)
    known |= {_text(call) for call in in_order[first:start]}
    held_out = tuple(in_order[place] for place in fit if _text(in_order[place]) not in known)
    if len(held_out) < max(least, 1):
        return Split(tuple(in_order), (), 0)
    learnt = (*in_order[:start], *(in_order[place] for place in sorted(needed) if place >= start))
    return Split(learnt, held_out, len(in_order) - len(learnt) - len(held_out))


def unseen(
    test_calls: Sequence[LabelledCall], learnt: Sequence[LabelledCall], live_knows: Callable[[LabelledCall], bool]
) -> list[LabelledCall]:
    """Return the catalogue's test calls that neither the candidate nor the live version has learnt word for word."""
    known = set(map(_text, learnt))
    return [call for call in test_calls if _text(call) not in known and not live_knows(call)]


def _too_new(newest: Sequence[LabelledCall], older: Sequence[LabelledCall], first: int) -> set[int]:
    """Return the places, from `first` on, of the newest calls whose intents the older ones do not tell enough about."""
    wordings: dict[str, set[str]] = {}
    for call in older:
        wordings.setdefault(call.intent, set()).add(_text(call))
    return {
        place
        for place, call in enumerate(newest, first)
        if call.intent and len(wordings.get(call.intent, ())) < LEAST_CALLS_PER_INTENT
    }


def _text(call: LabelledCall) -> str:
    return normalise(call.reason)
