"""Many calls under all policies: fair, repeatable and complete."""

import json
from dataclasses import replace

import numpy as np
import pytest

from routing.domain.belief import Belief
from routing.domain.catalogue import Costs
from routing.errors import AdvisorError
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.switchboard.assumptions import NAMES, Assumptions, assumed, scaled
from training.switchboard.callers import callers_of
from training.switchboard.figures import FIGURES, resamples
from training.switchboard.play import PARTS, Caller
from training.switchboard.policies import BEST_GUESS, FIXED_THRESHOLD, KEYPAD_MENU, OURS, ours
from training.switchboard.simulate import Trial, simulate

TRIAL = Trial(repeats=3, seed=5)


@pytest.fixture(scope="module")
def callers(catalogue):
    """Forty callers: half plain, a quarter between two departments, a quarter out of scope."""
    kinds = (
        ("cards", {"card_order": 0.98}),
        ("mortgages", {"mortgage_rate": 0.97, "card_order": 0.02}),
        ("savings", {"card_order": 0.5, "savings_open": 0.45}),
        ("front_desk", {"card_order": 0.1, "mortgage_rate": 0.05}),
    )
    return [
        Caller(str(place), "a few words", Belief.over(believed.items(), catalogue.intents), right)
        for place, (right, believed) in enumerate(kinds * 10)
    ]


@pytest.fixture(scope="module")
def result(callers, catalogue):
    return simulate(callers, catalogue, Assumptions(), TRIAL)


def by_name(result):
    return {row["policy"]: row for row in result["policies"]}


def test_the_same_seed_gives_the_same_figures_and_another_seed_others(callers, catalogue, result):
    again = simulate(callers, catalogue, Assumptions(), TRIAL)
    other = simulate(callers, catalogue, Assumptions(), replace(TRIAL, seed=6))

    assert json.dumps(again) == json.dumps(result)
    assert other["policies"] != result["policies"]


def test_a_policy_that_has_played_before_plays_the_same(callers, catalogue, result):
    advisor = ours(catalogue)

    first, second = (simulate(callers, catalogue, Assumptions(), TRIAL, advisor) for _ in range(2))

    assert first == second == result


def test_all_four_policies_are_reported_with_every_figure_in_its_interval(result):
    assert list(by_name(result)) == [KEYPAD_MENU, BEST_GUESS, FIXED_THRESHOLD, OURS]
    for row in result["policies"]:
        assert row.keys() == {"policy", *FIGURES, "intervals", "seconds"}
        for figure in FIGURES:
            low, high = row["intervals"][figure]
            assert low <= row[figure] <= high
        assert row["seconds"].keys() == set(PARTS)
        assert sum(row["seconds"].values()) == pytest.approx(row["caller_seconds_per_call"], abs=1e-3)


def test_the_policies_are_ranked_by_seconds_and_what_ours_saves_is_their_difference(result):
    seconds = {name: row["caller_seconds_per_call"] for name, row in by_name(result).items()}
    saves = [row["caller_seconds_per_call"] for row in result["ours_saves"]]

    assert result["fewest_seconds"] == min(seconds, key=seconds.get) == OURS
    assert saves == sorted(saves)
    for row in result["ours_saves"]:
        assert row["caller_seconds_per_call"] == pytest.approx(seconds[row["beside"]] - seconds[OURS], abs=1e-3)


def test_callers_between_two_departments_are_asked_and_plain_ones_are_not(result):
    assert by_name(result)[OURS]["questions_per_call"] > 0.2
    assert all(by_name(result)[name]["questions_per_call"] == 0 for name in (KEYPAD_MENU, BEST_GUESS, FIXED_THRESHOLD))


def test_when_nothing_goes_wrong_and_all_is_plain_the_spoken_policies_cost_the_same(catalogue):
    believed = Belief.over([("card_order", 1.0)], catalogue.intents)
    callers = [Caller(str(place), "four words of reason", believed, "cards") for place in range(10)]
    faultless = Assumptions(
        menu_wrong=0, answer_wrong=0, answer_silent=0, operator_wrong=0, colleague_wrong=0, right_fails=0
    )

    rows = by_name(simulate(callers, catalogue, faultless, TRIAL))

    assert {rows[name]["caller_seconds_per_call"] for name in (BEST_GUESS, FIXED_THRESHOLD, OURS)} == {3.0 + 4 / 2.5}
    assert rows[KEYPAD_MENU]["caller_seconds_per_call"] == 2 * 4.0
    assert {row["transfers_per_call"] for row in rows.values()} == {1.0}


