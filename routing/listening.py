"""From a request to the call it belongs to and what is believed of it: the record of the call is looked up."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.catalogue import Catalogue
from routing.domain.history import History, expected_failures, fails_though_right
from routing.domain.manner import Manner, said_outright
from routing.domain.passed_on import was_passed_on
from routing.domain.question import Question, question_between
from routing.errors import UnknownDepartment, UnknownQuestion
from routing.hearing import Heard, hear, hear_reply
from routing.request import Request
from routing.store.journal import Question as Asked
from routing.store.journal import Returns
from routing.store.redact import redact
from routing.text.model import Hypothesis, TextModel

log = logging.getLogger(__name__)

RECORD_LOOKED_AT = timedelta(days=90)


class Record(Protocol):
    """What is known of calls from the advice that was given in them."""

    def history(self, call_id: str) -> History:
        """Return the advice given so far in a call."""

    def question(self, question_id: str) -> Asked:
        """Return a question that was asked; raise UnknownQuestion if none was."""

    def returns(self, department: str, since: datetime) -> Mapping[str, Returns]:
        """Return how the transfers to a department ended since a time, by intent."""


@dataclass(frozen=True)
class Listener:
    """Understands requests with one catalogue and one model, and remembers calls by `journal`."""

    catalogue: Catalogue
    model: TextModel
    journal: Record

    def understood(self, request: Request) -> tuple[Call, Heard]:
        """Return the call and what is believed of it.

        Raises
        ------
        UnknownDepartment
            `tried` names a department that the catalogue does not have.
        UnknownQuestion
            `question_id` is not of a question asked in this call, or there are neither words nor a question.
        """
        unknown = sorted(set(request.tried) - set(self.catalogue.departments))
        if unknown:
            known = ", ".join(self.catalogue.departments)
            raise UnknownDepartment(f"expected departments of the catalogue ({known}), found {', '.join(unknown)}")
        try:
            return self._answered(request) if request.question_id else self._spoken(request)
        except SQLAlchemyError:
            log.exception("call %s could not be looked up; its words are taken by themselves", request.call_id)
            return self._by_itself(request)

    def _by_itself(self, request: Request) -> tuple[Call, Heard]:
        call = self._call(request, History(), 0, "")
        asked = 1 if request.question_id else 0
        call = replace(call, questions_asked=asked, questions_in_call=asked, silent=not request.hypotheses)
        return _with_manners(call, self._hear(request.hypotheses, call.tried) if request.hypotheses else _NOTHING)

    def _spoken(self, request: Request) -> tuple[Call, Heard]:
        """Return the call of a caller who says why they ring, for the first time or once more.

        Whoever was passed on, or adds a word, has said the reason before and need not say it again.
        """
        history = self.journal.history(request.call_id) if request.call_id else History()
        said = redact(request.words) if history.given else ""
        call = self._call(request, history, history.hops(request.now, said), said)
        before = history.reason_before(said)
        if before and was_passed_on(said):
            heard = self._hear((Hypothesis(before),), call.tried)
            return _with_manners(replace(call, reason=before), heard, history, said_before=True)
        if not before:
            return _with_manners(call, self._hear(request.hypotheses, call.tried), history)
        heard = hear_reply(self.model, self.catalogue, before, request.hypotheses, call.tried)
        return _with_manners(replace(call, reason=f"{before}. {call.said}"), heard, history)

    def _answered(self, request: Request) -> tuple[Call, Heard]:
        """Return the call of a caller who answers a question: their reply joined to the reason that led to it."""
        asked = self.journal.question(request.question_id)
        if request.call_id not in ("", asked.call_id):
            raise UnknownQuestion(
                f"expected the call in which it was asked, found call_id {request.call_id!r}; "
                "send the reason without question_id"
            )
        history = self.journal.history(asked.call_id)
        call = replace(self._call(request, history, asked.hop, redact(request.words)), id=asked.call_id)
        call = replace(call, questions_asked=max(call.questions_asked, 1), silent=not request.hypotheses)
        if call.silent:
            heard = self._hear((Hypothesis(asked.reason),), call.tried)
            return _with_manners(replace(call, reason=asked.reason), heard, history, said_before=True)
        return self._replied(call, asked, request, history)

    def _replied(self, call: Call, asked: Asked, request: Request, history: History) -> tuple[Call, Heard]:
        intents = [self.catalogue.intents[option] for option in asked.options if option in self.catalogue.intents]
        question = question_between(intents, self.catalogue)
        place = question.place_of(call.said) if len(intents) == len(asked.options) else None
        if place is None:
            heard = hear_reply(self.model, self.catalogue, asked.reason, request.hypotheses, call.tried)
            return _with_manners(replace(call, reason=f"{asked.reason}. {call.said}"), heard, history)
        call, heard = self._picked(replace(call, reason=asked.reason), question, place)
        return _with_manners(call, heard, history, said_before=True)

    def _picked(self, call: Call, question: Question, place: int) -> tuple[Call, Heard]:
        before = (Hypothesis(call.reason),)
        if place == len(question.choices):
            offered = frozenset(choice.intent.department for choice in question.choices)
            return replace(call, ruled_out=offered), self._hear(before, call.tried | offered)
        chosen, heard = question.choices[place], self._hear(before, call.tried)
        call = replace(call, chosen=chosen.intent.department)
        return call, replace(heard, belief=question.believed_after(chosen, heard.belief))

    def _call(self, request: Request, history: History, hops: int, said: str) -> Call:
        """Return the call as the record knows it, at a hop, when these words are `said` (redacted)."""
        tried = frozenset(request.tried) | (history.tried(hops) & self.catalogue.departments.keys())
        call = Call(
            id=request.call_id or request.new_call_id or str(uuid.uuid4()),
            reason=request.words,
            at=request.at,
            said=request.words,
            tried=tried,
            handed_on=hops,
            had_by_front_desk=history.had_by_front_desk(hops),
            first_intent=history.first_intent if hops else "",
            fails=self._fails(tried, request),
            warned=history.warned(said),
            insulting=Manner.ABUSE in said_outright(request.words),
            caller_name=request.caller_name,
            caller_phone=request.caller_phone,
            agent=request.agent,
            promised=history.promised if hops else "",
        )
        questions = history.questions(said, call.hops, request.now)
        return replace(call, questions_asked=questions.get(call.hops, 0), questions_in_call=sum(questions.values()))

    def _fails(self, tried: frozenset[str], request: Request) -> tuple[tuple[str, float], ...]:
        """Return, for each intent of the departments tried, how often they fail such callers though they are right."""
        fails = expected_failures(tried, self.catalogue)
        for department in sorted(tried):
            for intent, seen in self._returns(department, request).items():
                if intent in fails:
                    surplus = max(0.0, seen.came_back - (seen.sent - seen.expected_right))
                    fails[intent] = fails_though_right(fails[intent], seen.expected_right, surplus)
        return tuple(fails.items())

    def _returns(self, department: str, request: Request) -> Mapping[str, Returns]:
        """Return what the record tells of a department; without the record, what was expected of it stands."""
        try:
            return self.journal.returns(department, request.now - RECORD_LOOKED_AT)
        except SQLAlchemyError:
            log.exception("how callers came back from %s could not be looked up", department)
            return {}

    def _hear(self, hypotheses: tuple[Hypothesis, ...], struck: frozenset[str]) -> Heard:
        return hear(self.model, self.catalogue, hypotheses, struck)


def _with_manners(
    call: Call, heard: Heard, history: History | None = None, said_before: bool = False
) -> tuple[Call, Heard]:
    """Return the call with the manners heard.

    Abuse in words said before has had its warning. Danger is not forgotten for the rest of the call.
    """
    manners = heard.manners - {Manner.ABUSE} if said_before else heard.manners
    if history and history.in_danger and Manner.DANGER not in manners:
        manners |= {Manner.CONCERN}
    return replace(call, manners=manners), heard


_NOTHING = Heard(Belief({}, {}))
