"""Who serves what can be read off the store, and who fell silent is not listed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from routing.store.tables import workers as table
from routing.store.workers import FORGOTTEN_AFTER, GONE_AFTER, Worker, Workers

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def workers(database):
    return Workers(database)


def worker(number=1, **facts):
    usual = {"id": f"host:{number}:12", "version": "one", "trial": "", "since": NOON, "seen_at": NOON}
    return Worker(**usual | facts)


def test_what_a_worker_says_is_read_back(workers):
    said = worker(trial="two", refused="three", why="words_idf.npy: expected SHA-256 ab…, found another content")
    workers.put(said)
    assert workers.alive(NOON) == [said]


def test_what_it_says_later_takes_the_place_of_what_it_said_before(workers):
    workers.put(worker(1))
    workers.put(worker(2))
    later = worker(1, version="two", seen_at=NOON + timedelta(seconds=5))
    workers.put(later)
    assert workers.alive(NOON) == [later, worker(2)]


def test_a_worker_that_fell_silent_is_gone_after_a_minute(workers):
    workers.put(worker(1))
    workers.put(worker(2, seen_at=NOON + timedelta(seconds=1)))
    assert len(workers.alive(NOON + GONE_AFTER)) == 2
    assert workers.alive(NOON + GONE_AFTER + timedelta(seconds=1)) == [worker(2, seen_at=NOON + timedelta(seconds=1))]


def test_a_worker_that_ends_in_good_order_is_gone_at_once(workers):
    workers.put(worker(1))
    workers.put(worker(2))
    workers.leave(worker(1).id)
    workers.leave("never heard of")
    assert workers.alive(NOON) == [worker(2)]


def test_rows_of_workers_long_gone_do_not_pile_up(workers, database):
    for number in range(20):
        workers.put(worker(number, seen_at=NOON + number * FORGOTTEN_AFTER))
    with database.connect() as connection:
        assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 2
