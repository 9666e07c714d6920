"""What is believed of a call when a caller may ring about two matters."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from routing.advise import Advisor, Request
from routing.domain.decision import Ask, Transfer, Urgent
from routing.hearing import hear_reply
from routing.store.engine import migrate, open_engine
from routing.store.journal import Journal
from routing.text.model import Hypothesis, Prediction, Weighed

TUESDAY_MORNING = datetime(2026, 11, 24, 11, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
INTENTS = ("card_lost_or_stolen", "mortgage_apply", "account_statement", "card_order")
BOTH = "I need a statement and I also want a mortgage"
STATEMENT, MORTGAGE = "i need a statement", "want a mortgage"


class ModelByHand:
    """Believes of each text what it was told; of the rest that it is mostly about a mortgage."""

    version = "by-hand"

    def __init__(self, beliefs):
        self.beliefs = beliefs
        self.heard = []
        self.explained = []

    def predict(self, hypotheses):
        (said,) = {hypothesis.text for hypothesis in hypotheses}
        self.heard.append(said)
        believed = self.beliefs.get(said, {"mortgage_apply": 0.6, "account_statement": 0.39})
        probabilities = np.array([believed.get(intent, 0.0) for intent in INTENTS])
        return Prediction(INTENTS, probabilities, float(probabilities.sum()))

    def forget(self):
        pass

    def because(self, reason, intents):
        self.explained.append(reason)
        return (Weighed("word", 1.0),)


@pytest.fixture
def advisor(catalogue, tmp_path):
    """An advisor who knows what each half of `BOTH` is about."""
    engine = open_engine(f"sqlite:///{tmp_path / 'advisor.sqlite'}")
    migrate(engine)
    beliefs = {
        STATEMENT: {"account_statement": 0.97},
        MORTGAGE: {"mortgage_apply": 0.97},
        "i lost my card": {"card_lost_or_stolen": 0.97},
    }
    yield Advisor(catalogue, ModelByHand(beliefs), Journal(engine))
    engine.dispose()


def saying(reason, **facts):
    return Request(**{"hypotheses": (Hypothesis(reason),), "at": TUESDAY_MORNING, **facts})


def test_of_two_matters_the_first_said_is_seen_to_and_the_other_is_carried(advisor, catalogue):
    advice = advisor.advise(saying(BOTH))
    assert advice.decision == Transfer("accounts")
    assert advice.intent.id == "account_statement"
    assert advice.second.intent == catalogue.intents["mortgage_apply"]
    assert advice.second.department == catalogue.departments["mortgages"]
    assert "Also rings about applying for a mortgage (Mortgages)." in advice.script.handoff_note


def test_what_cannot_wait_is_seen_to_first_wherever_it_is_said(advisor):
    for reason in ("I want a mortgage. Also, I lost my card", "I lost my card and I also want a mortgage"):
        advisor.model.beliefs["i want a mortgage"] = {"mortgage_apply": 0.97}
        advice = advisor.advise(saying(reason))
        assert (advice.decision, advice.second.intent.id) == (Transfer("fraud"), "mortgage_apply")


def test_the_words_that_count_are_those_of_the_matter_seen_to(advisor):
    advisor.advise(saying(BOTH))
    assert advisor.model.explained == [STATEMENT]


def test_a_caller_who_has_been_to_one_department_goes_to_the_other(advisor):
    advice = advisor.advise(saying(BOTH, tried=("accounts",)))
    assert advice.decision == Transfer("mortgages")
    assert advice.second is None


def test_a_person_who_takes_a_call_for_a_closed_department_learns_of_both_matters(advisor):
    advice = advisor.advise(saying(BOTH, at=SUNDAY_NIGHT))
    assert advice.decision.action == "callback"
    assert advice.closed.id == "accounts"
    assert advice.second.department.id == "mortgages"


def test_danger_to_life_comes_before_any_second_matter(advisor):
    advice = advisor.advise(saying(f"{BOTH} and I want to kill myself"))
    assert isinstance(advice.decision, Urgent)
    assert [step.stage for step in advice.script.steps] == ["safety"]


def test_one_reason_has_one_answer_with_or_without_a_call_id(advisor):
    answers = [advisor.advise(saying(BOTH, call_id=call_id)) for call_id in ("", "call-7", "call-7")]
    assert len({(answer.decision, answer.second.intent.id, answer.script) for answer in answers}) == 1


def test_a_reason_without_a_joint_is_read_once(advisor):
    advisor.advise(saying("it is about my statement"))
    assert advisor.model.heard == ["it is about my statement"]


@pytest.mark.parametrize(("reply", "department", "second"), [("one", 0, 1), ("two", 1, 0)])
def test_a_caller_who_answers_a_question_keeps_the_other_matter(advisor, reply, department, second):
    departments = ("mortgages", "accounts")
    advisor.model.beliefs |= {STATEMENT: {"account_statement": 0.5, "mortgage_apply": 0.4}}
    asked = advisor.advise(saying(BOTH))
    assert isinstance(asked.decision, Ask)
    assert asked.second is None
    advisor.model.beliefs |= {STATEMENT: {"account_statement": 0.97}}
    advice = advisor.advise(saying(reply, question_id=asked.id))
    assert advice.decision == Transfer(departments[department])
    assert advice.second.department.id == departments[second]


def test_two_matters_in_a_reply_are_two_matters(advisor):
    asked = advisor.advise(saying("it is about a letter"))
    assert isinstance(asked.decision, Ask)
    advice = advisor.advise(saying("I lost my card and I also want a mortgage", question_id=asked.id))
    assert advice.decision == Transfer("fraud")
    assert advice.second.intent.id == "mortgage_apply"


def test_what_is_asked_for_counts_instead_of_what_is_denied(advisor):
    advisor.model.beliefs["i need a statement"] = {"account_statement": 0.97}
    advice = advisor.advise(saying("I don't want a mortgage, I need a statement"))
    assert advice.decision == Transfer("accounts")
    assert advice.second is None


def test_a_second_matter_whose_intents_were_dissolved_is_not_carried(advisor, catalogue):
    smaller = replace(
        catalogue, intents={name: each for name, each in catalogue.intents.items() if name != "mortgage_apply"}
    )
    advice = Advisor(smaller, advisor.model, advisor.journal).advise(saying(BOTH))
    assert advice.second is None


def test_a_department_that_has_had_the_caller_is_no_second_matter_after_a_reply_either(advisor, catalogue):
    advisor.model.beliefs |= {STATEMENT: {"account_statement": 0.97}, MORTGAGE: {"mortgage_apply": 0.97}}
    reply = (Hypothesis("no idea really"),)
    before, after = (
        hear_reply(advisor.model, catalogue, BOTH, reply, struck) for struck in (frozenset(), frozenset({"accounts"}))
    )
    assert before.two is not None
    assert after.two is None
