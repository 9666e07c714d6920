"""Calls through the switchboard, told by whom they reach and what they cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.belief import Belief
from routing.domain.decision import Ask, Operator, Transfer
from training.switchboard.assumptions import Assumptions
from training.switchboard.luck import Chance, Luck, draw_luck
from training.switchboard.play import PARTS, Caller, house_of, play, times_needed
from training.switchboard.policies import Policy, best_guess, fixed_threshold, keypad_menu, ours

SAID = 1 + 3


def total(played):
    return sum(played.seconds.values())


def asking(*options):
    """A policy that asks once, then does as it is told or goes to the front desk."""

    def decide(call, belief):
        if not call.questions_in_call:
            return Ask(options[0], options)
        return Transfer(call.chosen) if call.chosen else Operator("desk")

    return Policy("asking", spoken=True, decide=decide)


def test_a_right_guess_costs_only_the_saying(house, caller, luck):
    played = play(caller("cards", cards=0.9), best_guess("desk"), house("cards", "loans"), luck)

    assert (played.reached, played.right_first, total(played)) == (("cards",), True, SAID)


def test_after_a_wrong_guess_the_caller_comes_back_and_the_next_likeliest_is_tried(house, caller, luck):
    played = play(caller("loans", cards=0.9, loans=0.1), best_guess("desk"), house("cards", "loans"), luck)

    assert (played.reached, played.right_first) == (("cards", "loans"), False)
    assert total(played) == SAID + 1000


def test_a_department_that_hands_on_finds_the_right_one_without_the_switchboard(house, caller, luck):
    handing_on = house("cards", "loans", "fraud", handed_on=1)

    played = play(caller("fraud", cards=0.9, loans=0.1), best_guess("desk"), handing_on, luck)

    assert (played.reached, total(played)) == (("cards", "fraud"), SAID + 1000)


def test_below_the_threshold_the_front_desk_finds_the_department(house, caller, luck):
    unsure = caller("loans", cards=0.6, loans=0.4)

    over = play(unsure, fixed_threshold(0.6, "desk"), house("cards", "loans"), luck)
    under = play(unsure, fixed_threshold(0.61, "desk"), house("cards", "loans"), luck)

    assert over.reached == ("cards", "desk", "loans")
    assert (under.reached, total(under)) == (("desk", "loans"), SAID + 10_000)


def test_a_caller_out_of_scope_ends_at_the_front_desk(house, caller, luck):
    played = play(caller("desk", cards=0.2), fixed_threshold(0.5, "desk"), house("cards", "loans"), luck)

    assert (played.reached, played.right_first, total(played)) == (("desk",), True, SAID + 10_000)


def test_a_question_costs_its_time_and_its_answer_is_followed(house, caller, luck):
    played = play(caller("loans"), asking("cards", "loans"), house("cards", "loans"), luck)

    assert (played.reached, played.questions, total(played)) == (("loans",), 1, SAID + 100)


def test_a_caller_whom_no_option_fits_says_so(house, caller, luck):
    played = play(caller("fraud"), asking("cards", "loans"), house("cards", "loans", "fraud"), luck)

    assert played.reached == ("desk", "fraud")


def test_a_wrong_answer_leads_to_the_other_option(house, caller, luck):
    astray = house("cards", "loans", answer_wrong=1)

    assert play(caller("loans"), asking("cards", "loans"), astray, luck).reached[0] == "cards"


def test_a_wrong_answer_to_a_question_with_one_option_refuses_it(house, caller, luck):
    astray = house("cards", "loans", answer_wrong=1)

    assert play(caller("loans"), asking("loans"), astray, luck).reached == ("desk", "loans")
    assert play(caller("loans"), asking("cards"), astray, luck).reached[0] == "cards"


def test_a_caller_who_says_nothing_has_chosen_and_refused_nothing(house, caller, luck):
    seen = []

    def decide(call, belief):
        seen.append(call)
        return Operator("desk") if call.questions_asked else Ask("cards", ("cards",))

    play(caller("cards"), Policy("seen", True, decide), house("cards", answer_silent=1), luck)

    assert (seen[1].chosen, seen[1].ruled_out, seen[1].questions_in_call) == ("", frozenset(), 1)


def test_the_menu_is_heard_up_to_the_wanted_option_and_asks_for_no_words(house, caller, luck):
    played = play(caller("loans"), keypad_menu(), house("cards", "loans", "fraud"), luck)

    assert (played.reached, total(played)) == (("loans",), pytest.approx(2 * 0.01))


def test_the_front_desk_takes_over_after_as_many_transfers_as_the_catalogue_allows(house, caller, luck):
    astray = house("cards", "loans", "fraud", "travel", max_hops=2)

    played = play(caller("travel", cards=0.5, loans=0.3, fraud=0.2), best_guess("desk"), astray, luck)

    assert played.reached == ("cards", "loans", "desk", "travel")
    assert total(played) == SAID + 2 * 1000 + 10_000


def test_a_caller_whom_the_right_department_fails_is_finished_by_the_front_desk(house, caller, luck):
    failing = house("cards", "loans", right_fails=1, handed_on=1)

    played = play(caller("cards", cards=0.9), best_guess("desk"), failing, luck)

    assert (played.reached, played.right_first) == (("cards", "desk"), True)


def test_an_organisation_of_a_front_desk_alone_finishes_every_call_there(house, caller, luck):
    for policy in (keypad_menu(), best_guess("desk"), fixed_threshold(0.5, "desk")):
        assert play(caller("desk"), policy, house(), luck).reached == ("desk",)


SHARE = st.floats(0, 1)
WORLDS = st.builds(
    Assumptions, menu_wrong=SHARE, answer_wrong=SHARE, answer_silent=SHARE, operator_wrong=SHARE, colleague_wrong=SHARE,
    handed_on=SHARE, right_fails=SHARE,
)  # fmt: skip
MANY = ("card_order", "card_lost_or_stolen", "mortgage_rate", "savings_open", "person_please")


@given(
    world=WORLDS,
    seed=st.integers(0, 10_000),
    weights=st.lists(st.integers(0, 9), min_size=len(MANY), max_size=len(MANY)),
    right=st.sampled_from(("cards", "fraud", "mortgages", "bereavement", "front_desk")),
)
def test_every_call_ends_with_people_who_can_finish_it_and_nobody_is_tried_twice(
    catalogue, world, seed, weights, right
):
    house = house_of(catalogue, world)
    believed = {name: weight / (sum(weights) + 1) for name, weight in zip(MANY, weights, strict=True)}
    caller = Caller("1", "a reason", Belief.over(believed.items(), catalogue.intents), right)
    (luck,) = draw_luck(1, 0, seed, times_needed(house))

    for policy in (keypad_menu(), best_guess("front_desk"), fixed_threshold(0.7, "front_desk"), ours(catalogue)):
        played = play(caller, policy, house, luck)
        departments = [name for name in played.reached if name != "front_desk"]

        assert played.reached[-1] in (right, "front_desk")
        assert len(departments) == len(set(departments)) <= house.max_hops + 1
        assert played.seconds.keys() == set(PARTS)
        assert min(played.seconds.values()) >= 0
        assert played.questions <= 2


def test_a_call_is_not_asked_more_than_twice_however_often_it_comes_back(catalogue, luck):
    world = Assumptions(answer_wrong=1.0, answer_silent=0.0, handed_on=0.0)
    torn = {"card_order": 0.3, "mortgage_rate": 0.3, "savings_open": 0.3}
    caller = Caller("1", "a reason", Belief.over(torn.items(), catalogue.intents), "travel")

    assert play(caller, ours(catalogue), house_of(catalogue, world), luck).questions == 2


def test_luck_that_comes_up_more_often_than_was_drawn_begins_anew():
    luck = Luck([[0.1, 0.2] for _ in Chance])

    assert [luck.of(Chance.WHICH, time) for time in range(3)] == [0.1, 0.2, 0.1]
