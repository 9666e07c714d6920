"""However a training ends, its row says so, and only what passed goes live."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from routing.errors import BadCalls, BadPromotion, RunLost
from routing.store.promotions import Promotions
from routing.store.training_runs import Runs
from routing.text.manifest import MANIFEST
from routing.text.shelf import Live, Shelf
from training import run as module
from training.gate import Check, Verdict
from training.retrain import Published
from training.run import Watched, carry_out, failure


def published(passed=True):
    check = Check("department", passed, 0.9, 0.9, 0.01, "department right: 90 % against 90 % live")
    return Published("20261128-1", "ab" * 32, Path("models"), {}, Verdict(passed, (check,), "20261127-1"), 0)


@pytest.fixture
def shelf(tmp_path):
    """A shelf with two versions and no default."""
    for version in ("20261128-1", "20261128-2"):
        (tmp_path / "models" / version).mkdir(parents=True)
        (tmp_path / "models" / version / MANIFEST).write_bytes(b"{}")
    return Shelf(str(tmp_path / "models"), tmp_path / "cache")


@pytest.fixture
def start(database, shelf):
    """Return a function that carries out a new run, and what it told; then its row."""
    runs = Runs(database)

    def carry(train, promotions=None, **options):
        run = runs.create(options, "ann")
        try:
            watched = Watched(runs, run, lambda name, done: None, lambda line: None)
            carry_out(watched, promotions or Promotions(database), shelf, train)
        finally:
            carry.run = runs.get(run.id)
            carry.log = [line.line for line in runs.log(run.id)]
        return carry.run

    return carry


def test_a_version_that_passed_becomes_what_was_asked_for(start, database):
    def train(stage, say):
        stage("fitting", 0.5)
        say("two calls")
        return published()

    run = start(train)
    standing = Promotions(database).current()
    assert (run.state, run.version, run.verdict["passed"], start.log) == ("done", "20261128-1", True, ["two calls"])
    assert (standing.live.version, standing.live.by) == ("20261128-1", "ann")
    assert standing.live.why == f"training run {run.id}: passed 1 checks against 20261127-1"

    start(lambda stage, say: replace(published(), version="20261128-2"), role="canary", share=10)
    trial = Promotions(database).current().trial
    assert (trial.version, trial.role, trial.share) == ("20261128-2", "canary", 10)


@pytest.mark.parametrize(("passed", "options", "state"), [(False, {}, "refused"), (True, {"role": "none"}, "done")])
def test_what_the_gate_refuses_or_nobody_wants_live_is_only_noted(start, database, passed, options, state):
    run = start(lambda stage, say: published(passed), **options)
    assert (run.state, run.version, run.verdict["passed"]) == (state, "20261128-1", passed)
    assert Promotions(database).history() == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            BadCalls("expected calls of at least two intents, found 1"),
            "expected calls of at least two intents, found 1",
        ),
        (OSError(28, "No space left on device"), "expected to write the new version, found [Errno 28] No space left"),
        (OperationalError("SELECT", {}, Exception("server closed")), "expected a database that answers, found server"),
        (ZeroDivisionError("oh"), "an error of the program itself: ZeroDivisionError: oh"),
    ],
)
def test_a_failure_is_one_clear_line_and_promotes_nothing(start, database, error, words):
    def train(stage, say):
        raise error

    with pytest.raises(type(error)):
        start(train)
    assert start.run.state == "failed"
    assert start.run.error.startswith(words)
    assert "\n" not in failure(error)
    assert Promotions(database).history() == []


def test_an_interruption_cancels_the_run(start):
    def train(stage, say):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        start(train)
    assert (start.run.state, start.run.error) == ("cancelled", "interrupted")


def test_a_run_that_is_cancelled_stops_between_two_steps_and_promotes_nothing(start, database, monkeypatch):
    monkeypatch.setattr(module, "BEAT_S", 0.01)
    runs, at_work = Runs(database), threading.Event()

    def train(stage, say):
        (run,) = runs.latest()
        runs.cancel(run.id, "bob")
        while not at_work.wait(0.01):
            stage("fitting", 0.5)
        return published()

    with pytest.raises(RunLost, match="cancelled by bob"):
        start(train)
    assert start.run.state == "cancelled"
    assert Promotions(database).history() == []


def test_who_was_given_up_for_dead_does_not_promote_when_it_wakes(start, database):
    runs = Runs(database)

    def train(stage, say):
        (run,) = runs.latest()
        runs.finish(run.id, "failed", error="its process gave no sign of life for 60 s")
        return published()

    with pytest.raises(RunLost):
        start(train)
    assert (start.run.state, start.run.version) == ("failed", "")
    assert Promotions(database).history() == []


@pytest.mark.parametrize("options", [{}, {"role": "shadow"}, {"role": "canary", "share": 5}])
def test_a_version_is_not_promoted_over_one_that_it_was_not_compared_with(start, database, options):
    promotions = Promotions(database)
    promotions.promote("20261127-1", "ab" * 32, "ann", "")

    def train(stage, say):
        promotions.promote("20261120-1", "ab" * 32, "bob", "rolled back")
        return published()

    with pytest.raises(BadPromotion, match="the live version changed meanwhile; train again"):
        start(train, **options)
    assert [row.version for row in promotions.history()] == ["20261127-1", "20261120-1"]
    assert start.run.state == "failed"
    assert start.run.error.startswith("expected 20261127-1 to be live still, found 20261120-1")


def test_a_version_that_was_pruned_before_its_run_ended_is_not_promoted(start, database, shelf):
    def train(stage, say):
        shelf.remove("20261128-1")
        return published()

    with pytest.raises(BadPromotion, match="expected 20261128-1 on the shelf, found that it was removed meanwhile"):
        start(train)
    assert (start.run.state, start.run.version, Promotions(database).history()) == ("failed", "", [])


def test_another_default_is_another_live_version_where_nothing_was_promoted(start, database, shelf):
    shelf.set_default(Live("20261127-1", "ab" * 32))

    def train(stage, say):
        shelf.set_default(Live("20261127-2", "ab" * 32))
        return published()

    with pytest.raises(BadPromotion, match="expected 20261127-1 to be live still, found 20261127-2"):
        start(train)
    assert Promotions(database).history() == []


def test_who_cancels_at_the_last_moment_is_heeded_and_nothing_is_promoted(start, database):
    runs = Runs(database)

    class Cancelling(Promotions):
        def promote(self, *arguments):
            (run,) = runs.latest()
            runs.cancel(run.id, "bob")
            return super().promote(*arguments)

    with pytest.raises(RunLost, match="cancelled by bob"):
        start(lambda stage, say: published(), Cancelling(database))
    assert start.run.state == "cancelled"
    assert Promotions(database).history() == []


def test_a_run_whose_version_was_promoted_is_done_even_if_its_process_died_right_after(start, database):
    class Dying(Promotions):
        def promote(self, *arguments):
            super().promote(*arguments)
            raise SystemExit

    with pytest.raises(SystemExit):
        start(lambda stage, say: published(), Dying(database))
    assert Promotions(database).current().live.version == "20261128-1"
    assert (start.run.state, start.run.version) == ("done", "20261128-1")


def test_a_promotion_that_was_kept_although_its_connection_broke_is_not_made_twice(start, database, monkeypatch):
    monkeypatch.setattr(module, "RETRIES_S", (0.0,))

    class Breaking(Promotions):
        def promote(self, *arguments):
            super().promote(*arguments)
            raise OperationalError("COMMIT", {}, Exception("server closed"))

    run = start(lambda stage, say: published(), Breaking(database))
    assert (run.state, run.version) == ("done", "20261128-1")
    assert [row.version for row in Promotions(database).history()] == ["20261128-1"]


def test_the_second_waits_for_the_first_and_says_so(database, shelf, monkeypatch):
    monkeypatch.setattr(module, "BEAT_S", 0.01)
    runs, told = Runs(database), []
    first = runs.create({}, "bob")
    assert runs.claim(first.id)

    def say(line):
        told.append(line)
        runs.finish(first.id, "done")

    run = runs.create({}, "ann")
    watched = Watched(runs, run, lambda name, done: None, say)
    carry_out(watched, Promotions(database), shelf, lambda stage, say: published())
    assert runs.get(run.id).state == "done"
    assert told == ["another training is under way; this one waits for it"]


def test_a_database_that_is_away_for_a_moment_is_tried_again(monkeypatch):
    monkeypatch.setattr(module, "RETRIES_S", (0.0, 0.0))
    failures = [OperationalError("", {}, Exception("restarting"))] * 2

    def act():
        if failures:
            raise failures.pop()

    module.patient(act)
    assert failures == []
    failures += [OperationalError("", {}, Exception("gone"))] * 3
    with pytest.raises(OperationalError):
        module.patient(act)
