"""What a changed catalogue or model changes for callers, before it goes live."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from routing.advise import Advice, Advisor
from routing.catalogue.golden import GoldenCall
from routing.domain.catalogue import Catalogue
from routing.request import Request
from routing.store.entry import Entry
from routing.store.journal import Journal
from routing.text.examples import OUT_OF_SCOPE
from routing.text.model import Hypothesis, TextModel

NOTABLE = 0.10


class NoJournal(Journal):
    """Keeps nothing, and so needs no database."""

    def __init__(self) -> None:
        """Do without an engine."""

    def record(self, entry: Entry) -> None:
        """Drop the entry."""


@dataclass(frozen=True)
class Change:
    """One thing about an advice that is not what it was."""

    what: str
    old: str
    new: str


@dataclass(frozen=True)
class Compared:
    """One call played through the old and the new.

    Attributes
    ----------
    given
        The new advice in short.
    wrong_before, wrong_now
        The expectations of the golden call that the advice did not meet: "department". Both are empty for a call that
        expects nothing.
    """

    call: GoldenCall
    given: str
    changes: tuple[Change, ...]
    wrong_before: tuple[str, ...]
    wrong_now: tuple[str, ...]

    @property
    def broken(self) -> bool:
        """Whether the advice was right and no longer is."""
        return bool(self.wrong_now) and not self.wrong_before

    @property
    def mended(self) -> bool:
        """Whether the advice was wrong and now is right."""
        return bool(self.wrong_before) and not self.wrong_now


@dataclass(frozen=True)
class Side:
    """A catalogue and a model that answer together."""

    catalogue: Catalogue
    model: TextModel


def advise_unrecorded(catalogue: Catalogue, model: TextModel, reason: str, at: datetime) -> Advice:
    """Return the advice that a new call with this reason would get, and keep no record of it."""
    return Advisor(catalogue, model, NoJournal()).advise(Request((Hypothesis(reason),), at))


def compare(
    calls: Sequence[GoldenCall], old: Side, new: Side, progress: Callable[[float], None] = lambda done: None
) -> list[Compared]:
    """Return what becomes of each call, played through both sides, in order."""
    compared = []
    for place, call in enumerate(calls, start=1):
        before, now = (advise_unrecorded(side.catalogue, side.model, call.reason, call.at) for side in (old, new))
        found = tuple(changes(before, now))
        compared.append(Compared(call, _in_short(now), found, missed(call, before), missed(call, now)))
        progress(place / len(calls))
    return compared


def missed(call: GoldenCall, advice: Advice) -> tuple[str, ...]:
    """Return what a golden call expects and the advice does not give: of action, department and intent.

    A question is right about department and intent if it offers the expected one.
    """
    departments = {advice.department.id, *(choice.intent.department for choice in advice.choices)}
    intents = {_intent(advice), *(choice.intent.id for choice in advice.choices)}
    met = {
        "action": call.action in ("", advice.decision.action),
        "department": not call.department or call.department in departments,
        "intent": not call.intent or call.intent in intents,
    }
    return tuple(what for what, kept in met.items() if not kept)


def changes(old: Advice, new: Advice) -> list[Change]:
    """Return what differs between two pieces of advice for one call.

    Confidence counts beyond ten points. The words are compared stage by stage.
    """
    found = [
        Change(what, before, now)
        for what, before, now in (
            ("action", old.decision.action, new.decision.action),
            ("department", old.department.id, new.department.id),
            ("intent", _intent(old), _intent(new)),
        )
        if before != now
    ]
    if abs(old.confidence - new.confidence) > NOTABLE + 1e-9:
        found.append(Change("confidence", f"{100 * old.confidence:.0f} %", f"{100 * new.confidence:.0f} %"))
    before, now = _words(old), _words(new)
    stages = [stage for stage in {**before, **now} if before.get(stage) != now.get(stage)]
    return found + [Change(f"words of {stage}", before.get(stage, ""), now.get(stage, "")) for stage in stages]


def _in_short(advice: Advice) -> str:
    return f"{advice.decision.action}, {advice.department.id}, {_intent(advice)}"


def _intent(advice: Advice) -> str:
    return advice.intent.id if advice.intent else OUT_OF_SCOPE


def _words(advice: Advice) -> dict[str, str]:
    note = {"handoff": advice.script.handoff_note} if advice.script.handoff_note else {}
    return {step.stage: step.text for step in advice.script.steps} | note


def as_fields(each: Compared) -> dict[str, Any]:
    """Return a compared call as plain data."""
    return {
        "place": each.call.line,
        "reason": each.call.reason,
        "verdict": verdict(each),
        "given": each.given,
        "changes": [vars(change) for change in each.changes],
        "wrong_before": list(each.wrong_before),
        "wrong_now": list(each.wrong_now),
    }


def verdict(each: Compared) -> str:
    """Return `broken`, `mended`, `wrong` (before and now), `changed` or `same`."""
    if each.broken or each.mended:
        return "broken" if each.broken else "mended"
    if each.wrong_now:
        return "wrong"
    return "changed" if each.changes else "same"
