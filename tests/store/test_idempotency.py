"""The same request under the same key is answered once; a claim whose process was killed is taken over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from routing.store.idempotency import ABANDONED, KEPT, Answer, Answers, Claim, UnderWay, forget_old
from routing.store.tables import idempotency

ANSWER = Answer("digest", 200, '{"counts": {}}')


@pytest.fixture
def answers(database):
    return Answers(database)


def age(database, by):
    """Make every claim and answer older."""
    with database.begin() as connection:
        for row in connection.execute(select(idempotency)).all():
            older = update(idempotency).where(idempotency.c.key == row.key)
            connection.execute(older.values(started_at=row.started_at - by))


def test_the_first_claims_the_key_and_the_next_is_told_to_wait(answers):
    assert isinstance(answers.begin("key"), Claim)

    waiting = answers.begin("key")

    assert isinstance(waiting, UnderWay)
    assert 0 < waiting.lost_in_s <= ABANDONED.total_seconds()
    assert isinstance(answers.begin("another"), Claim)


def test_an_answer_is_given_again(answers):
    answers.finish(answers.begin("key"), ANSWER)

    assert answers.begin("key") == ANSWER


def test_a_key_that_is_given_back_can_be_claimed_at_once(answers):
    answers.release(answers.begin("key"))

    assert isinstance(answers.begin("key"), Claim)


def test_a_claim_without_an_answer_is_taken_over_after_a_minute(answers, database):
    lost = answers.begin("key")
    age(database, ABANDONED)

    mine = answers.begin("key")

    assert isinstance(mine, Claim)
    answers.finish(lost, Answer("late", 200, "{}"))
    assert isinstance(answers.begin("key"), UnderWay)
    answers.finish(mine, ANSWER)
    assert answers.begin("key") == ANSWER


def test_an_answer_holds_for_a_day_and_is_then_forgotten(answers, database):
    answers.finish(answers.begin("key"), ANSWER)
    age(database, ABANDONED * 2)
    assert answers.begin("key") == ANSWER
    assert forget_old(database, datetime.now(UTC)) == 0

    age(database, KEPT)

    assert isinstance(answers.begin("key"), Claim)
    age(database, KEPT + timedelta(seconds=1))
    assert forget_old(database, datetime.now(UTC)) == 1


def test_of_many_at_once_one_gets_the_key(answers):
    with ThreadPoolExecutor(6) as pool:
        begun = list(pool.map(lambda _: answers.begin("key"), range(24)))

    assert sum(isinstance(each, Claim) for each in begun) == 1
