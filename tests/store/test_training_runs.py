"""One training run at a time, in the order they were asked for; a dead process holds nobody up for long."""

import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from routing.errors import RunLost
from routing.store import training_runs as store
from routing.store.processes import this_process
from routing.store.tables import training_runs
from routing.store.training_runs import Runs


@pytest.fixture
def runs(database):
    return Runs(database)


def altered(database, run_id, **values):
    with database.begin() as connection:
        connection.execute(update(training_runs).where(training_runs.c.id == run_id).values(values))


def silent(database, run_id, process="elsewhere:1"):
    long_ago = datetime.now(UTC) - timedelta(seconds=store.SILENT_S + 5)
    altered(database, run_id, process=process, seen_at=long_ago)


def test_a_run_waits_then_runs_then_is_over_and_tells_how_it_went(runs):
    run = runs.create({"role": "live"}, "ann")
    assert (run.state, run.requested_by, run.options) == ("waiting", "ann", {"role": "live"})

    assert runs.claim(run.id)
    runs.beat(run.id, "fitting", 0.5)
    at_work = runs.get(run.id)
    assert (at_work.state, at_work.stage, at_work.progress) == ("running", "fitting", 0.5)
    assert at_work.process == this_process()
    assert at_work.started_at.tzinfo

    assert runs.finish(run.id, "done", "20261128-1", {"passed": True})
    over = runs.get(run.id)
    assert (over.state, over.version, over.verdict, over.error) == ("done", "20261128-1", {"passed": True}, "")


def test_the_second_waits_until_the_first_is_over_and_knows_its_place(runs):
    first, second, third = (runs.create({}, "ann") for _ in range(3))
    assert runs.claim(first.id)
    assert not runs.claim(second.id)
    assert [runs.position(run.id) for run in (first, second, third)] == [0, 1, 2]
    runs.finish(first.id, "done")
    assert not runs.claim(third.id)
    assert runs.claim(second.id)


def test_who_will_not_wait_is_told_that_another_is_under_way(runs):
    run = runs.create({}, "ann", if_busy="refuse")
    assert runs.create({}, "bob", if_busy="refuse") is None
    runs.finish(run.id, "done")
    assert runs.create({}, "bob", if_busy="refuse") is not None


def test_of_many_that_claim_at_once_exactly_one_runs(runs):
    waiting = [runs.create({}, "ann").id for _ in range(4)]
    start, won = threading.Barrier(8), []

    def claim(run_id):
        start.wait()
        try:
            if runs.claim(run_id):
                won.append(run_id)
        except RunLost:
            pass  # the other thread of the same run was first

    threads = [threading.Thread(target=claim, args=(run_id,)) for run_id in waiting * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == waiting[:1]
    assert [run.state for run in runs.latest()].count("running") == 1


def test_a_run_without_a_sign_of_life_is_given_up_and_the_next_one_runs(runs, database):
    dead, following = runs.create({}, "ann"), runs.create({}, "bob")
    assert runs.claim(dead.id)
    silent(database, dead.id)
    assert runs.claim(following.id)
    found = runs.get(dead.id)
    assert (found.state, found.error) == ("failed", "its process gave no sign of life for 60 s")


def test_one_that_waits_without_a_process_holds_nobody_up(runs, database):
    orphan, following = runs.create({}, "ann"), runs.create({}, "bob")
    silent(database, orphan.id, process="")
    assert runs.claim(following.id)
    assert runs.get(orphan.id).state == "failed"


def test_a_process_of_this_machine_that_is_gone_is_noticed_at_once(runs, database):
    run = runs.create({}, "ann")
    assert runs.claim(run.id)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    altered(database, run.id, process=f"{this_process().rpartition(':')[0]}:{ended.pid}")
    found = runs.get(run.id)
    assert (found.state, found.error) == ("failed", "its process is gone")


def test_who_was_given_up_for_dead_or_cancelled_may_not_go_on_nor_overwrite_the_verdict(runs):
    run = runs.create({}, "ann")
    assert runs.claim(run.id)
    assert runs.cancel(run.id, "bob")
    with pytest.raises(RunLost, match="it is cancelled: cancelled by bob"):
        runs.beat(run.id, "fitting", 0.1)
    assert not runs.finish(run.id, "done", "20261128-1")
    assert runs.get(run.id).version == ""
    with pytest.raises(RunLost, match="does not exist"):
        runs.claim("no-such-run")


def test_the_log_is_read_on_from_any_line(runs):
    run, other = runs.create({}, "ann"), runs.create({}, "bob")
    for number in range(5):
        runs.say(run.id, f"line {number}")
        runs.say(other.id, "another's")
    first = runs.log(run.id, most=2)
    assert [line.line for line in first] == ["line 0", "line 1"]
    assert [line.line for line in runs.log(run.id, after=first[-1].id)] == ["line 2", "line 3", "line 4"]