def test_a_threshold_is_chosen_on_calls_it_is_not_judged_by(catalogue):
    believed = Belief.over([("card_order", 0.6)], catalogue.intents)
    callers = [Caller(str(place), "words", believed, "cards" if place else "loans") for place in range(2)]

    result = simulate(callers, catalogue, Assumptions(right_fails=0), TRIAL)

    assert sorted(threshold > 0.6 for threshold in result["thresholds"]) == [False, True]
    assert (
        by_name(result)[FIXED_THRESHOLD]["caller_seconds_per_call"] > by_name(result)[OURS]["caller_seconds_per_call"]
    )


def test_one_call_and_a_catalogue_with_a_front_desk_alone_are_enough(catalogue):
    desk = catalogue.front_desk
    alone = replace(catalogue, departments={desk.id: desk}, intents={})

    result = simulate([Caller("1", "hello", Belief({}, {}), desk.id)], alone, Assumptions(), TRIAL)

    assert {row["transfers_per_call"] for row in result["policies"]} == {1.0}
    assert {row["operator_share"] for row in result["policies"]} == {1.0}


def test_progress_ends_at_the_whole(callers, catalogue):
    shares = []

    simulate(callers, catalogue, Assumptions(), Trial(1, 1), advance=shares.append)

    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_resamples_count_every_call_as_often_as_any_other():
    drawn = resamples(50, seed=1)

    assert drawn.weights.sum(axis=1) == pytest.approx(1.0)
    assert drawn.weights.mean(axis=0) == pytest.approx(1 / 50, rel=0.2)
    low, high = drawn.interval(np.arange(50.0))
    assert (low, high) == pytest.approx((24.5 - 1.96 * 2.04, 24.5 + 1.96 * 2.04), abs=0.5)


def test_labelled_calls_become_callers_for_the_department_of_their_label(catalogue, shipped):
    calls = [
        LabelledCall("my card was stolen", "card_lost_or_stolen"),
        LabelledCall("my card was stolen", department="cards"),
        LabelledCall("sing me a song", OUT_OF_SCOPE),
    ]

    callers = callers_of(calls, shipped, catalogue)

    assert [caller.right for caller in callers] == ["fraud", "cards", "front_desk"]
    assert callers[0].belief.ranked()[0][0] == "fraud"
    assert len({caller.id for caller in callers}) == 3


def test_assumptions_are_the_catalogues_costs_and_what_the_user_changes():
    found = assumed(Costs(wrong_transfer_s=99), ["question_s = 7", "menu_wrong=0.5"])

    assert found == replace(Assumptions(), wrong_transfer_s=99, question_s=7, menu_wrong=0.5)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("menu_wrong", "expected NAME=VALUE with one of wrong_transfer_s"),
        ("patience=3", "expected NAME=VALUE"),
        ("menu_wrong=2", "expected a share from 0 to 1, found '2'"),
        ("question_s=-1", "expected seconds from 0 to 86400"),
        ("question_s=nan", "found 'nan'"),
        ("question_s=long", "found 'long'"),
        ("words_per_s=0", "expected words a second from 0.1"),
    ],
)
def test_an_assumption_that_cannot_be_is_refused(change, words):
    with pytest.raises(AdvisorError, match=words):
        assumed(Costs(), [change])


@pytest.mark.parametrize("name", NAMES)
def test_a_scaled_assumption_differs_in_one_value_and_stays_possible(name):
    usual = Assumptions()
    doubled = scaled(usual, name, 2)

    assert getattr(doubled, name) == 2 * getattr(usual, name)
    assert replace(doubled, **{name: getattr(usual, name)}) == usual
    assert scaled(usual, "handed_on", 9).handed_on == 1.0
