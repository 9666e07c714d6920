"""Probabilities of intents add up to those of departments; striking some out leaves the rest alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.belief import Belief
from routing.domain.intent import Intent, Urgency

DEPARTMENT_OF = {
    "card_lost": "fraud",
    "card_new": "cards",
    "card_refund": "cards",
    "loan_new": "loans",
    "loan_rate": "loans",
    "saver_new": "savings",
}
DEPARTMENTS = sorted(set(DEPARTMENT_OF.values()))


@st.composite
def beliefs(draw):
    weights = draw(st.lists(st.integers(0, 100), min_size=len(DEPARTMENT_OF), max_size=len(DEPARTMENT_OF)))
    total = sum(weights) + draw(st.integers(1, 100))
    return Belief(dict(zip(DEPARTMENT_OF, (weight / total for weight in weights), strict=True)), DEPARTMENT_OF)


struck_out = st.frozensets(st.sampled_from(DEPARTMENTS))


def intent(name, department):
    return Intent(name, name, department, "", Urgency.ROUTINE, (), (), {})


def test_a_department_is_as_likely_as_its_intents_together():
    belief = Belief({"card_new": 0.25, "card_refund": 0.5, "loan_new": 0.125}, DEPARTMENT_OF)
    assert belief.departments == {"cards": 0.75, "loans": 0.125}


@given(belief=beliefs())
def test_departments_share_out_exactly_what_the_intents_have(belief):
    assert sum(belief.departments.values()) == pytest.approx(sum(belief.intents.values()))


@given(belief=beliefs(), struck=struck_out)
def test_striking_departments_out_never_renormalises_the_rest(belief, struck):
    left = belief.without(struck)
    assert left.departments == {name: p for name, p in belief.departments.items() if name not in struck}
    assert left.intents == {name: p for name, p in belief.intents.items() if DEPARTMENT_OF[name] not in struck}


@given(belief=beliefs(), struck=struck_out, more=struck_out)
def test_striking_out_twice_is_striking_out_once(belief, struck, more):
    assert belief.without(struck).without(more) == belief.without(struck | more)


@given(belief=beliefs())
def test_departments_are_ranked_from_the_likeliest_down(belief):
    probabilities = [p for _, p in belief.ranked()]
    assert probabilities == sorted(probabilities, reverse=True)
    assert sorted(name for name, _ in belief.ranked()) == DEPARTMENTS


def test_equally_likely_departments_and_intents_stand_in_alphabetical_order():
    belief = Belief(
        dict.fromkeys(reversed(DEPARTMENT_OF), 0.125) | {"card_lost": 0.25, "saver_new": 0.25}, DEPARTMENT_OF
    )
    assert [name for name, _ in belief.ranked()] == ["cards", "fraud", "loans", "savings"]
    assert belief.best_intent("cards") == "card_new"
    assert belief.best_intent("loans") == "loan_new"


@given(belief=beliefs(), order=st.permutations(list(DEPARTMENT_OF)))
def test_the_order_of_intents_changes_nothing(belief, order):
    shuffled = Belief({name: belief.intents[name] for name in order}, DEPARTMENT_OF)
    assert shuffled.ranked() == belief.ranked()
    assert [shuffled.best_intent(name) for name in DEPARTMENTS] == [belief.best_intent(name) for name in DEPARTMENTS]


def test_rounding_does_not_let_the_order_of_intents_choose_between_equal_departments():
    department_of = {"a": "savings", "b": "savings", "c": "savings", "d": "cards"}
    parts = {"a": 0.05, "b": 0.1, "c": 0.15, "d": 0.3}
    forwards = Belief(parts, department_of)
    backwards = Belief(dict(reversed(parts.items())), department_of)
    assert forwards.ranked() == backwards.ranked()


def test_the_best_intent_is_the_departments_own_and_none_without_one():
    belief = Belief({"card_lost": 0.5, "card_new": 0.125, "card_refund": 0.25}, DEPARTMENT_OF)
    assert belief.best_intent("cards") == "card_refund"
    assert belief.best_intent("loans") is None


def test_intents_the_catalogue_no_longer_has_count_as_none_of_these():
    intents = {"card_new": intent("card_new", "cards"), "loan_new": intent("loan_new", "loans")}
    belief = Belief.over([("card_new", 0.25), ("card_telex", 0.5), ("loan_new", 0.125)], intents)
    assert belief == Belief({"card_new": 0.25, "loan_new": 0.125}, {"card_new": "cards", "loan_new": "loans"})


def test_a_failure_speaks_for_the_others_by_bayes_rule():
    belief = Belief({"card_new": 0.8, "loan_new": 0.1}, DEPARTMENT_OF).after_failures({"card_new": 0.1})
    assert belief.intents == {"card_new": pytest.approx(0.08 / 0.28), "loan_new": pytest.approx(0.1 / 0.28)}


def test_a_department_that_never_fails_its_own_callers_is_out_of_the_question():
    belief = Belief({"card_new": 1.0}, DEPARTMENT_OF).after_failures({"card_new": 0.0})
    assert belief.departments == {"cards": 0.0}


@given(belief=beliefs(), fails=st.dictionaries(st.sampled_from(sorted(DEPARTMENT_OF)), st.floats(0, 1)))
def test_failures_leave_probabilities_and_never_help_the_department_that_failed(belief, fails):
    after = belief.after_failures(fails)
    assert all(-1e-12 <= p <= 1 + 1e-12 for p in after.intents.values())
    assert sum(after.intents.values()) <= 1 + 1e-9
    for intent in set(DEPARTMENT_OF) - set(fails):
        assert after.intents[intent] >= belief.intents[intent] - 1e-12


@given(belief=beliefs())
def test_a_failure_that_happens_to_everybody_says_nothing(belief):
    assert belief.after_failures(dict.fromkeys(DEPARTMENT_OF, 1.0)).intents == pytest.approx(belief.intents)
