"""What a call has been through is read from the advice given in it, and counts as evidence."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.history import RETURN_S, Given, History, fails_though_right
from routing.domain.passed_on import was_passed_on

START = datetime(2026, 11, 24, 11, tzinfo=UTC)


def given_at(seconds, action="transfer", department="cards", hop=0, reason="my card", **facts):
    known = {"intent": "card_order", "tried": frozenset(), "manners": frozenset(), "warned": False, "promised": ""}
    known |= {"said": reason} | facts
    return Given(hop, action, department, reason=reason, at=START + timedelta(seconds=seconds), **known)


def after(seconds):
    return START + timedelta(seconds=seconds)


def test_a_new_call_has_been_nowhere():
    history = History()
    assert (history.hops(START), history.tried(0), history.questions("", 0, START)) == (0, frozenset(), {})
    assert (history.reason_before("my card"), history.first_intent, history.promised) == ("", "", "")


def test_a_caller_who_comes_back_has_tried_the_department_they_were_sent_to():
    history = History((given_at(0),))
    assert history.hops(after(90)) == 1
    assert history.tried(1) == {"cards"}


def test_a_request_that_is_sent_again_at_once_is_no_return():
    history = History((given_at(0), given_at(3)))
    assert history.hops(after(3 + RETURN_S - 1)) == 0
    assert history.tried(0) == frozenset()


def test_of_several_answers_at_one_hop_the_last_is_where_the_caller_went():
    history = History((given_at(0, "ask"), given_at(8, department="loans"), given_at(100, department="cards", hop=1)))
    assert history.hops(after(200)) == 2
    assert history.tried(2) == {"loans", "cards"}
    assert history.tried(1) == {"loans"}


@pytest.mark.parametrize("action", ["ask", "urgent", "callback", "end"])
def test_only_a_transfer_can_be_come_back_from(action):
    assert History((given_at(0, action),)).hops(after(500)) == 0


def test_the_front_desk_counts_as_a_hop_and_may_be_offered_again():
    history = History((given_at(0, "operator", "front_desk"),))
    assert history.hops(after(500)) == 1
    assert history.tried(1) == frozenset()


def test_departments_that_were_told_once_are_remembered():
    history = History((given_at(0, "ask", tried=frozenset(("loans",))),))
    assert history.tried(0) == {"loans"}


def test_a_question_counts_once_however_often_it_was_sent_and_not_for_the_words_that_led_to_it():
    asked = (given_at(0, "ask", reason="my payment"), given_at(1, "ask", reason="my payment"))
    history = History((*asked, given_at(60, "ask", reason="it failed", hop=1)))
    assert history.questions("my payment", 0, after(10)) == {1: 1}
    assert history.questions("my payment", 1, after(10)) == {0: 1, 1: 1}
    assert history.questions("another word", 0, after(10)) == {0: 1, 1: 1}
    assert history.questions("my payment", 0, after(60)) == {0: 1, 1: 1}


def test_a_warning_counts_for_new_words_and_never_for_words_in_the_record():
    history = History((given_at(0, "ask", warned=True, reason="you fool"),))
    assert not history.warned("you fool")
    assert history.warned("you utter fool")
    assert not History((given_at(0, "urgent", manners=frozenset(("abuse",)), reason="you fool"),)).warned("idiot")


def test_what_was_said_before_is_kept_and_not_repeated():
    history = History((given_at(0, reason="my card"), given_at(9, reason="my card. in Leeds", said="in Leeds")))
    assert history.reason_before("they did not help") == "my card. in Leeds"
    assert history.reason_before("in Leeds") == "my card"
    assert history.reason_before("my card") == ""


def test_danger_is_not_forgotten_for_the_rest_of_the_call():
    assert History((given_at(0, manners=frozenset(("concern",))), given_at(9))).in_danger
    assert not History((given_at(0, manners=frozenset(("abuse",))),)).in_danger


def test_who_says_that_they_were_sent_back_is_back_however_soon():
    history = History((given_at(0, said="my card"),))
    assert history.hops(after(2), "they couldn't help me") == 1
    sent_again = History((given_at(0, said="my card"), given_at(2, hop=1, said="they couldn't help me")))
    assert sent_again.hops(after(3), "they couldn't help me") == 1


def test_the_front_desk_is_remembered_though_it_may_be_offered_again():
    history = History((given_at(0, "operator", "front_desk"),))
    assert history.had_by_front_desk(1)
    assert not history.had_by_front_desk(0)


@pytest.mark.parametrize(
    "said",
    [
        "they couldn't help me",
        "they said they could not help",
        "they couldnt help me",
        "I've been passed around four times",
        "sorry, wrong department",
        "he sent me back to you",
        "No, they couldn\u2019t help me either.",
    ],
)
def test_words_that_tell_only_of_being_passed_on_are_no_new_reason(said):
    assert was_passed_on(said)


@pytest.mark.parametrize(
    "said",
    [
        "they couldn't help me with my mortgage",
        "I've been sent a new card",
        "my card",
        "my transfer was sent back",
    ],
)
def test_words_with_a_reason_in_them_are_one(said):
    assert not was_passed_on(said)


def test_the_last_promise_is_the_one_that_is_kept():
    history = History((given_at(0, promised="a call back"), given_at(60, promised="a letter"), given_at(90)))
    assert history.promised == "a letter"


def test_what_is_expected_of_a_department_gives_way_to_what_it_does():
    assert fails_though_right(0.1, sent=0, came_back=0) == 0.1
    assert fails_though_right(0.1, sent=20, came_back=18) == pytest.approx(0.5)
    assert fails_though_right(0.1, sent=10_000, came_back=5_000) == pytest.approx(0.5, abs=0.01)


@given(prior=st.floats(0, 1), sent=st.floats(0, 1e6), came_back=st.floats(0, 1e6))
def test_a_rate_of_failing_is_a_rate(prior, sent, came_back):
    assert 0 <= fails_though_right(prior, sent, came_back) <= 1
