"""From labelled calls to callers: what the live model believes of each, heard once for all policies."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from routing.domain.catalogue import Catalogue
from routing.hearing import hear
from routing.text.model import Hypothesis, TextModel
from training.calls import LabelledCall
from training.switchboard.play import Caller


def callers_of(
    calls: Sequence[LabelledCall],
    model: TextModel,
    catalogue: Catalogue,
    advance: Callable[[float], None] = lambda done: None,
) -> list[Caller]:
    """Return the callers behind some labelled calls; a call out of scope is for the front desk.

    Parameters
    ----------
    advance
        Called with the share done.
    """
    callers = []
    for done, call in enumerate(calls, start=1):
        belief = hear(model, catalogue, (Hypothesis(call.reason),)).belief
        callers.append(Caller(str(done), call.reason, belief, _finisher(call, catalogue)))
        model.forget()
        advance(done / len(calls))
    return callers


def _finisher(call: LabelledCall, catalogue: Catalogue) -> str:
    if not call.in_scope:
        return catalogue.front_desk.id
    return call.department or catalogue.intents[call.intent].department
