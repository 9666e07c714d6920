"""What a trial said is kept beside what the caller got, and compared with where the calls really ended."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select

from routing.store.tables import in_utc, labelled_calls, trial_advice
from routing.store.trials import Comparison, TrialAdvice, Trials

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DEPARTMENTS = {"card_order": "cards", "fraud_told": "fraud"}


def said(number, **facts):
    """Return what both versions said to one request: both cards, unless told otherwise."""
    usual = {
        "advice_id": f"advice-{number}",
        "call_id": f"call-{number}",
        "given_at": NOON + timedelta(seconds=number),
        "live": "one",
        "trial": "two",
        "live_action": "transfer",
        "live_department": "cards",
        "live_took_ms": 4.0,
        "action": "transfer",
        "department": "cards",
        "intent": "card_order",
        "confidence": 0.9,
        "took_ms": 5.0,
    }
    return TrialAdvice(**usual | facts)


@pytest.fixture
def trials(database):
    return Trials(database)


@pytest.fixture
def ends(database):
    """Post that a call was finished by a department or an intent, at a hop."""

    def post(number, department="", intent="", hop=0, resolved=True):
        row = {
            "call_id": f"call-{number}", "hop": hop, "revision": 1, "reason": "my card", "intent": intent,
            "department": department, "resolved": resolved, "transfers": None, "occurred_at": NOON, "source": "",
            "agent": "", "received_at": NOON,
        }  # fmt: skip
        with database.begin() as connection:
            connection.execute(insert(labelled_calls), row)

    return post


def compared(trials):
    return trials.compared("one", "two", DEPARTMENTS)


def test_what_was_said_is_read_back_in_utc(trials, database):
    india = timezone(timedelta(hours=5, minutes=30))
    written = said(1)
    trials.record([replace(written, given_at=written.given_at.astimezone(india)), said(2)])
    with database.connect() as connection:
        rows = connection.execute(select(trial_advice).order_by(trial_advice.c.given_at)).all()
    assert [TrialAdvice(**{**row._mapping, "given_at": in_utc(row.given_at)}) for row in rows] == [written, said(2)]


def test_nothing_said_compares_to_nothing(trials):
    assert compared(trials) == Comparison("one", "two", 0, 0, 0, 0, 0, 0, 0, 0, 0, 1.0, 0.0, 0.0)


def test_agreement_is_counted_over_every_advice_and_only_of_these_two_versions(trials):
    trials.record([
        said(1),
        said(2, department="fraud"),
        said(3, action="ask"),
        said(4, call_id="call-1", live_action="ask", live_department="loans", took_ms=9.0),
        said(5, live="nought"),
        said(6, trial="three"),
    ])  # fmt: skip
    found = compared(trials)
    assert (found.advice, found.calls, found.same_department, found.same_action) == (4, 3, 2, 2)
    assert (found.live_took_ms, found.trial_took_ms) == (4.0, 5.0)


def test_the_first_advice_of_a_call_is_held_against_where_the_call_ended(trials, ends):
    trials.record([said(1, department="fraud"), said(2, call_id="call-1", live_department="fraud")])
    ends(1, "cards", hop=0, resolved=False)
    ends(1, "fraud", hop=1)
    found = compared(trials)
    assert (found.known, found.live_right, found.trial_right, found.only_trial_right) == (1, 0, 1, 1)


def test_a_call_of_which_only_the_intent_is_known_ended_at_that_intents_department(trials, ends):
    trials.record([said(1)])
    ends(1, intent="card_order")
    assert (compared(trials).known, compared(trials).live_right) == (1, 1)


def test_nobody_who_posts_waits_for_a_comparison(trials, ends):
    class Posting(dict):
        """The departments; whoever looks one up finds that another call can be posted at that moment."""

        def get(self, *intent):
            ends(2, "cards")
            return super().get(*intent)

    trials.record([said(1), said(2)])
    ends(1, intent="card_order")

    assert trials.compared("one", "two", Posting(DEPARTMENTS)).live_right == 1


def test_calls_that_did_not_end_or_ended_nowhere_known_are_left_out(trials, ends):
    trials.record([said(1), said(2), said(3)])
    ends(1, "cards", resolved=False)
    ends(2, intent="gone_from_the_catalogue")
    ends(9, "cards")
    assert compared(trials).known == 0


def test_who_was_right_more_often_comes_with_the_chance_that_it_was_luck(trials, ends):
    trials.record([said(n, department="fraud") for n in range(9)] + [said(9)])
    for number in range(10):
        ends(number, "fraud" if number < 8 else "cards")
    found = compared(trials)
    assert (found.known, found.live_right, found.trial_right) == (10, 2, 9)
    assert (found.only_live_right, found.only_trial_right) == (1, 8)
    assert found.p_value == pytest.approx(20 / 512)
