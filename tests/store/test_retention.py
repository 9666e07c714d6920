"""Nothing is kept longer than the organisation says, and the thread that sees to it outlives every fault."""

import time
from datetime import UTC, datetime, timedelta

from routing.domain.labelled import CallRow
from routing.store.engine import migrate, open_engine
from routing.store.idempotency import KEPT, Answer, Answers
from routing.store.labelled import LabelledCalls
from routing.store.retention import apply_retention, keep_house

DEADLINE_S = 20
NOW = datetime.now(UTC)


def post(engine, *days):
    rows = [CallRow(f"call-{age}", 0, "lost card", "card", "", True, None, NOW - timedelta(days=age)) for age in days]
    LabelledCalls(engine).put(rows)


def left(engine):
    return [row.call_id for row in LabelledCalls(engine).all()]


def becomes(engine, wanted):
    deadline = time.monotonic() + DEADLINE_S
    while left(engine) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    return left(engine)


def test_calls_older_than_the_retention_are_deleted(database):
    post(database, 1, 31)

    assert apply_retention(database, 30, NOW).rows == 1
    assert left(database) == ["call-1"]


def test_without_a_retention_calls_are_kept_and_only_old_answers_go(database):
    post(database, 9999)
    answers = Answers(database)
    answers.finish(answers.begin("key"), Answer("digest", 200, "{}"))

    assert apply_retention(database, 0, NOW).answers == 0
    assert apply_retention(database, 0, datetime.now(UTC) + KEPT + timedelta(minutes=5)).answers == 1
    assert left(database) == ["call-9999"]


def test_the_retention_is_applied_again_and_again_whatever_fails_in_between(tmp_path, caplog):
    engine = open_engine(f"sqlite:///{tmp_path / 'advisor.sqlite'}")
    done = keep_house(engine, 30, every_s=0.05)
    deadline = time.monotonic() + DEADLINE_S
    while "could not be applied" not in caplog.text and time.monotonic() < deadline:
        time.sleep(0.05)
    assert "could not be applied" in caplog.text

    migrate(engine)
    post(engine, 1, 31)
    assert becomes(engine, ["call-1"]) == ["call-1"]
    post(engine, 32)
    assert becomes(engine, ["call-1"]) == ["call-1"]
    done.set()
    engine.dispose()
