"""A version that answers in the shadow is asked all the live one is asked, and changes nothing."""

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from routing.advise import Advisor
from routing.domain.history import Given, History
from routing.request import Request
from routing.serving.served import Served
from routing.serving.shadow import MOST_WAITING, Before, Shadow
from routing.serving.switch import Switch
from routing.store.journal import Journal
from routing.store.tables import advice as advice_table
from routing.store.tables import trial_advice
from routing.store.trials import Trials
from routing.text.artefact import load
from routing.text.model import Hypothesis

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DEADLINE_S = 20
LOST, RATE = "I have lost my bank card", "what is your mortgage rate today"


@pytest.fixture
def advisors(two_versions, encoder, catalogue, database):
    """The live advisor with version one, and the one on trial with version two, over one record."""
    journal = Journal(database)
    return [Advisor(catalogue, load(two_versions / version, encoder), journal) for version in ("one", "two")]


@pytest.fixture
def switch(advisors, database):
    live, trial = advisors
    switch = Switch(live, Shadow(Trials(database)).overhear)
    switch.change(Served(live, trial, "shadow"))
    return switch


def asking(reason, seconds=0, **facts):
    return Request((Hypothesis(reason),), NOON, NOON + timedelta(seconds=seconds), **facts)


def rows(database, table, count):
    """Wait until the table has so many rows; return those it has."""
    deadline = time.monotonic() + DEADLINE_S
    while True:
        with database.connect() as connection:
            found = connection.execute(select(table)).all()
        if len(found) >= count or time.monotonic() > deadline:
            return found
        time.sleep(0.05)


def as_answered(advice):
    return replace(advice, id="", took_ms=0.0)


def test_the_answers_are_those_the_live_version_gives_without_a_shadow(advisors, switch):
    live, _ = advisors
    for reason in (LOST, RATE):
        shadowed, alone = switch.advise(asking(reason, call_id="c")), live.advise(asking(reason, call_id="d"))
        assert as_answered(shadowed) == replace(as_answered(alone), call=shadowed.call)


def test_what_both_said_is_written_down_under_the_advice_the_caller_got(switch, database):
    given = switch.advise(asking(LOST))
    (row,) = rows(database, trial_advice, 1)
    assert (row.advice_id, row.call_id, row.live, row.trial) == (given.id, given.call.id, "one", "two")
    assert (row.live_department, row.department, row.intent) == ("fraud", "mortgages", "mortgage_rate")
    assert row.live_took_ms == given.took_ms
    assert row.took_ms > 0


def test_the_shadow_writes_no_advice(switch, database):
    for number in range(5):
        switch.advise(asking(LOST, call_id=f"call-{number}"))
    rows(database, trial_advice, 5)
    assert [row.model for row in rows(database, advice_table, 5)] == ["one"] * 5


def test_the_shadow_knows_of_a_call_what_the_live_version_knew_and_not_what_it_said_since(advisors, switch, database):
    given = [switch.advise(asking(RATE, seconds=seconds, call_id="c")) for seconds in (0, 60)]
    said = {row.advice_id: row for row in rows(database, trial_advice, 2)}
    assert [advice.call.hops for advice in given] == [0, 1]
    _, trial = advisors
    again = trial.consider(asking(RATE, call_id="c"), Before(trial.journal, NOON))
    assert said[given[0].id].department == again.department.id
    assert said[given[1].id].department != given[0].department.id


def test_before_a_moment_the_record_has_what_was_given_by_then(catalogue):
    class Record:
        def history(self, call_id):
            return History(tuple(replace(GIVEN, at=NOON + timedelta(seconds=n)) for n in range(3)))

    found = Before(Record(), NOON + timedelta(seconds=2)).history("c")
    assert [given.at.second for given in found.given] == [0, 1]


class Halting:
    """A version on trial that answers only when it is let."""

    def __init__(self, trial):
        self.trial, self.let = trial, threading.Event()
        self.journal, self.model = trial.journal, trial.model

    def consider(self, request, record):
        self.let.wait(DEADLINE_S)
        return self.trial.consider(request, record)


def test_a_shadow_that_cannot_keep_up_drops_what_is_too_much_counts_it_and_delays_nobody(advisors, database):
    live, trial = advisors
    slow, shadow = Halting(trial), Shadow(Trials(database))
    given = live.advise(asking(LOST))
    sent = 3 * MOST_WAITING
    for number in range(sent):
        shadow.overhear(slow, asking(LOST), replace(given, id=f"advice-{number}"))
    slow.let.set()
    kept = rows(database, trial_advice, sent - shadow.dropped)
    assert shadow.dropped > 0
    assert len(kept) == sent - shadow.dropped


class Failing(Halting):
    """A version on trial that cannot answer."""

    def consider(self, request, record):
        raise IndexError("no such row")


def test_a_version_on_trial_that_fails_is_told_in_the_log_and_the_next_is_still_heard(advisors, database, caplog):
    live, trial = advisors
    shadow = Shadow(Trials(database))
    for number, each in enumerate((Failing(trial), trial)):
        shadow.overhear(each, asking(LOST), replace(live.advise(asking(LOST)), id=f"advice-{number}"))
    assert [row.advice_id for row in rows(database, trial_advice, 1)] == ["advice-1"]
    assert "version two could not answer what one answered" in caplog.text


def test_what_cannot_be_written_down_is_counted_as_dropped(advisors, database, caplog):
    live, trial = advisors
    given = live.advise(asking(LOST))
    with database.begin() as connection:
        trial_advice.drop(connection)
    shadow = Shadow(Trials(database))
    shadow.overhear(trial, asking(LOST), given)
    deadline = time.monotonic() + DEADLINE_S
    while not shadow.dropped and time.monotonic() < deadline:
        time.sleep(0.05)
    assert shadow.dropped == 1
    assert "could not be recorded" in caplog.text


GIVEN = Given(
    hop=0, action="transfer", department="cards", intent="card_order", reason="my card", said="my card",
    tried=frozenset(), manners=frozenset(), warned=False, promised="", at=NOON,
)  # fmt: skip
