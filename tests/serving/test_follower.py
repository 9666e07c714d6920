"""A process serves what the store says; what it cannot serve it refuses, and goes on serving what it did."""

import gc
import logging
import time
import weakref

import pytest
from sqlalchemy.exc import OperationalError

from routing.errors import BadModel
from routing.serving import follower as following
from routing.serving.follower import Follower
from routing.serving.switch import Refusal, Switch
from routing.store.promotions import Promotions
from routing.text.shelf import Live

DEFAULT = Live("default", "00" * 32)
DIGEST = "ab" * 32
DEADLINE_S = 20


class Advising:
    """Stands for an advisor with a version."""

    def __init__(self, wanted):
        self.wanted = wanted


class Shelf:
    """Loads every version but those in `broken`; remembers what it was asked for."""

    def __init__(self):
        self.broken, self.asked = set(), []

    def load(self, wanted):
        self.asked.append(wanted.version)
        if wanted.version in self.broken:
            raise BadModel(f"{wanted.version} is cut short")
        return Advising(wanted)


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def promotions(database):
    return Promotions(database)


@pytest.fixture
def switch():
    return Switch(Advising(DEFAULT))


@pytest.fixture
def follower(switch, promotions, shelf):
    return Follower(switch, promotions, shelf.load, DEFAULT, DEFAULT)


def serving(switch):
    served = switch.served
    trial = (served.trial.wanted.version, served.role, served.share) if served.trial else None
    return served.live.wanted.version, trial


def test_while_nothing_was_promoted_the_default_stays_and_nothing_is_loaded(follower, switch, shelf):
    follower.look()
    assert (serving(switch), shelf.asked) == (("default", None), [])


def test_what_is_promoted_is_served_with_the_digest_it_was_promoted_with(follower, switch, promotions):
    promotions.promote("one", DIGEST, "Ann", "")
    follower.look()
    assert switch.served.live.wanted == Live("one", DIGEST)


def test_a_version_is_loaded_once_however_often_the_store_is_looked_at(follower, promotions, shelf):
    promotions.promote("one", DIGEST, "Ann", "")
    promotions.try_out("two", DIGEST, "canary", 5, "Ann", "")
    for _ in range(3):
        follower.look()
    assert shelf.asked == ["one", "two"]


def test_a_trial_begins_changes_its_share_and_ends_while_the_live_version_stays(follower, switch, promotions, shelf):
    promotions.try_out("two", DIGEST, "shadow", 0, "Ann", "")
    follower.look()
    assert serving(switch) == ("default", ("two", "shadow", 0))
    promotions.try_out("two", DIGEST, "canary", 10, "Ann", "")
    follower.look()
    assert serving(switch) == ("default", ("two", "canary", 10))
    promotions.try_out("three", DIGEST, "canary", 20, "Ann", "")
    follower.look()
    assert serving(switch) == ("default", ("three", "canary", 20))
    promotions.end_trial("Ann", "")
    follower.look()
    assert serving(switch) == ("default", None)
    assert shelf.asked == ["two", "three"]


def test_a_trial_that_is_promoted_goes_live_without_being_loaded_again(follower, switch, promotions, shelf):
    promotions.try_out("two", DIGEST, "canary", 10, "Ann", "")
    follower.look()
    promotions.promote("two", DIGEST, "Ann", "")
    follower.look()
    assert serving(switch) == ("two", None)
    assert shelf.asked == ["two"]


def test_a_version_that_cannot_be_loaded_is_refused_and_what_is_served_stays(
    follower, switch, promotions, shelf, caplog
):
    shelf.broken = {"two"}
    promotions.promote("one", DIGEST, "Ann", "")
    follower.look()
    promotions.promote("two", DIGEST, "Ann", "")
    follower.look()
    assert serving(switch) == ("one", None)
    assert switch.refusals == (Refusal("two", "two is cut short"),)
    assert "version two is refused, what is served stays: two is cut short" in caplog.text


