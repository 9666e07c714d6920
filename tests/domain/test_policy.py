"""The rules from a belief to one action, and the promises that hold whatever is believed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.catalogue import Costs
from routing.domain.decision import Ask, End, Operator, Transfer, Urgent
from routing.domain.manner import Manner
from routing.domain.policy import LEAST_OPTION, MAX_OPTIONS, NO_MENU, decide, expected_losses
from routing.domain.switchboard import Switchboard

FRONT_DESK = "front_desk"
DEPARTMENT_OF = {
    "card_lost": "fraud",
    "card_new": "cards",
    "card_refund": "cards",
    "loan_new": "loans",
    "saver_new": "savings",
    "mortgage_rate": "mortgages",
    "person_please": FRONT_DESK,
}
DEPARTMENTS = sorted(set(DEPARTMENT_OF.values()))
OTHERS = [name for name in DEPARTMENTS if name != FRONT_DESK]
BOARD = Switchboard(Costs(), FRONT_DESK, max_hops=3)
CALL = Call("call-1", "a reason", datetime(2026, 11, 24, 11, tzinfo=UTC))
SURELY_SMALL = 1e-6

tried_sets = st.frozensets(st.sampled_from(DEPARTMENTS), max_size=5)
seconds = st.integers(0, 600).map(float)
all_costs = st.builds(Costs, seconds, seconds, seconds, st.integers(1, 20).map(float))


@st.composite
def beliefs(draw):
    weights = draw(st.lists(st.integers(0, 100), min_size=len(DEPARTMENT_OF), max_size=len(DEPARTMENT_OF)))
    rest = draw(st.integers(0, 100))
    total = sum(weights) + rest or 1
    return Belief(dict(zip(DEPARTMENT_OF, (weight / total for weight in weights), strict=True)), DEPARTMENT_OF)


@st.composite
def calls(draw):
    ruled_out = draw(st.frozensets(st.sampled_from(OTHERS), max_size=3))
    chosen = draw(st.sampled_from(["", *DEPARTMENTS]))
    asked = draw(st.integers(0, 2))
    return replace(CALL, tried=draw(tried_sets), ruled_out=ruled_out, chosen=chosen, questions_asked=asked)


@st.composite
def boards(draw):
    urgent = draw(st.frozensets(st.sampled_from(sorted(DEPARTMENT_OF))))
    return Switchboard(draw(all_costs), FRONT_DESK, draw(st.integers(1, 6)), urgent=urgent)


def believing(**intents):
    return Belief(intents, DEPARTMENT_OF)


def named(decision):
    return {decision.department, *(decision.options if isinstance(decision, Ask) else ())}


@pytest.mark.parametrize(
    ("intents", "decision"),
    [
        ({}, Operator(FRONT_DESK)),
        ({"card_new": 0.0}, Operator(FRONT_DESK)),
        ({"card_new": 1.0}, Transfer("cards")),
        ({"card_new": 0.91}, Transfer("cards")),
        ({"card_new": 0.9}, Ask("cards", ("cards",))),
        ({"card_new": 0.26}, Ask("cards", ("cards",))),
        ({"card_new": 0.25}, Operator(FRONT_DESK)),
        ({"card_new": 0.5, "card_refund": 0.45}, Transfer("cards")),
        ({"card_new": 0.95, "loan_new": 0.05}, Transfer("cards")),
        ({"card_new": 0.6, "loan_new": 0.35}, Ask("cards", ("cards", "loans"))),
        ({"loan_new": 0.55, "card_new": 0.35, "saver_new": 0.1}, Ask("loans", ("loans", "cards", "savings"))),
        ({"loan_new": 0.56, "card_new": 0.35, "saver_new": 0.09}, Ask("loans", ("loans", "cards"))),
        ({"loan_new": 0.45, "person_please": 0.4, "card_new": 0.15}, Ask("loans", ("loans", "cards"))),
        ({"card_new": 0.3, "card_refund": 0.3, "loan_new": 0.4}, Ask("cards", ("cards", "loans"))),
        ({"card_new": 0.1, "loan_new": 0.1}, Operator(FRONT_DESK)),
        ({"person_please": 0.6}, Operator(FRONT_DESK)),
        ({"card_new": 0.02, "person_please": 0.98}, Transfer(FRONT_DESK)),
    ],
)
def test_with_the_default_costs_the_action_that_loses_least_time_is_taken(intents, decision):
    assert decide(CALL, believing(**intents), BOARD) == decision


@pytest.mark.parametrize(
    ("costs", "intents", "decision"),
    [
        (Costs(80, 30, 40), {"card_new": 0.5}, Transfer("cards")),
        (Costs(80, 20, 40), {"card_new": 0.5}, Transfer("cards")),
        (Costs(80, 0, 20), {"card_new": 0.5, "loan_new": 0.5}, Ask("cards", ("cards", "loans"))),
        (Costs(80, 40, 100), {"card_new": 0.5, "loan_new": 0.5}, Transfer("cards")),
        (Costs(200, 40, 40), {"card_new": 0.5, "loan_new": 0.5}, Operator(FRONT_DESK)),
    ],
)
def test_between_equal_losses_the_plainer_action_is_taken(costs, intents, decision):
    assert decide(CALL, believing(**intents), replace(BOARD, costs=costs)) == decision


def test_losses_are_the_expected_seconds_of_each_action():
    losses = expected_losses(CALL, believing(card_new=0.5, loan_new=0.25, saver_new=0.125), BOARD)
    assert losses == {
        Transfer("cards"): pytest.approx(75.0),
        Operator(FRONT_DESK): pytest.approx(40.0),
        Ask("cards", ("cards", "loans", "savings")): pytest.approx(10 + 0.125 * 40),
    }


@given(belief=beliefs(), call=calls(), board=boards())
def test_no_caller_goes_back_to_a_department_already_tried(belief, call, board):
    decision = decide(call, belief, board)
    assert isinstance(decision, Operator) or not named(decision) & call.tried


@given(belief=beliefs(), call=calls(), board=boards())
def test_a_department_the_caller_ruled_out_is_not_offered_again_unless_the_caller_picks_it(belief, call, board):
    assert not named(decide(replace(call, chosen=""), belief, board)) & (call.ruled_out - {FRONT_DESK})


@given(belief=beliefs(), call=calls(), board=boards())
def test_every_decision_names_exactly_one_department_of_the_house(belief, call, board):
    decision = decide(call, belief, board)
    assert decision.department in DEPARTMENTS
    assert isinstance(decision, Transfer | Operator) or decision.department == decision.options[0]


@given(belief=beliefs(), call=calls(), board=boards())
def test_a_person_takes_the_call_at_the_front_desk_and_nowhere_else(belief, call, board):
    decision = decide(call, belief, board)
    assert not isinstance(decision, Operator) or decision.department == FRONT_DESK


@given(belief=beliefs(), tried=tried_sets)
def test_a_question_offers_at_most_three_different_departments_each_worth_its_breath(belief, tried):
    losses = expected_losses(CALL, belief.without(tried), BOARD)
    for question in (decision for decision in losses if isinstance(decision, Ask)):
        assert 1 <= len(set(question.options)) == len(question.options) <= MAX_OPTIONS
        assert all(belief.departments[name] >= LEAST_OPTION for name in question.options)
        assert FRONT_DESK not in question.options


@given(belief=beliefs(), call=calls(), board=boards())
def test_a_caller_who_has_answered_a_question_is_asked_no_other_at_this_hop(belief, call, board):
    asked = replace(call, questions_asked=max(call.questions_asked, 1))
    assert not isinstance(decide(asked, belief, board), Ask)


@given(belief=beliefs(), call=calls(), board=boards())
def test_a_caller_passed_on_too_often_gets_a_person(belief, call, board):
    decision = decide(call, belief, board)
    assert decision == Operator(FRONT_DESK, owner=True) or call.hops < board.max_hops


@given(
    belief=beliefs(), chosen=st.sampled_from(DEPARTMENTS), tried=st.frozensets(st.sampled_from(DEPARTMENTS), max_size=2)
)
def test_a_caller_who_picked_a_department_goes_there_unless_it_has_failed_them(belief, chosen, tried):
    decision = decide(replace(CALL, chosen=chosen, tried=tried, questions_asked=1), belief, BOARD)
    assert (decision == Transfer(chosen)) if chosen not in tried else (chosen not in named(decision) - {FRONT_DESK})


@given(belief=beliefs(), call=calls(), board=boards(), order=st.permutations(list(DEPARTMENT_OF)))
def test_the_answer_never_depends_on_the_order_of_intents_or_departments(belief, call, board, order):
    shuffled = Belief(
        {intent: belief.intents[intent] for intent in order}, {intent: DEPARTMENT_OF[intent] for intent in order}
    )
    assert decide(call, shuffled, board) == decide(call, belief, board)


@pytest.mark.parametrize(
    ("cost", "action"), [("wrong_transfer_s", Transfer), ("question_s", Ask), ("operator_s", Operator)]
)
@given(belief=beliefs(), call=calls(), board=boards(), dearer_by=st.integers(1, 600))
def test_raising_the_cost_of_an_action_never_makes_it_more_frequent(cost, action, belief, call, board, dearer_by):
    dearer = replace(board.costs, **{cost: getattr(board.costs, cost) + dearer_by})
    before, after = decide(call, belief, board), decide(call, belief, replace(board, costs=dearer))
    assert isinstance(before, action) or not isinstance(after, action)


@given(belief=beliefs(), board=boards(), tried=tried_sets)
def test_no_possible_action_loses_less_time_than_the_one_taken(belief, board, tried):
    call = replace(CALL, tried=frozenset(list(tried)[: board.max_hops - 1]))
    losses = expected_losses(call, belief.without(call.tried), board)
    assert losses[decide(call, belief, board)] <= min(losses.values()) + SURELY_SMALL


@given(belief=beliefs(), board=boards())
def test_striking_a_department_out_makes_nobody_surer_of_the_next(belief, board):
    board = replace(board, urgent=frozenset())
    best = belief.ranked()[0][0]
    struck = expected_losses(CALL, belief.without(frozenset((best,))), board)
    whole = dict(belief.ranked())
    for decision, loss in struck.items():
        if isinstance(decision, Transfer):
            assert loss == pytest.approx((1 - whole[decision.department]) * board.costs.wrong_transfer_s)


@given(belief=beliefs(), call=calls(), board=boards())
def test_a_life_in_danger_gets_a_person_at_once_whatever_is_believed(belief, call, board):
    assert decide(replace(call, manners=frozenset(Manner)), belief, board) == Urgent(FRONT_DESK)


@pytest.mark.parametrize(("authorised", "decision"), [(True, End(FRONT_DESK)), (False, Operator(FRONT_DESK))])
def test_abuse_is_warned_of_first_and_ends_the_call_only_afterwards_and_where_the_house_allows_it(authorised, decision):
    board, abusive = replace(BOARD, may_end_calls=authorised), replace(CALL, manners=frozenset((Manner.ABUSE,)))
    sure = believing(card_new=1.0)
    assert decide(abusive, sure, board) == Transfer("cards")
    assert decide(replace(abusive, warned=True, insulting=True), sure, board) == decision
    assert decide(replace(abusive, warned=True), sure, board) == Transfer("cards"), (
        "what only a model heard ends no call"
    )
    possible_danger = frozenset((Manner.ABUSE, Manner.CONCERN))
    assert decide(replace(abusive, warned=True, insulting=True, manners=possible_danger), sure, board) == Operator(
        FRONT_DESK
    )
    assert decide(replace(CALL, warned=True), sure, board) == Transfer("cards")


@pytest.mark.parametrize("manner", sorted(NO_MENU))
@given(belief=beliefs(), call=calls(), board=boards())
def test_who_is_distressed_or_confused_or_wants_a_person_meets_no_menu(manner, belief, call, board):
    assert not isinstance(decide(replace(call, manners=frozenset((manner,))), belief, board), Ask)


@given(belief=beliefs(), call=calls(), board=boards())
def test_where_there_may_be_danger_a_person_listens_whatever_is_believed(belief, call, board):
    call = replace(call, manners=frozenset((Manner.CONCERN,)), warned=False)
    decision = decide(call, belief, board)
    assert isinstance(decision, Operator)
    assert decision.department == FRONT_DESK


@given(belief=beliefs(), call=calls(), board=boards())
def test_silence_is_not_answered_with_another_question(belief, call, board):
    assert not isinstance(decide(replace(call, silent=True), belief, board), Ask)


def test_who_asks_for_a_person_gets_one_in_the_right_department():
    wanting = replace(CALL, manners=frozenset((Manner.PERSON,)))
    assert decide(wanting, believing(card_new=0.8), BOARD) == Transfer("cards")
    assert decide(wanting, believing(card_new=0.6, loan_new=0.3), BOARD) == Operator(FRONT_DESK)


@pytest.mark.parametrize(
    ("intents", "decision"),
    [
        ({"card_lost": 0.8, "card_new": 0.15}, Transfer("fraud")),
        ({"card_new": 0.8, "card_lost": 0.15}, Ask("cards", ("cards", "fraud"))),
        ({"card_lost": 0.6, "card_new": 0.3}, Ask("fraud", ("fraud", "cards"))),
        ({"card_lost": 0.09}, Operator(FRONT_DESK)),
    ],
)
def test_what_cannot_wait_is_put_through_where_a_routine_matter_is_asked_about(intents, decision):
    board = replace(BOARD, urgent=frozenset(("card_lost",)))
    assert decide(CALL, believing(**intents), board) == decision


def test_the_losses_of_an_urgent_caller_count_several_times():
    board = replace(BOARD, urgent=frozenset(("card_lost",)))
    losses = expected_losses(CALL, believing(card_lost=0.5, card_new=0.25), board)
    assert losses == {
        Transfer("fraud"): pytest.approx((0.25 + 0.25) * 150),
        Operator(FRONT_DESK): pytest.approx((0.5 * 4 + 0.25 + 0.25) * 40),
        Ask("fraud", ("fraud", "cards")): pytest.approx((0.5 * 4 + 0.5) * 10 + 0.25 * 40),
    }


@given(belief=beliefs(), here=st.integers(0, 3), before=st.integers(0, 3))
def test_at_most_one_question_is_asked_a_hop_and_two_a_call(belief, here, before):
    call = replace(CALL, questions_asked=here, questions_in_call=here + before)
    assert not isinstance(decide(call, belief, BOARD), Ask) or (here == 0 and before < 2)
