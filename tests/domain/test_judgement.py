"""What was believed and decided, told from the sample bank's catalogue."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.decision import Ask, Operator, Transfer
from routing.domain.judgement import judge

CALL = Call("call-1", "a reason", datetime(2026, 11, 24, 11, tzinfo=UTC))
MANY = ("card_order", "card_not_arrived", "card_lost_or_stolen", "mortgage_rate", "savings_open", "person_please")


@pytest.fixture(scope="module")
def believing(catalogue):
    """Return a belief over intents of the bank."""

    def belief(**probabilities):
        return Belief.over(probabilities.items(), catalogue.intents)

    return belief


@st.composite
def shares(draw):
    weights = draw(st.lists(st.integers(0, 50), min_size=len(MANY), max_size=len(MANY)))
    total = sum(weights) + draw(st.integers(1, 50))
    return dict(zip(MANY, (weight / total for weight in weights), strict=True))


def test_confidence_is_of_the_department_and_not_of_the_intent(catalogue, believing):
    judgement = judge(CALL, believing(card_order=0.5, card_not_arrived=0.4375), catalogue)
    assert judgement.decision == Transfer("cards")
    assert judgement.confidence == 0.9375
    assert judgement.intent == "card_order"


@pytest.mark.parametrize(("share", "sure"), [(0.5, False), (0.50001, True), (0.9, True)])
def test_an_intent_is_sure_when_it_is_likelier_than_all_else_together(catalogue, believing, share, sure):
    judgement = judge(CALL, believing(card_order=share, card_not_arrived=0.95 - share), catalogue)
    assert judgement.intent == "card_order"
    assert judgement.sure_of_intent is sure


def test_a_question_offers_the_likeliest_intent_of_each_department(catalogue, believing):
    belief = believing(card_order=0.3, card_not_arrived=0.2, mortgage_rate=0.45)
    judgement = judge(CALL, belief, catalogue)
    assert judgement.decision == Ask("cards", ("cards", "mortgages"))
    assert judgement.options == ("card_order", "mortgage_rate")


def test_only_a_question_has_options(catalogue, believing):
    assert judge(CALL, believing(card_order=0.95), catalogue).options == ()


def test_when_a_person_takes_the_call_the_likeliest_intent_of_all_is_told(catalogue, believing):
    judgement = judge(CALL, believing(mortgage_rate=0.09, card_order=0.05), catalogue)
    assert judgement.decision == Operator("front_desk")
    assert judgement.intent == "mortgage_rate"
    assert judgement.confidence == 0


def test_a_call_nothing_is_known_of_has_no_intent_and_goes_to_a_person(catalogue, believing):
    judgement = judge(CALL, believing(), catalogue)
    assert judgement.decision == Operator("front_desk")
    assert judgement.intent is None
    assert not judgement.sure_of_intent
    assert judgement.confidence == 0


def test_a_department_that_failed_is_struck_and_makes_nobody_surer_of_the_next(catalogue, believing):
    belief = believing(card_order=0.6, mortgage_rate=0.3)
    judgement = judge(replace(CALL, tried=frozenset(("cards",))), belief, catalogue)
    assert judgement.offered.departments == {"mortgages": 0.3}
    assert judgement.decision == Ask("mortgages", ("mortgages",))
    assert judgement.confidence == 0.3


@given(probabilities=shares(), tried=st.frozensets(st.sampled_from(("cards", "fraud", "mortgages", "savings"))))
def test_every_judgement_names_one_department_of_the_catalogue_that_was_not_tried(
    catalogue, believing, probabilities, tried
):
    judgement = judge(replace(CALL, tried=tried), believing(**probabilities), catalogue)
    assert judgement.decision.department in catalogue.departments
    assert judgement.decision.department not in tried
    assert 0 <= judgement.confidence <= 1
    assert not {catalogue.intents[option].department for option in judgement.options} & tried


@given(probabilities=shares(), order=st.permutations(MANY), asked=st.integers(0, 1))
def test_the_judgement_never_depends_on_the_order_of_departments_or_intents(
    catalogue, believing, probabilities, order, asked
):
    call = replace(CALL, questions_asked=asked)
    turned = replace(
        catalogue,
        departments=dict(reversed(catalogue.departments.items())),
        intents=dict(reversed(catalogue.intents.items())),
    )
    one = judge(call, believing(**probabilities), catalogue)
    other = judge(call, believing(**{intent: probabilities[intent] for intent in order}), turned)
    assert (one.decision, one.intent, one.options) == (other.decision, other.intent, other.options)
    assert one.confidence == pytest.approx(other.confidence)
