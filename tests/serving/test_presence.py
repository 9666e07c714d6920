"""The store knows what each process serves, and of a process that ends in good order it knows no more."""

import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError

from routing.serving.presence import Presence
from routing.serving.served import Served
from routing.serving.switch import Refusal, Switch
from routing.store.workers import Workers

DEADLINE_S = 20


def serving(version):
    return SimpleNamespace(model=SimpleNamespace(version=version))


@pytest.fixture
def switch():
    return Switch(serving("one"))


@pytest.fixture
def presence(switch, database):
    """The presence of a process, at work."""
    made = Presence(switch, Workers(database))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def told(presence, database):
    """Return a function that waits until the one worker's row keeps a promise, and returns the row."""

    def until(promise):
        deadline, alive = time.monotonic() + DEADLINE_S, []
        while time.monotonic() < deadline:
            alive = Workers(database).alive(datetime.now(UTC))
            if len(alive) == 1 and promise(alive[0]):
                return alive[0]
            time.sleep(0.05)
        raise AssertionError(alive)

    return until


def test_a_process_tells_what_it_serves_since_when_and_what_it_would_not(told, switch):
    first = told(lambda row: row.version == "one")
    assert (first.trial, first.refused, first.why, first.since) == ("", "", "", switch.served.since)
    switch.change(Served(serving("two"), serving("three"), "shadow"))
    switch.refusals = (Refusal("four", "it is cut short"),)
    second = told(lambda row: (row.version, row.refused) == ("two", "four"))
    assert (second.trial, second.why, second.since) == ("three", "it is cut short", switch.served.since)
    assert second.id == first.id


def test_a_process_that_ends_in_good_order_is_listed_no_longer(switch, database):
    presence = Presence(switch, Workers(database))
    presence.start()
    deadline = time.monotonic() + DEADLINE_S
    while not Workers(database).alive(datetime.now(UTC)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(Workers(database).alive(datetime.now(UTC))) == 1
    presence.stop()
    assert Workers(database).alive(datetime.now(UTC)) == []


class Away(Workers):
    """A store that does not answer."""

    def put(self, worker):
        raise OperationalError("update", {}, OSError("connection refused"))

    def leave(self, worker_id):
        raise OperationalError("delete", {}, OSError("connection refused"))


def test_a_store_that_is_away_is_complained_of_once_and_the_process_ends_all_the_same(switch, database, caplog):
    presence = Presence(switch, Away(database))
    presence.start()
    time.sleep(1.2)
    presence.stop()
    told, ended = (record.getMessage() for record in caplog.records)
    assert told == "the store cannot be told what this worker serves"
    assert "could not tell the store that it ends" in ended
