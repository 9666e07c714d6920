"""What was recorded is there afterwards, redacted, whoever opens the file next."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from routing.domain.history import History
from routing.errors import UnknownQuestion
from routing.store.engine import open_engine
from routing.store.journal import Journal, Question, Returns
from routing.store.tables import advice

RECORDING = """
import os, signal, sys
from datetime import UTC, datetime
from routing.store.engine import open_engine
from routing.store.entry import Entry
from routing.store.journal import Journal
Journal(open_engine(sys.argv[1])).record(Entry(
    id="last-words", call_id="call-9", given_at=datetime(2026, 11, 24, 11, tzinfo=UTC),
    recorded_at=datetime(2026, 11, 24, 11, tzinfo=UTC), channel="ivr", hop=0,
    reason="my card", action="transfer", department="cards", intent="card_order", confidence=0.9, probabilities={},
    options=(), model="by-hand", catalogue="0123456789ab", took_ms=1.0))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def journal(engine):
    return Journal(engine)


def rows(url):
    """Return everything recorded, as a process that starts now would see it."""
    fresh = open_engine(url)
    with fresh.connect() as connection:
        found = connection.execute(select(advice).order_by(advice.c.id)).mappings().all()
    fresh.dispose()
    return found


def test_a_recorded_entry_survives_a_new_engine_on_the_same_file(journal, url, entry):
    times, lists = ("given_at", "recorded_at"), ("options", "tried", "manners")
    written = entry(1)
    journal.record(written)
    (row,) = rows(url)
    assert [row[name].replace(tzinfo=UTC) for name in times] == [written.given_at, written.recorded_at]
    kept = {name: row[name] for name in vars(written) if name not in (*times, *lists)}
    assert kept == {name: value for name, value in vars(written).items() if name not in (*times, *lists)}
    assert [tuple(row[name]) for name in lists] == [getattr(written, name) for name in lists]


def test_a_recorded_entry_survives_the_death_of_the_process_that_wrote_it(engine, url):
    died = subprocess.run([sys.executable, "-c", RECORDING, url], check=False, cwd=os.curdir)
    assert died.returncode == -signal.SIGKILL
    assert [row["id"] for row in rows(url)] == ["last-words"]


def test_a_reason_is_stored_redacted_and_nowhere_in_the_file_as_it_was_said(journal, url, tmp_path, entry):
    journal.record(entry(1, reason="my card 4111 1111 1111 1111, mail jane@example.com"))
    (row,) = rows(url)
    assert row["reason"] == "my card [card number], mail [e-mail]"
    for path in (tmp_path / "var").iterdir():
        assert b"4111 1111" not in path.read_bytes()
        assert b"jane@example.com" not in path.read_bytes()


def test_times_are_stored_in_utc_whatever_zone_they_are_told_in(journal, url, entry):
    india = timezone(timedelta(hours=5, minutes=30))
    journal.record(entry(1, given_at=datetime(2026, 11, 24, 16, 30, tzinfo=india)))
    assert rows(url)[0]["given_at"].replace(tzinfo=UTC) == datetime(2026, 11, 24, 11, tzinfo=UTC)


def test_a_question_is_found_again_with_its_call_reason_and_options_in_order(journal, url, entry):
    asked = entry(1, options=("loans", "cards", "savings"), reason="ring 07700 900123 about my loan")
    journal.record(asked)
    expected = Question("call-1", 0, "ring [telephone] about my loan", ("loans", "cards", "savings"))
    assert journal.question(asked.id) == expected
    assert Journal(open_engine(url)).question(asked.id) == expected


@pytest.mark.parametrize("action", ["transfer", "operator"])
def test_advice_that_asked_nothing_is_no_question(journal, entry, action):
    told = entry(1, action=action, options=())
    journal.record(told)
    with pytest.raises(UnknownQuestion, match=told.id):
        journal.question(told.id)


@pytest.mark.parametrize("unknown", ["nothing", "", "' OR 1=1 --", "00000000-0000-4000-8000-000000000099"])
def test_a_question_never_asked_is_refused_by_its_id(journal, entry, unknown):
    journal.record(entry(1))
    with pytest.raises(UnknownQuestion, match="expected the id of a question that was asked"):
        journal.question(unknown)


def test_an_entry_is_written_once(journal, url, entry):
    journal.record(entry(1, reason="the first"))
    journal.record(entry(1, reason="the second"))
    assert [row["reason"] for row in rows(url)] == ["the first"]


def test_several_processes_may_write_at_once_and_nothing_is_lost(engine, url, entry):
    engines = [open_engine(url) for _ in range(3)]
    entries = [entry(number) for number in range(30)]
    with ThreadPoolExecutor(len(engines)) as writers:
        list(writers.map(lambda one: Journal(engines[int(one.id[-2:]) % 3]).record(one), entries))
    for opened in engines:
        opened.dispose()
    assert [row["id"] for row in rows(url)] == [one.id for one in entries]


def test_the_check_passes_on_a_sound_database_and_fails_on_one_without_tables(journal, tmp_path):
    journal.check()
    empty = open_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    with pytest.raises(SQLAlchemyError):
        Journal(empty).check()
    empty.dispose()


def test_the_history_of_a_call_is_its_advice_oldest_first(journal, entry):
    journal.record(entry(1, call_id="a", action="ask", reason="ring 07700 900123", manners=("abuse",), warned=True))
    journal.record(entry(2, call_id="b"))
    journal.record(entry(3, call_id="a", action="transfer", department="loans", tried=("cards",), promised="a letter"))
    asked, sent = journal.history("a").given
    assert (asked.action, asked.reason, asked.warned, asked.tried) == ("ask", "ring [telephone]", True, frozenset())
    assert (sent.department, sent.tried, sent.promised) == ("loans", {"cards"}, "a letter")
    assert asked.at <= sent.at
    assert asked.at.tzinfo is not None
    assert journal.history("c") == History()


def test_the_record_tells_how_many_callers_came_back_from_a_department(journal, entry):
    sent = {"action": "transfer", "department": "cards", "intent": "card_order", "confidence": 0.75}
    for number, call in enumerate(("a", "b", "c")):
        journal.record(entry(number, call_id=call, hop=0, **sent))
    journal.record(entry(10, call_id="b", hop=1, action="transfer", department="loans", intent="loan_apply"))
    journal.record(entry(11, call_id="c", hop=0, action="ask"))
    past = datetime(2026, 11, 23, tzinfo=UTC)
    assert journal.returns("cards", past) == {"card_order": Returns(sent=3, expected_right=2.25, came_back=1)}
    assert journal.returns("cards", past + timedelta(days=2)) == {}
    assert journal.returns("savings", past) == {}
