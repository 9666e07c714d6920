"""Advice is recorded after the answer, all of it, whatever happens to the database, the disk or the process."""

import signal
import subprocess
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from routing.domain.history import History
from routing.errors import UnknownQuestion
from routing.store import recorder as module
from routing.store.engine import open_engine
from routing.store.entry import body_of, part_of
from routing.store.journal import Journal
from routing.store.labelled import LabelledCalls
from routing.store.recorder import CLOSED, FULL, NOWHERE, Limits, Recorder
from routing.store.spool import Spool, sealed
from routing.store.tables import advice, drops

SOON_S = 20

ENDLESS = """
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from routing.store.engine import open_engine
from routing.store.entry import entry_of
from routing.store.recorder import Recorder
recorder = Recorder(open_engine(sys.argv[1]), Path(sys.argv[2]))
recorder.start()
entry = entry_of(sys.stdin.buffer.readline())
for number in count(1):
    answered = replace(entry, id=f"00000000-0000-4000-8000-{number:012d}")
    recorder.put(answered)
    sys.stdout.write(answered.id + "\\n")
    sys.stdout.flush()
"""


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Try the database again soon, so that tests need not wait."""
    monkeypatch.setattr(module, "LONGEST_PAUSE_S", 0.2)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "spool"


@pytest.fixture
def recorder(database, folder):
    """A recorder that is not started yet."""
    one = Recorder(database, folder)
    yield one
    one.close()


@contextmanager
def recording(engine, folder, **facts):
    one = Recorder(engine, folder, **facts)
    one.start()
    try:
        yield one
    finally:
        one.close()


def recorded(engine):
    with engine.connect() as connection:
        return list(connection.execute(select(advice.c.id).order_by(advice.c.id)).scalars())


def told(engine):
    with engine.connect() as connection:
        return {row.why: row.dropped for row in connection.execute(select(drops))}


def soon(condition):
    """Wait until a condition holds; tell whether it came to."""
    deadline = time.monotonic() + SOON_S
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


def fails(*_):
    raise OSError("the disk is gone")


@contextmanager
def broken(engine):
    """Let every transaction of an engine fail as a lost connection does."""

    def refuse(*_):
        raise OperationalError("BEGIN", {}, Exception("gone"))

    event.listen(engine, "begin", refuse)
    try:
        yield
    finally:
        event.remove(engine, "begin", refuse)


def spooled(folder):
    """Count the lines in a spool, while others make and remove its files."""
    lines = 0
    for path in folder.glob("*.spool"):
        with suppress(FileNotFoundError):
            lines += path.read_bytes().count(b"\n")
    return lines


def test_what_is_put_comes_into_the_database_and_leaves_the_spool(recorder, database, folder, entry):
    recorder.start()
    recorder.put(entry(1))
    assert soon(lambda: recorded(database) == [entry(1).id])
    assert soon(lambda: spooled(folder) == 0)
    counts = recorder.close()
    assert (counts.recorded, counts.waiting, counts.dropped) == (1, 0, 0)
    assert [path.name for path in folder.iterdir()] == ["lock"]


@given(shares=st.lists(st.integers(0, 400), min_size=1, max_size=8))
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_lost_or_doubled_and_each_thread_keeps_its_order(database, tmp_path_factory, entry, shares):
    folder = tmp_path_factory.mktemp("spool")
    call = str(uuid.uuid4())
    told_by = [
        [replace(entry(1), id=f"{call[:8]}-{n}-{m:04d}", call_id=call) for m in range(shares[n])]
        for n in range(len(shares))
    ]
    with recording(database, folder) as one, ThreadPoolExecutor(len(shares)) as callers:
        with broken(database):
            list(callers.map(lambda entries: [one.put(each) for each in entries], told_by))
            order = [each.id for each in one.waiting(part_of("call_id", call))]
        assert soon(lambda: one.counts().waiting == 0)
    for entries in told_by:
        ids = [each.id for each in entries]
        assert [found for found in order if found in set(ids)] == ids
    everything = sorted(each.id for entries in told_by for each in entries)
    assert [found for found in recorded(database) if found.startswith(call[:8])] == everything


def test_personal_numbers_never_reach_the_spool(recorder, folder, database, entry):
    with broken(database):
        recorder.start()
        recorder.put(entry(1, reason="my card 4111 1111 1111 1111", said="mail jane@example.com"))
        kept = b"".join(path.read_bytes() for path in folder.glob("*.spool"))
    assert b"[card number]" in kept
    assert b"4111" not in kept
    assert b"jane@" not in kept


def test_while_the_database_fails_rows_wait_and_are_all_written_when_it_is_back(recorder, database, entry, caplog):
    with broken(database):
        recorder.start()
        for number in range(50):
            recorder.put(entry(number))
        assert soon(lambda: "advice cannot be recorded for now" in caplog.text)
        assert recorder.counts().waiting == 50
    assert soon(lambda: len(recorded(database)) == 50)
    assert "can be written again" in caplog.text
    assert caplog.text.count("cannot be recorded for now") == 1
    assert told(database) == {}


def test_a_process_that_ends_while_the_database_fails_leaves_its_rows_to_the_next(database, folder, entry):
    with broken(database), recording(database, folder) as one:
        for number in range(20):
            one.put(entry(number))
        counts = one.close(limit_s=0.3)
        assert (counts.waiting, counts.dropped) == (20, 0)
        assert spooled(folder) == 20
    with recording(database, folder) as another:
        assert soon(lambda: len(recorded(database)) == 20)
        assert soon(lambda: another.counts().recorded == 20)
    assert spooled(folder) == 0


def test_killed_in_the_middle_of_a_burst_every_answer_is_recorded_by_the_next(database_url, database, folder, entry):
    arguments = [sys.executable, "-c", ENDLESS, database_url, folder]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(body_of(entry(0)) + b"\n")
        process.stdin.close()
        answered = [process.stdout.readline() for _ in range(3000)]
        process.kill()
        answered += process.stdout.read().splitlines(keepends=True)
    assert process.returncode == -signal.SIGKILL
    ids = {line.decode().strip() for line in answered if line.endswith(b"\n")}
    with recording(database, folder):
        assert soon(lambda: ids <= set(recorded(database)))
    assert told(database) == {}
    assert spooled(folder) == 0


def test_reading_a_spool_twice_is_harmless(database, folder, entry):
    for _ in range(2):
        left = Spool(folder)
        left.append(sealed(body_of(entry(1))))
        left.append(sealed(body_of(entry(2))))
        left.close()
        with recording(database, folder):
            assert soon(lambda: spooled(folder) == 0)
    assert recorded(database) == [entry(1).id, entry(2).id]
    assert told(database) == {}


def test_lines_that_were_cut_short_or_altered_are_counted_and_the_others_recorded(database, folder, entry):
    left = Spool(folder)
    left.append(sealed(body_of(entry(1))))
    left.append(sealed(body_of(entry(2))).replace(b"loan", b"lean"))
    left.append(sealed(b'{"id": "of another program"}'))
    left.append(sealed(body_of(entry(3))))
    left.append(sealed(body_of(entry(4)))[:-20])
    left.close()
    with recording(database, folder) as one:
        assert soon(lambda: one.counts().dropped == 3)
        assert soon(lambda: spooled(folder) == 0)
    assert recorded(database) == [entry(1).id, entry(3).id]
    assert sorted(told(database).values()) == [1, 1, 1]
    assert [why for why in told(database) if "cut short" in why]
    assert [why for why in told(database) if "altered" in why]
    assert Journal(database).dropped() == 3


@pytest.mark.parametrize("limits", [Limits(rows=5), Limits(bytes=2000)])
def test_what_does_not_fit_any_more_is_counted_and_told_when_the_database_is_back(
    database, folder, entry, caplog, limits
):
    with recording(database, folder, limits=limits) as one:
        with broken(database):
            for number in range(20):
                one.put(entry(number))
            kept = one.counts().waiting
            assert kept in (4, 5)
            assert one.counts().dropped == 20 - kept
            assert caplog.text.count("advice was given but not recorded") == 1
        assert soon(lambda: told(database) == {FULL: 20 - kept})
        one.put(entry(30))
        assert soon(lambda: entry(30).id in recorded(database))
    assert len(recorded(database)) == kept + 1


def test_without_a_spool_advice_is_recorded_and_the_lack_is_seen(database, tmp_path, entry, caplog):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with recording(database, tmp_path / "file" / "spool") as one:
        one.put(entry(1))
        assert soon(lambda: recorded(database) == [entry(1).id])
        assert not one.counts().spooling
    assert "the spool cannot be opened" in caplog.text


def test_with_neither_spool_nor_database_what_is_lost_at_the_end_is_counted(
    database, folder, entry, caplog, monkeypatch
):
    with broken(database), recording(database, folder) as one:
        monkeypatch.setattr(Spool, "append", fails)
        one.put(entry(1))
        one.put(entry(2))
        assert one.counts().waiting == 2
        assert not one.counts().spooling
        assert one.close(limit_s=0.3).dropped == 2
    assert caplog.text.count("the spool cannot be written") == 1
    assert NOWHERE in caplog.text


def test_a_spool_that_can_be_written_again_takes_what_waits_when_the_process_ends(database, folder, entry, monkeypatch):
    with broken(database), recording(database, folder) as one:
        with monkeypatch.context() as patch:
            patch.setattr(Spool, "append", fails)
            one.put(entry(1))
        one.put(entry(2))
        assert one.counts().spooling
        assert one.close(limit_s=0.3).dropped == 0
        assert spooled(folder) == 2


def test_one_row_the_database_refuses_is_counted_and_does_not_keep_the_others_out(database, folder, entry, caplog):
    with recording(database, folder) as one:
        for number in range(30):
            one.put(entry(number, department="\ud800" if number == 7 else "cards"))
        assert soon(lambda: len(recorded(database)) == 29)
        assert soon(lambda: list(told(database).values()) == [1])
    assert entry(7).id not in recorded(database)
    assert f"advice {entry(7).id} cannot be recorded" in caplog.text


def test_a_spool_does_not_bring_back_what_was_erased(database, folder, entry):
    now = datetime.now(UTC)
    left = Spool(folder)
    for number, (call_id, at) in enumerate([("a", now), ("b", now), ("a", now + timedelta(hours=1))], start=1):
        left.append(sealed(body_of(entry(number, call_id=call_id, recorded_at=at))))
    left.close()
    LabelledCalls(database).erase("a")
    with recording(database, folder):
        assert soon(lambda: spooled(folder) == 0)
    assert recorded(database) == [entry(2).id, entry(3).id]
    assert told(database) == {}


def test_advice_after_the_end_is_counted_as_dropped(recorder, entry, caplog):
    recorder.start()
    recorder.close()
    recorder.put(entry(1))
    assert recorder.counts().dropped == 1
    assert CLOSED in caplog.text


def test_two_live_recorders_leave_each_others_spool_alone(database, folder, entry, monkeypatch):
    monkeypatch.setattr(module, "LOOK_ROUND_S", 0.01)
    with broken(database), recording(database, folder) as one, recording(database, folder) as other:
        one.put(entry(1))
        other.put(entry(2))
        time.sleep(0.3)  # in which each has looked round several times
        assert spooled(folder) == 2
        assert [each.counts().waiting for each in (one, other)] == [1, 1]
        one.close(limit_s=0.1)
        other.close(limit_s=0.1)


class TestWhatWaitsIsRemembered:
    """A reply may come to any process of the machine before the question is in the database."""

    @pytest.fixture
    def one_and_other(self, database, folder):
        with broken(database), recording(database, folder) as one, recording(database, folder) as other:
            yield Journal(database, one), Journal(database, other)
            one.close(limit_s=0.1)
            other.close(limit_s=0.1)

    def test_by_the_process_that_asked_and_by_any_other(self, one_and_other, entry):
        one, other = one_and_other
        one.record(entry(1, reason="my card or my loan"))
        for journal in (one, other):
            assert journal.question(entry(1).id).reason == "my card or my loan"
            assert [given.action for given in journal.history("call-1").given] == ["ask"]

    def test_in_the_order_it_was_given_and_each_once(self, database, folder, entry):
        with recording(database, folder) as one:
            journal = Journal(database, one)
            journal.record(entry(1, action="ask"))
            assert soon(lambda: recorded(database) == [entry(1).id])
            journal.record(entry(3, action="operator"))
            journal.record(entry(2, action="transfer"))
            journal.record(entry(4, call_id="call-11"))
            given = journal.history("call-1").given
        assert [each.action for each in given] == ["ask", "transfer", "operator"]

    def test_unless_it_was_no_question_or_another_call(self, one_and_other, entry):
        one, other = one_and_other
        one.record(entry(1, action="transfer"))
        one.record(entry(2, call_id="call-11"))
        for journal in (one, other):
            with pytest.raises(Exception, match="BEGIN"):
                journal.question(entry(1).id)
            assert len(journal.history("call-1").given) == 1


def test_a_question_of_another_machine_is_waited_for_a_moment(database, database_url, folder, entry):
    elsewhere = Journal(open_engine(database_url))
    with recording(database, folder) as one:
        later = threading.Timer(0.1, elsewhere.record, [entry(1)])
        later.start()
        assert Journal(database, one).question(entry(1).id).call_id == "call-1"
        later.join()
        with pytest.raises(UnknownQuestion):
            Journal(database, one).question(entry(2).id)
        with pytest.raises(UnknownQuestion):
            Journal(database, one).question("nothing")
        assert Journal(database, one).history("nobody") == History()
    elsewhere.engine.dispose()
