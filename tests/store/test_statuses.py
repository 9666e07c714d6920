"""A live status is kept on disk, seen by every process soon, and known still when the database is not there."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import event, func, select

from routing.domain.live import Incident, LiveStatus
from routing.store.engine import migrate, open_engine
from routing.store.statuses import OLDEST_COPY_S, Statuses
from routing.store.tables import department_status

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DEADLINE_S = 20


def status(department="cards", **facts):
    usual = {"open": None, "wait_s": None, "incidents": (), "on_duty": "", "until": NOON}
    return LiveStatus(department, **usual | facts)


FULL = status(
    open=False,
    wait_s=900,
    incidents=(
        Incident("The app is down.", NOON - timedelta(hours=1), NOON, frozenset(("app_fault", "login"))),
        Incident("The lift is out of order.", NOON, NOON + timedelta(hours=1)),
    ),
    on_duty="Ms Okafor",
)


@pytest.fixture
def statuses(database):
    return Statuses(database)


@pytest.fixture
def reads(database):
    """Return the list of the queries that were put to the database."""
    seen = []
    event.listen(database, "before_cursor_execute", lambda *call: seen.append(call[2]) if "SELECT" in call[2] else None)
    return seen


def seen_by(statuses, wanted):
    """Wait until these statuses are seen; return those that were seen last."""
    deadline = time.monotonic() + DEADLINE_S
    while statuses.all() != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    return statuses.all()


def test_without_any_status_there_is_none(statuses):
    assert statuses.all() == {}


@pytest.mark.parametrize(
    "kept", [FULL, status(), status(open=True), status(wait_s=0)], ids=["full", "empty", "open", "no wait"]
)
def test_a_status_is_read_back_as_it_was_put_by_this_process_and_by_one_that_starts_later(statuses, database_url, kept):
    statuses.all()
    statuses.put(kept)
    assert statuses.all() == {"cards": kept}
    later = open_engine(database_url)
    assert Statuses(later).all() == {"cards": kept}
    later.dispose()


def test_times_are_kept_in_utc_whatever_zone_they_are_told_in(statuses):
    india = timezone(timedelta(hours=5, minutes=30))
    statuses.put(status(until=NOON.astimezone(india)))
    until = statuses.all()["cards"].until
    assert (until, until.tzinfo) == (NOON, UTC)


def test_a_new_status_takes_the_place_of_the_last_one_of_its_department_only(statuses):
    for kept in (FULL, status("fraud", wait_s=5), status(wait_s=60)):
        statuses.put(kept)
    assert statuses.all() == {"cards": status(wait_s=60), "fraud": status("fraud", wait_s=5)}


def test_a_status_that_is_cleared_is_gone(statuses):
    statuses.put(FULL)
    statuses.put(status("fraud"))
    statuses.clear("cards")
    statuses.clear("loans")
    assert statuses.all() == {"fraud": status("fraud")}


def test_another_process_sees_a_change_and_its_end(statuses, database_url):
    other = open_engine(database_url)
    elsewhere = Statuses(other)
    assert elsewhere.all() == {}
    statuses.put(FULL)
    assert seen_by(elsewhere, {"cards": FULL}) == {"cards": FULL}
    statuses.clear("cards")
    assert seen_by(elsewhere, {}) == {}
    other.dispose()


def test_many_calls_within_a_second_cost_at_most_one_query_a_second(statuses, reads):
    started = time.monotonic()
    for _ in range(2000):
        statuses.all()
    assert len(reads) <= 1 + (time.monotonic() - started) / OLDEST_COPY_S


def test_many_threads_that_find_the_copy_old_read_it_once(statuses, reads):
    with ThreadPoolExecutor(8) as pool:
        started = time.monotonic()
        list(pool.map(lambda _: statuses.all(), range(64)))
    assert len(reads) <= 1 + (time.monotonic() - started) / OLDEST_COPY_S


def test_a_database_that_fails_leaves_the_statuses_last_known_and_is_complained_of_once(statuses, database, caplog):
    statuses.put(FULL)
    assert statuses.all() == {"cards": FULL}
    with database.begin() as connection:
        department_status.drop(connection)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            time.sleep(OLDEST_COPY_S + 0.05)
            assert statuses.all() == {"cards": FULL}
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    with database.begin() as connection:
        department_status.create(connection)
    assert seen_by(statuses, {}) == {}


def test_a_database_that_fails_from_the_start_leaves_the_catalogue_to_itself(tmp_path, caplog):
    bare = open_engine(f"sqlite:///{tmp_path / 'bare.sqlite'}")
    assert Statuses(bare).all() == {}
    assert "cannot be read" in caplog.text
    bare.dispose()


def test_reading_does_not_wait_for_a_process_that_writes(statuses, database_url):
    statuses.put(FULL)
    other = open_engine(database_url)
    with other.connect() as writing:
        writing.execute(department_status.update().values(wait_s=1))
        assert statuses.all() == {"cards": FULL}
        writing.rollback()
    other.dispose()


def test_several_processes_may_put_at_once_and_the_database_keeps_one_status_a_department(database, database_url):
    engines = [open_engine(database_url) for _ in range(3)]
    with ThreadPoolExecutor(len(engines)) as writers:
        list(writers.map(lambda n: Statuses(engines[n % 3]).put(status(wait_s=n)), range(30)))
    for opened in engines:
        opened.dispose()
    with database.connect() as connection:
        assert connection.execute(select(func.count()).select_from(department_status)).scalar_one() == 1


def test_migrating_again_keeps_the_statuses(statuses, database):
    statuses.put(FULL)
    migrate(database)
    assert statuses.all() == {"cards": FULL}
