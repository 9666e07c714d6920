"""Which calls fit no intent."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from routing.store.journal import Journal
from routing.store.tables import labelled_calls
from routing.store.unplaced import Unplaced, calls_between, unplaced

NOW = datetime(2026, 11, 28, tzinfo=UTC)
SINCE = NOW - timedelta(days=28)
LOST = {"action": "operator", "intent": "", "department": "front_desk", "confidence": 0.1, "options": ()}
SENT = {"action": "transfer", "intent": "isa", "department": "savings", "confidence": 0.9, "options": ()}


@pytest.fixture
def advise(database, entry):
    """Record advice for a call."""
    journal, numbers = Journal(database), iter(range(60))

    def record(call_id, reason, **facts):
        journal.record(entry(next(numbers), call_id=call_id, reason=reason, **{"probabilities": {}} | facts))

    return record


@pytest.fixture
def label(database):
    """Keep a labelled call."""

    def keep(call_id, intent, department, reason="", hop=1, resolved=True):
        row = {"call_id": call_id, "hop": hop, "revision": 1, "reason": reason, "intent": intent}
        row |= {"department": department, "resolved": resolved, "occurred_at": NOW - timedelta(days=1)}
        with database.begin() as connection:
            connection.execute(insert(labelled_calls), row | {"source": "", "agent": "", "received_at": NOW})

    return keep


def found(database, **options):
    return unplaced(database, SINCE, NOW, "out_of_scope", **options)


def test_a_caller_whom_nobody_understood_fits_nothing_and_a_placed_one_does_not(database, advise):
    advise("lost", "do you sell crypto", **LOST)
    advise("placed", "open an isa", **SENT, probabilities={"isa": 0.9})
    advise("unlikely", "something with coins", **SENT | {"confidence": 0.3}, probabilities={"isa": 0.3, "loan": 0.1})
    advise(
        "asked", "isa or loan", **SENT | {"confidence": 0.4, "action": "ask"}, probabilities={"isa": 0.4, "loan": 0.4}
    )

    assert {call.call_id for call in found(database)} == {"lost", "unlikely"}


def test_what_is_labelled_out_of_scope_fits_nothing(database, label):
    label("stranger", "out_of_scope", "front_desk", reason="is this the dentist")

    assert found(database) == [Unplaced("stranger", "is this the dentist", "front_desk", ended=True)]


def test_a_call_finished_where_nobody_sent_it_fits_nothing_unless_it_is_known_what_it_was(database, advise, label):
    for call_id in ("unknown", "known", "right"):
        advise(call_id, "about my coins", **SENT)
    label("unknown", "", "payments")
    label("known", "bitcoin", "payments")
    label("right", "", "savings")

    assert found(database) == [Unplaced("unknown", "about my coins", "payments", ended=True)]


def test_a_lost_caller_whose_intent_became_known_is_lost_no_more(database, advise, label):
    advise("told", "do you sell crypto", **LOST)
    label("told", "isa", "savings")

    assert found(database) == []


def test_a_lost_call_is_told_with_the_department_that_finished_it_or_had_it_last(database, advise, label):
    advise("ended", "do you sell crypto", **LOST)
    label("ended", "", "payments")
    advise("passed on", "any coins for sale", **LOST)
    advise("passed on", "any coins for sale", **SENT, hop=1)

    assert {(call.call_id, call.department, call.ended) for call in found(database)} == {
        ("ended", "payments", True),
        ("passed on", "savings", False),
    }


def test_the_latest_calls_are_kept_when_there_are_too_many(database, advise):
    for day in (3, 1, 2):
        advise(f"day {day}", "crypto", **LOST, given_at=NOW - timedelta(days=day))

    assert [call.call_id for call in found(database, most=2)] == ["day 1", "day 2"]


def test_calls_are_counted_once_however_often_they_were_advised(database, advise):
    advise("one", "crypto", **LOST)
    advise("one", "crypto", **SENT, hop=1)
    advise("two", "crypto", **LOST)
    advise("long ago", "crypto", **LOST, given_at=SINCE - timedelta(days=1))

    assert calls_between(database, SINCE, NOW) == 2