def test_an_error_of_any_kind_while_loading_is_a_refusal(switch, promotions):
    def load(wanted):
        raise IndexError("index 9 is out of bounds")

    promotions.promote("two", DIGEST, "Ann", "")
    Follower(switch, promotions, load, DEFAULT, DEFAULT).look()
    assert serving(switch) == ("default", None)
    assert switch.refusals == (Refusal("two", "index 9 is out of bounds"),)


def test_a_refused_version_is_not_tried_again_at_every_look_but_after_a_while(
    follower, switch, promotions, shelf, monkeypatch
):
    clock = [1000.0]
    monkeypatch.setattr(following.time, "monotonic", lambda: clock[0])
    shelf.broken = {"two"}
    promotions.promote("two", DIGEST, "Ann", "")
    tried_at = []
    for _ in range(200):
        before = len(shelf.asked)
        follower.look()
        tried_at += [clock[0] - 1000.0] * (len(shelf.asked) - before)
        clock[0] += 1.0
    assert tried_at == [0.0, 5.0, 15.0, 35.0, 75.0, 155.0]
    shelf.broken = set()
    clock[0] += following.LONGEST_RETRY_S
    follower.look()
    assert (serving(switch), switch.refusals) == (("two", None), ())


def test_a_refused_version_that_is_promoted_again_is_tried_at_once(follower, switch, promotions, shelf):
    shelf.broken = {"two"}
    promotions.promote("two", DIGEST, "Ann", "")
    follower.look()
    shelf.broken = set()
    promotions.promote("two", DIGEST, "Ann", "published anew")
    follower.look()
    assert (serving(switch), switch.refusals) == (("two", None), ())


def test_a_trial_that_is_refused_leaves_the_live_version_alone(follower, switch, promotions, shelf):
    shelf.broken = {"two"}
    promotions.try_out("two", DIGEST, "canary", 50, "Ann", "")
    follower.look()
    assert serving(switch) == ("default", None)
    assert switch.refusals == (Refusal("two", "two is cut short"),)
    promotions.end_trial("Ann", "")
    follower.look()
    assert switch.refusals == ()


def test_a_promotion_that_is_refused_is_forgotten_when_another_version_is_promoted(follower, switch, promotions, shelf):
    shelf.broken = {"two"}
    promotions.promote("two", DIGEST, "Ann", "")
    follower.look()
    promotions.promote("three", DIGEST, "Ann", "")
    follower.look()
    assert (serving(switch), switch.refusals) == (("three", None), ())


def test_a_model_that_is_served_no_longer_is_freed_at_once(follower, switch, promotions):
    before = weakref.ref(switch.served.live)
    gc.disable()
    try:
        promotions.promote("one", DIGEST, "Ann", "")
        follower.look()
        assert before() is None
    finally:
        gc.enable()


class Away:
    """A store that does not answer while `away` is set."""

    def __init__(self, promotions):
        self.promotions, self.away = promotions, False

    def current(self):
        if self.away:
            raise OperationalError("select", {}, OSError("connection refused"))
        return self.promotions.current()


def until(promise):
    """Wait until a promise is kept; tell whether it came to be."""
    deadline = time.monotonic() + DEADLINE_S
    while not promise() and time.monotonic() < deadline:
        time.sleep(0.05)
    return promise()


def test_a_store_that_is_away_changes_nothing_is_complained_of_once_and_followed_again_when_it_is_back(
    switch, promotions, shelf, caplog, monkeypatch
):
    monkeypatch.setattr(following, "LOOKS_EVERY_S", 0.02)
    store = Away(promotions)
    follower = Follower(switch, store, shelf.load, DEFAULT, DEFAULT)
    follower.start()
    try:
        promotions.promote("one", DIGEST, "Ann", "")
        assert until(lambda: serving(switch) == ("one", None))
        store.away = True
        promotions.promote("two", DIGEST, "Ann", "")
        assert until(lambda: "cannot be looked up" in caplog.text)
        time.sleep(0.2)
        assert serving(switch) == ("one", None)
        assert [each.levelno for each in caplog.records].count(logging.ERROR) == 1
        store.away = False
        assert until(lambda: serving(switch) == ("two", None))
    finally:
        follower.stop()
