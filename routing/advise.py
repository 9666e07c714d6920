"""The use case: classify a reason, decide, put it into words, write it down."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from routing.domain.answer import named, understood
from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.catalogue import Catalogue
from routing.domain.decision import Decision, Operator
from routing.domain.department import Department
from routing.domain.intent import Intent
from routing.domain.judgement import Judgement, judge
from routing.domain.reasons import SecondReason
from routing.errors import UnknownDepartment, UnknownQuestion
from routing.hearing import Heard, hear, hear_reply
from routing.scripts.render import Scene, Script, render
from routing.store.journal import Entry, Journal
from routing.store.redact import redact
from routing.text.because import Weighed
from routing.text.examples import Example
from routing.text.model import Hypothesis, TextModel

log = logging.getLogger(__name__)

ALTERNATIVES_SHOWN = 3
LEAST_ALTERNATIVE = 0.01
INTENTS_RECORDED = 5


@dataclass(frozen=True)
class Request:
    """What a phone system or a receptionist sends.

    Attributes
    ----------
    hypotheses
        What the caller said, as heard; at least one.
    call_id
        Empty for a new call.
    tried
        Ids of departments that have already had this caller.
    question_id
        Set when `hypotheses` are the reply to a question asked before.
    nearest
        Whether the labelled calls nearest in meaning are wanted too.
    """

    hypotheses: tuple[Hypothesis, ...]
    at: datetime
    call_id: str = ""
    channel: str = "api"
    caller_name: str = ""
    tried: tuple[str, ...] = ()
    question_id: str = ""
    nearest: bool = False


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
    intent
        None when the reason means none of the catalogue's.
    options
        The intents a question offers, one a department; empty unless the decision is `Ask`.
    open
        Whether the department answers at the time of the call.
    closed
        The department that would finish the call but is closed, when a person takes it instead.
    second
        What the caller rings about besides, for another department; None unless the call is handed on.
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
    closed: Department | None
    intent: Intent | None
    second: SecondReason | None
    confidence: float
    options: tuple[Intent, ...]
    script: Script
    alternatives: tuple[Alternative, ...]
    because: tuple[Weighed, ...]
    model: str
    catalogue: str
    took_ms: float
    nearest: tuple[Neighbour, ...] = ()


class Advisor:
    """Answers calls with one model and one catalogue, and keeps the record in `journal`."""

    def __init__(self, catalogue: Catalogue, model: TextModel, journal: Journal) -> None:
        self.catalogue = catalogue
        self.model = model
        self.journal = journal

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
            return self._advised(request, time.perf_counter())
        finally:
            self.model.forget()

    def _advised(self, request: Request, started: float) -> Advice:
        call, heard = self._understood(request)
        judgement = judge(call, heard.belief, self.catalogue)
        advice = self._worded(call, judgement, heard, started)
        if request.nearest:
            advice = replace(advice, nearest=self._nearest(call), took_ms=(time.perf_counter() - started) * 1000)
        self._record(advice, judgement, request.channel)
        return advice

    def _hear(self, hypotheses: Sequence[Hypothesis], struck: frozenset[str]) -> Heard:
        return hear(self.model, self.catalogue, hypotheses, struck)

    def _understood(self, request: Request) -> tuple[Call, Heard]:
        """Return the call and what is believed of it."""
        unknown = sorted(set(request.tried) - set(self.catalogue.departments))
        if unknown:
            known = ", ".join(self.catalogue.departments)
            raise UnknownDepartment(f"expected departments of the catalogue ({known}), found {', '.join(unknown)}")
        call = Call(
            id=request.call_id or str(uuid.uuid4()),
            reason=max(request.hypotheses, key=lambda hypothesis: hypothesis.confidence).text,
            at=request.at,
            tried=frozenset(request.tried),
            closed=frozenset(d.id for d in self.catalogue.departments.values() if not d.hours.open_at(request.at)),
            caller_name=request.caller_name,
        )
        try:
            if request.question_id:
                return self._answered(call, request)
            return (self._counted(call) if request.call_id else call), self._hear(request.hypotheses, call.tried)
        except SQLAlchemyError:
            log.exception("call %s could not be looked up; its words are taken by themselves", call.id)
            asked = 1 if request.question_id else 0
            call = replace(call, questions_asked=asked, questions_in_call=asked)
            return call, self._hear(request.hypotheses, call.tried)

    def _counted(self, call: Call) -> Call:
        """Return the call with the questions it was asked before."""
        questions = self.journal.questions(call.id, call.reason)
        return replace(call, questions_asked=questions.get(call.hops, 0), questions_in_call=sum(questions.values()))

    def _answered(self, call: Call, request: Request) -> tuple[Call, Heard]:
        """Join the caller's reply to the reason that led to the question."""
        question = self.journal.question(request.question_id)
        if request.call_id not in ("", question.call_id):
            raise UnknownQuestion(
                f"expected the call in which it was asked, found call_id {request.call_id!r}; "
                "send the reason without question_id"
            )
        intents = [self.catalogue.intents.get(option) for option in question.options]
        place = understood(call.reason, len(intents))
        if place is None:
            place = named(call.reason, [" ".join((i.label, *i.synonyms)) if i else "" for i in intents])
        call = self._counted(replace(call, id=question.call_id))
        call = replace(call, questions_asked=max(call.questions_asked, 1))
        if place is None:
            heard = hear_reply(self.model, self.catalogue, question.reason, request.hypotheses, call.tried)
            return replace(call, reason=f"{question.reason}. {call.reason}"), heard
        call = replace(call, reason=question.reason)
        before = (Hypothesis(question.reason),)
        chosen = intents[place] if place < len(intents) else None
        if chosen:
            sure = Belief.over([(chosen.id, 1.0)], self.catalogue.intents)
            return replace(call, chosen=chosen.department), replace(self._hear(before, call.tried), belief=sure)
        offered = frozenset(intent.department for intent in intents if intent)
        return replace(call, ruled_out=offered), self._hear(before, call.tried | offered)

    def _worded(self, call: Call, judgement: Judgement, heard: Heard, started: float) -> Advice:
        catalogue = self.catalogue
        department = catalogue.departments[judgement.decision.department]
        intent = catalogue.intents[judgement.intent] if judgement.intent and not self._lost(judgement) else None
        options = tuple(catalogue.intents[option] for option in judgement.options)
        closed = self._closed(call, judgement, intent)
        second = None if options else self._second(heard, intent)
        scene = Scene(
            catalogue, call, judgement.decision, department, closed, intent, second, judgement.sure_of_intent, options,
            redact(call.reason),
        )  # fmt: skip
        others = [(catalogue.departments[name], p) for name, p in judgement.offered.ranked() if name != department.id]
        return Advice(
            id=str(uuid.uuid4()),
            call=call,
            decision=judgement.decision,
            department=department,
            open=department.id not in call.closed,
            closed=closed,
            intent=intent,
            second=second,
            confidence=judgement.confidence,
            options=options,
            script=render(scene),
            alternatives=tuple(Alternative(*other) for other in others if other[1] >= LEAST_ALTERNATIVE)[
                :ALTERNATIVES_SHOWN
            ],
            because=self.model.because(heard.words(intent) or call.reason, self._siblings(intent)) if intent else (),
            model=self.model.version,
            catalogue=catalogue.digest[:12],
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def _lost(self, judgement: Judgement) -> bool:
        """Tell whether a person takes the call because nobody can say what it is about."""
        return isinstance(judgement.decision, Operator) and not judgement.sure_of_intent

    def _closed(self, call: Call, judgement: Judgement, intent: Intent | None) -> Department | None:
        """Return the department that would finish the call, if a person takes it only because that one is closed."""
        if intent is None or not isinstance(judgement.decision, Operator) or intent.department in call.tried:
            return None
        return self.catalogue.departments[intent.department] if intent.department in call.closed else None

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

    def _record(self, advice: Advice, judgement: Judgement, channel: str) -> None:
        """Write the advice down. A caller on the line is answered even when the database is not."""
        likeliest = sorted(judgement.belief.intents.items(), key=lambda item: (-item[1], item[0]))[:INTENTS_RECORDED]
        entry = Entry(
            id=advice.id,
            call_id=advice.call.id,
            given_at=advice.call.at,
            channel=channel,
            hop=advice.call.hops,
            reason=advice.call.reason,
            action=advice.decision.action,
            department=advice.department.id,
            intent=advice.intent.id if advice.intent else "",
            confidence=advice.confidence,
            probabilities={intent: round(p, 4) for intent, p in likeliest},
            options=tuple(option.id for option in advice.options),
            model=advice.model,
            catalogue=advice.catalogue,
            took_ms=advice.took_ms,
        )
        try:
            self.journal.record(entry)
        except SQLAlchemyError:
            log.exception("advice %s was given but could not be recorded", advice.id)
