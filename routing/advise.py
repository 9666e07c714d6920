"""The use case: classify a reason, decide, put it into words, write it down."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from routing.domain.answer import understood
from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.catalogue import Catalogue
from routing.domain.decision import Ask, Decision, Operator
from routing.domain.department import Department
from routing.domain.intent import Intent
from routing.domain.judgement import Judgement, judge
from routing.errors import UnknownDepartment, UnknownQuestion
from routing.scripts.render import Scene, Script, render
from routing.store.journal import Entry, Journal
from routing.store.redact import redact
from routing.text.model import Hypothesis, TextModel, Weighed

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
    """

    hypotheses: tuple[Hypothesis, ...]
    at: datetime
    call_id: str = ""
    channel: str = "api"
    caller_name: str = ""
    tried: tuple[str, ...] = ()
    question_id: str = ""


@dataclass(frozen=True)
class Alternative:
    """Another department the caller may have meant, and how likely."""

    department: Department
    confidence: float


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
    catalogue
        The first twelve digits of the catalogue's digest.
    """

    id: str
    call: Call
    decision: Decision
    department: Department
    open: bool
    intent: Intent | None
    confidence: float
    options: tuple[Intent, ...]
    script: Script
    alternatives: tuple[Alternative, ...]
    because: tuple[Weighed, ...]
    model: str
    catalogue: str
    took_ms: float


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
        started = time.perf_counter()
        call, hypotheses = self._call(request)
        judgement = judge(call, self.believe(hypotheses), self.catalogue)
        advice = self._worded(call, judgement, started)
        self._record(advice, judgement, request.channel)
        return advice

    def believe(self, hypotheses: Sequence[Hypothesis]) -> Belief:
        """Return how likely each intent is, given what was heard."""
        prediction = self.model.predict(hypotheses)
        pairs = zip(prediction.intents, prediction.probabilities.tolist(), strict=True)
        return Belief.over(pairs, self.catalogue.intents)

    def _call(self, request: Request) -> tuple[Call, tuple[Hypothesis, ...]]:
        unknown = sorted(set(request.tried) - set(self.catalogue.departments))
        if unknown:
            known = ", ".join(self.catalogue.departments)
            raise UnknownDepartment(f"expected departments of the catalogue ({known}), found {', '.join(unknown)}")
        call = Call(
            id=request.call_id or str(uuid.uuid4()),
            reason=max(request.hypotheses, key=lambda hypothesis: hypothesis.confidence).text,
            at=request.at,
            tried=frozenset(request.tried),
            caller_name=request.caller_name,
        )
        return self._answered(call, request) if request.question_id else (call, request.hypotheses)

    def _answered(self, call: Call, request: Request) -> tuple[Call, tuple[Hypothesis, ...]]:
        """Join the caller's reply to the reason that led to the question; by itself and joined it counts alike."""
        try:
            question = self.journal.question(request.question_id)
        except SQLAlchemyError:
            log.exception("question %s could not be looked up; its reply is taken by itself", request.question_id)
            return replace(call, questions_asked=1), request.hypotheses
        if request.call_id not in ("", question.call_id):
            raise UnknownQuestion(
                f"expected the call in which it was asked, found call_id {request.call_id!r}; "
                "send the reason without question_id"
            )
        place = understood(call.reason, len(question.options))
        neither = place == len(question.options)
        answered = replace(
            call,
            id=question.call_id,
            reason=f"{question.reason}. {call.reason}",
            questions_asked=1,
            chosen=self._known(question.options[place]) if place is not None and not neither else "",
            ruled_out=frozenset(question.options) if neither else frozenset(),
        )
        if place is not None:
            return answered, (Hypothesis(question.reason),)
        joined = tuple(replace(each, text=f"{question.reason}. {each.text}") for each in request.hypotheses)
        return answered, request.hypotheses + joined

    def _known(self, department: str) -> str:
        """Return the department's id if the catalogue still has it, else an empty text."""
        return department if department in self.catalogue.departments else ""

    def _worded(self, call: Call, judgement: Judgement, started: float) -> Advice:
        catalogue = self.catalogue
        department = catalogue.departments[judgement.decision.department]
        intent = catalogue.intents[judgement.intent] if judgement.intent and not self._lost(judgement) else None
        options = tuple(catalogue.intents[option] for option in judgement.options)
        scene = Scene(
            catalogue,
            call,
            judgement.decision,
            department,
            intent,
            judgement.sure_of_intent,
            options,
            redact(call.reason),
        )
        others = [(catalogue.departments[name], p) for name, p in judgement.belief.ranked() if name != department.id]
        return Advice(
            id=str(uuid.uuid4()),
            call=call,
            decision=judgement.decision,
            department=department,
            open=department.hours.open_at(call.at),
            intent=intent,
            confidence=judgement.confidence,
            options=options,
            script=render(scene),
            alternatives=tuple(Alternative(*other) for other in others if other[1] >= LEAST_ALTERNATIVE)[
                :ALTERNATIVES_SHOWN
            ],
            because=self.model.because(call.reason, self._siblings(intent)) if intent else (),
            model=self.model.version,
            catalogue=catalogue.digest[:12],
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def _lost(self, judgement: Judgement) -> bool:
        """Tell whether a person takes the call because nobody can say what it is about."""
        return isinstance(judgement.decision, Operator) and not judgement.sure_of_intent

    def _siblings(self, intent: Intent) -> list[str]:
        return [other.id for other in self.catalogue.intents.values() if other.department == intent.department]

    def _record(self, advice: Advice, judgement: Judgement, channel: str) -> None:
        """Write the advice down. A caller on the line is answered even when the database is not."""
        likeliest = sorted(judgement.belief.intents.items(), key=lambda item: -item[1])[:INTENTS_RECORDED]
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
            options=advice.decision.options if isinstance(advice.decision, Ask) else (),
            model=advice.model,
            catalogue=advice.catalogue,
            took_ms=advice.took_ms,
        )
        try:
            self.journal.record(entry)
        except SQLAlchemyError:
            log.exception("advice %s was given but could not be recorded", advice.id)
