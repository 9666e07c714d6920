"""The use case: listen to a request, decide, put it into words, write it down."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from routing.domain.call import Call
from routing.domain.catalogue import Catalogue
from routing.domain.decision import Ask, Decision, End, Operator, Urgent
from routing.domain.department import Department
from routing.domain.intent import Intent
from routing.domain.judgement import Judgement, judge
from routing.domain.live import LiveStatus
from routing.domain.question import Choice, Question, question_between
from routing.domain.reasons import SecondReason
from routing.domain.switchboard import Switchboard, switchboard_at
from routing.hearing import Heard
from routing.listening import Listener, Record
from routing.request import Request
from routing.scripts.render import Script, render
from routing.staging import scene_of
from routing.store.entry import Entry
from routing.store.journal import Journal
from routing.text.because import Weighed
from routing.text.examples import Example
from routing.text.model import TextModel

log = logging.getLogger(__name__)

ALTERNATIVES_SHOWN = 3
LEAST_ALTERNATIVE = 0.01
INTENTS_RECORDED = 5
LIVE_FOR = timedelta(hours=1)  # what a department says of itself now tells nothing of a call at another time


@dataclass(frozen=True)
class Alternative:
    """Another department the caller may have meant, and how likely."""

    department: Department
    confidence: float


@dataclass(frozen=True)
class Neighbour:
    """A labelled call near in meaning, with the department that finishes it; None if it was out of scope."""

    example: Example
    department: Department | None


@dataclass(frozen=True)
class Advice:
    """One answer of the service.

    Attributes
    ----------
    open, wait_s
        Whether the department answers at the time of the call, and how long that takes.
    closed
        The department that would finish the call but does not answer now; None if the advised one does.
    is_closed, opens_at
        Whether that one is closed, else its queue is too long; and when it opens, if anybody knows.
    rings_back
        When the caller is rung back; None unless the decision is a call back.
    intent
        None when the reason means none of the catalogue's.
    second
        What the caller rings about besides, for another department; None unless the call is handed on.
    choices
        What a question offers, in the order it is said; empty unless the decision is `Ask`.
    notices
        Known incidents that concern this caller.
    catalogue
        The first twelve digits of the catalogue's digest.
    nearest
        Empty unless the request asked for it.
    """

    id: str
    call: Call
    decision: Decision
    department: Department
    open: bool
    wait_s: int
    closed: Department | None
    is_closed: bool
    opens_at: datetime | None
    rings_back: datetime | None
    intent: Intent | None
    second: SecondReason | None
    confidence: float
    choices: tuple[Choice, ...]
    script: Script
    notices: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    because: tuple[Weighed, ...]
    model: str
    catalogue: str
    took_ms: float
    nearest: tuple[Neighbour, ...] = ()


class Advisor:
    """Answers calls with one model and one catalogue, and keeps the record in `journal`.

    Parameters
    ----------
    statuses
        Returns the live status of the departments that have set one.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        model: TextModel,
        journal: Journal,
        statuses: Callable[[], Mapping[str, LiveStatus]] = dict,
    ) -> None:
        self.catalogue = catalogue
        self.model = model
        self.journal = journal
        self.statuses = statuses
        self.listener = Listener(catalogue, model, journal)

    def advise(self, request: Request) -> Advice:
        """Return advice for one request and record it.

        Raises
        ------
        UnknownDepartment
            `tried` names a department that the catalogue does not have.
        UnknownQuestion
            `question_id` is not of a question asked in this call.
        """
        try:
            advice, judgement = self._considered(request, self.listener)
            self._record(advice, judgement, request)
            return advice
        finally:
            self.model.forget()

    def consider(self, request: Request, record: Record) -> Advice:
        """Return the advice this request would get, and write nothing down.

        `record` tells what came before in the call. Raises what `advise` raises.
        """
        try:
            return self._considered(request, replace(self.listener, journal=record))[0]
        finally:
            self.model.forget()

    def _considered(self, request: Request, listener: Listener) -> tuple[Advice, Judgement]:
        started = time.perf_counter()
        call, heard = listener.understood(request)
        statuses = self.statuses() if abs(request.now - call.at) < LIVE_FOR else {}
        board = switchboard_at(self.catalogue, statuses, call.at)
        judgement = judge(call, heard.belief, self.catalogue, board)
        advice = self._worded(call, judgement, heard, board, statuses)
        if request.nearest:
            advice = replace(advice, nearest=self._nearest(call))
        return replace(advice, took_ms=(time.perf_counter() - started) * 1000), judgement

    def _worded(
        self, call: Call, judgement: Judgement, heard: Heard, board: Switchboard, statuses: Mapping[str, LiveStatus]
    ) -> Advice:
        catalogue, decision = self.catalogue, judgement.decision
        meant = None if _lost(judgement) or isinstance(decision, Urgent | End) else judgement.intent
        intent = catalogue.intents[meant] if meant else None
        question = self._question(judgement)
        second = None if question else self._second(heard, intent)
        scene = scene_of(catalogue, call, judgement, intent, second, question, board, statuses)
        department = scene.department
        others = [(catalogue.departments[name], p) for name, p in judgement.offered.ranked() if name != department.id]
        shown = [] if isinstance(decision, Urgent) else [other for other in others if other[1] >= LEAST_ALTERNATIVE]
        return Advice(
            id=str(uuid.uuid4()),
            call=call,
            decision=decision,
            department=department,
            open=department.id not in board.closed,
            wait_s=scene.wait_s,
            closed=scene.closed,
            is_closed=scene.is_closed,
            opens_at=scene.opens_at if scene.closed else None,
            rings_back=scene.rings_back,
            intent=intent,
            second=second,
            confidence=judgement.confidence,
            choices=question.choices if question else (),
            script=render(scene),
            notices=scene.incidents,
            alternatives=tuple(Alternative(*other) for other in shown[:ALTERNATIVES_SHOWN]),
            because=self.model.because(heard.words(intent) or call.reason, self._siblings(intent)) if intent else (),
            model=self.model.version,
            catalogue=catalogue.digest[:12],
            took_ms=0.0,
        )

    def _question(self, judgement: Judgement) -> Question | None:
        """Return the question that is asked, its choices in the order they are said; None if none is asked."""
        if not isinstance(judgement.decision, Ask):
            return None
        return question_between([self.catalogue.intents[option] for option in judgement.options], self.catalogue)

    def _nearest(self, call: Call) -> tuple[Neighbour, ...]:
        """Return the labelled calls nearest in meaning; those out of scope have no department."""
        return tuple(
            Neighbour(example, self.catalogue.departments[intent.department] if intent else None)
            for example in self.model.nearest(call.reason)
            for intent in (self.catalogue.intents.get(example.intent),)
        )

    def _second(self, heard: Heard, intent: Intent | None) -> SecondReason | None:
        """Return what else the caller rings about when the call is decided to be about `intent`."""
        other = heard.two.besides(intent.department) if heard.two and intent else None
        return SecondReason(other.intent, self.catalogue.departments[other.department]) if other else None

    def _siblings(self, intent: Intent) -> list[str]:
        return [other.id for other in self.catalogue.intents.values() if other.department == intent.department]

    def _record(self, advice: Advice, judgement: Judgement, request: Request) -> None:
        """Write the advice down. A caller on the line is answered even when the database is not."""
        likeliest = sorted(judgement.belief.intents.items(), key=lambda item: (-item[1], item[0]))[:INTENTS_RECORDED]
        entry = Entry(
            id=advice.id,
            call_id=advice.call.id,
            given_at=advice.call.at,
            recorded_at=request.now,
            channel=request.channel,
            hop=advice.call.hops,
            reason=advice.call.reason,
            action=advice.decision.action,
            department=advice.department.id,
            intent=advice.intent.id if advice.intent else "",
            confidence=advice.confidence,
            probabilities={intent: round(p, 4) for intent, p in likeliest},
            options=tuple(choice.intent.id for choice in advice.choices),
            model=advice.model,
            catalogue=advice.catalogue,
            took_ms=advice.took_ms,
            second_intent=advice.second.intent.id if advice.second else "",
            tried=tuple(sorted(advice.call.tried)),
            manners=tuple(sorted(advice.call.manners)),
            promised=advice.script.promise,
            said=advice.call.said,
            warned=any(step.stage == "abuse" for step in advice.script.steps),
        )
        try:
            self.journal.record(entry)
        except SQLAlchemyError:
            log.exception("advice %s was given but could not be recorded", advice.id)


def _lost(judgement: Judgement) -> bool:
    """Tell whether a person takes the call because nobody can say what it is about."""
    return isinstance(judgement.decision, Operator) and not judgement.sure_of_intent
