"""Labelled calls are kept once, revised with their history, and gone when they are erased."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import StatementError

from routing.domain.labelled import CallRow, call_hash
from routing.store.journal import Journal
from routing.store.labelled import Erased, LabelledCalls, Posted, Purged, Stored
from routing.store.tables import (
    advice,
    erasures,
    idempotency,
    labelled_call_revisions,
    labelled_calls,
    suggestions,
    trial_advice,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CARD = "4111 1111 1111 1111"


def row(call_id="call-1", hop=0, reason="lost card", intent="card_lost", department="", **facts):
    usual = {"resolved": True, "transfers": None, "occurred_at": NOON}
    return CallRow(call_id, hop, reason, intent, department, **usual | facts)


@pytest.fixture
def calls(database):
    return LabelledCalls(database)


def everything(engine, table=labelled_calls):
    with engine.connect() as connection:
        return connection.execute(select(table)).all()


def current(calls):
    return {(kept.call_id, kept.hop): kept for kept in calls.all()}


def test_a_row_is_kept_as_it_was_posted(calls):
    posted = row(hop=2, department="fraud", resolved=False, transfers=3, source="genesys", agent="Sam")

    assert calls.put([posted]) == [Stored.STORED]

    (kept,) = calls.of_call("call-1")
    assert kept.row == posted
    assert (kept.revision, kept.earlier) == (1, ())
    assert datetime.now(UTC) - kept.received_at < timedelta(minutes=5)


def test_the_same_row_again_changes_nothing(calls, database):
    calls.put([row()])
    before = everything(database)

    assert calls.put([row()]) == [Stored.UNCHANGED]
    assert everything(database) == before
    assert everything(database, labelled_call_revisions) == []


def test_the_same_row_without_a_time_is_the_same_at_any_time(calls):
    calls.put([row(occurred_at=NOON, timed=False)])

    assert calls.put([row(occurred_at=NOON + timedelta(hours=1), timed=False)]) == [Stored.UNCHANGED]
    assert current(calls)["call-1", 0].occurred_at == NOON


def test_another_label_is_a_new_revision_and_the_last_is_history(calls):
    calls.put([row(agent="Sam")])
    calls.put([row(intent="card_order")])

    assert calls.post([row(intent="card_found")]) == [Posted(Stored.REVISED, 3)]

    (kept,) = calls.of_call("call-1")
    assert (kept.row.intent, kept.revision) == ("card_found", 3)
    assert [(old.row.intent, old.row.agent, old.revision) for old in kept.earlier] == [
        ("card_order", "", 2),
        ("card_lost", "Sam", 1),
    ]


def test_a_key_that_comes_twice_in_one_post_is_taken_in_order(calls):
    results = calls.put([row(), row(intent="other"), row(intent="other"), row()])

    assert results == [Stored.STORED, Stored.REVISED, Stored.UNCHANGED, Stored.REVISED]
    (kept,) = calls.of_call("call-1")
    assert (kept.row.intent, kept.revision) == ("card_lost", 3)
    assert [old.row.intent for old in kept.earlier] == ["other", "card_lost"]


def test_a_label_without_a_reason_takes_that_of_the_calls_first_advice(calls, database, entry):
    journal = Journal(database)
    journal.record(entry(2, hop=1, reason="as I said"))
    journal.record(entry(1, reason="the machine ate my card"))

    assert calls.put([row(reason="")]) == [Stored.STORED]
    assert current(calls)["call-1", 0].reason == "the machine ate my card"
    assert calls.put([row(reason="")]) == [Stored.UNCHANGED]


def test_a_label_without_a_reason_keeps_the_one_on_record(calls):
    calls.put([row(reason="lost my card")])

    assert calls.put([row(reason="", intent="card_order")]) == [Stored.REVISED]
    assert current(calls)["call-1", 0].reason == "lost my card"


def test_a_label_whose_reason_nobody_knows_is_refused_and_the_others_are_kept(calls):
    rows = [row("a", reason=""), row("b"), row("c", hop=1, reason=""), row("d", reason="", intent="", department="x")]

    assert calls.post(rows) == [Posted(Stored.REFUSED, 0), *[Posted(Stored.STORED, 1)] * 3]
    assert [key for key, _ in current(calls)] == ["b", "c", "d"]


def test_a_label_needs_no_reason_when_another_row_of_the_call_has_one(calls):
    calls.put([row(hop=1, reason="they sent me to you")])

    assert calls.put([row(reason="")]) == [Stored.STORED]


def test_a_failed_post_keeps_nothing(calls, database):
    calls.put([row("a")])

    with pytest.raises(StatementError) as failure:
        calls.put([row("a", intent="other"), row("b", reason="private words", resolved="a word is no yes or no")])

    assert [(kept.call_id, kept.intent) for kept in everything(database)] == [("a", "card_lost")]
    assert everything(database, labelled_call_revisions) == []
    assert "private words" not in str(failure.value)


def test_all_rows_are_read_block_by_block_in_order(calls):
    calls.put([row(f"call-{number:04d}", hop) for number in range(1200) for hop in (1, 0)])

    keys = [(kept.call_id, kept.hop) for kept in calls.all()]

    assert len(keys) == 2400
    assert keys == sorted(keys)


def test_two_processes_that_post_the_same_calls_lose_no_revision(calls, database):
    def post(number):
        own = LabelledCalls(database)
        keys = range(20) if number % 2 else reversed(range(20))
        return own.put([row(f"call-{key}", intent=f"intent_{number}") for key in keys])

    with ThreadPoolExecutor(6) as pool:
        results = [result for results in pool.map(post, range(12)) for result in results]

    assert sorted(results) == [Stored.REVISED] * 220 + [Stored.STORED] * 20
    for key in range(20):
        (kept,) = calls.of_call(f"call-{key}")
        intents = [kept.row.intent, *(old.row.intent for old in kept.earlier)]
        assert sorted(intents) == sorted(f"intent_{number}" for number in range(12))
        assert [kept.revision, *(old.revision for old in kept.earlier)] == list(range(12, 0, -1))


ROWS = st.lists(
    st.builds(
        row,
        call_id=st.sampled_from(["a", "b", "c"]),
        hop=st.sampled_from([0, 1]),
        reason=st.sampled_from(["", "lost card", f"my card {CARD} is lost", "my loan"]),
        intent=st.sampled_from(["", "card_lost", "loan"]),
        department=st.sampled_from(["fraud", "loans"]),
        resolved=st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, cuts=st.lists(st.integers(0, 12), max_size=4))
def test_however_rows_are_cut_into_posts_the_same_is_on_record(calls, database, rows, cuts):
    found = []
    for places in ([], sorted(cuts)):
        with database.begin() as connection:
            connection.execute(delete(labelled_calls))
            connection.execute(delete(labelled_call_revisions))
        edges = [0, *places, len(rows)]
        results = [calls.post(rows[start:end]) for start, end in pairwise(edges)]
        history = sorted(
            (old.call_id, old.hop, old.revision, old.intent) for old in everything(database, labelled_call_revisions)
        )
        found.append((current(calls), [one for some in results for one in some], history))

    assert found[0] == found[1]
    kept = str([everything(database), everything(database, labelled_call_revisions)])
    assert "4111" not in kept


@pytest.fixture
def full(calls, database, entry):
    """Two calls, `gone` and `other`, in every table that knows calls."""
    journal = Journal(database)
    for number, call_id in enumerate(("gone", "other"), start=1):
        calls.put([row(call_id, reason="my words"), row(call_id, hop=1)])
        calls.put([row(call_id, reason=f"words of {call_id}")])
        journal.record(entry(number, call_id=call_id, reason=f"advice for {call_id}", recorded_at=NOON))
    with database.begin() as connection:
        connection.execute(
            insert(trial_advice),
            [
                {
                    "advice_id": f"trial-{call_id}", "call_id": call_id, "given_at": NOON, "live": "one",
                    "trial": "two", "live_action": "transfer", "live_department": "x", "live_took_ms": 1.0,
                    "action": "ask", "department": "y", "intent": "z", "confidence": 0.5, "took_ms": 1.0,
                }
                for call_id in ("gone", "other")
            ],
        )  # fmt: skip
        connection.execute(
            insert(suggestions),
            {
                "id": "suggestion-1", "found_at": NOON, "state": "open", "name": "new", "department": "x", "calls": 2,
                "words": [], "examples": ["words of gone", "advice for gone", "words of other"],
                "call_ids": ["gone", "other"], "ended": True, "of_calls": 9, "nearest": "", "likeness": 0.0,
            },
        )  # fmt: skip
    return calls


def test_an_erased_call_is_in_no_table_any_more_and_others_are(full, database):
    assert full.erase("gone") == Erased(rows=2, revisions=1, advice=1, trial_advice=1, suggestions=1)

    tables = (labelled_calls, labelled_call_revisions, advice, trial_advice, suggestions)
    left = json.dumps([[tuple(each) for each in everything(database, table)] for table in tables], default=str)
    assert "gone" not in left
    assert "words of other" in left
    assert everything(database, suggestions)[0].calls == 1
    assert len(full.of_call("other")) == 2


def test_an_erasure_notes_the_hash_of_the_call_and_may_be_asked_for_again(full, database):
    full.erase("gone")

    assert full.erase("gone") == Erased(0, 0, 0, 0, 0)
    assert [noted.call_hash for noted in everything(database, erasures)] == [call_hash("gone")]


def test_what_is_older_than_a_time_is_purged_from_every_table(full, database):
    full.put([row("young", occurred_at=NOON + timedelta(days=1))])
    with database.begin() as connection:
        connection.execute(
            insert(idempotency), {"key": "k", "request_digest": "d", "started_at": NOON, "status": 200, "body": "{}"}
        )

    assert full.purge(NOON + timedelta(hours=1)) == Purged(4, 2, 2, 2, 1, 1)

    assert [key for key, _ in current(full)] == ["young"]
    for table in (labelled_call_revisions, advice, trial_advice, suggestions, idempotency):
        assert everything(database, table) == []


def test_more_than_a_block_is_purged_and_what_is_young_is_left(calls, database):
    calls.put([row(f"call-{number}", occurred_at=NOON + timedelta(seconds=number)) for number in range(2100)])

    assert calls.purge(NOON + timedelta(seconds=2050)).rows == 2050
    assert len(everything(database)) == 50
