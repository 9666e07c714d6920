"""Which version is live is what was said last, and a trial lasts until something is said that ends it."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine

from routing.errors import BadPromotion
from routing.store.engine import open_engine
from routing.store.promotions import CANARY, END, LIVE, SHADOW, Promotions, Standing
from routing.store.tables import metadata

DIGEST = "ab" * 32


@pytest.fixture
def promotions(database):
    return Promotions(database)


def told(standing):
    return (standing.live and standing.live.version, standing.trial and standing.trial.version)


def test_before_anything_was_promoted_nothing_stands(promotions):
    assert promotions.current() == Standing(None, None)
    assert promotions.history() == []


def test_the_version_promoted_last_is_live_with_the_digest_the_person_and_the_reason(promotions):
    before = datetime.now(UTC)
    promotions.promote("one", "cd" * 32, "Ann", "first")
    made = promotions.promote("two", DIGEST, "Sam", "better with mortgages")
    live = promotions.current().live
    assert live == made
    assert (live.version, live.manifest_sha256, live.role, live.share) == ("two", DIGEST, LIVE, 0)
    assert (live.by, live.why) == ("Sam", "better with mortgages")
    assert before <= live.at <= datetime.now(UTC)


def test_a_trial_stands_beside_the_live_version_until_it_is_ended(promotions):
    promotions.promote("one", DIGEST, "Ann", "")
    promotions.try_out("two", DIGEST, CANARY, 10, "Ann", "see")
    assert told(promotions.current()) == ("one", "two")
    assert (promotions.current().trial.role, promotions.current().trial.share) == (CANARY, 10)
    promotions.end_trial("Ann", "seen enough")
    assert told(promotions.current()) == ("one", None)


def test_a_trial_may_run_beside_the_default_version(promotions):
    promotions.try_out("two", DIGEST, SHADOW, 0, "Ann", "")
    assert told(promotions.current()) == (None, "two")


def test_another_trial_takes_the_place_of_the_one_before(promotions):
    promotions.try_out("two", DIGEST, SHADOW, 0, "Ann", "")
    promotions.try_out("three", DIGEST, CANARY, 100, "Ann", "")
    assert told(promotions.current()) == (None, "three")


def test_promoting_ends_the_trial_whether_of_the_same_version_or_of_another(promotions):
    for version in ("two", "three"):
        promotions.try_out("two", DIGEST, SHADOW, 0, "Ann", "")
        promotions.promote(version, DIGEST, "Ann", "")
        assert told(promotions.current()) == (version, None)
        promotions.promote("one", DIGEST, "Ann", "")


@pytest.mark.parametrize(("role", "share"), [(CANARY, 0), (CANARY, 101), (CANARY, -1), (SHADOW, 5), (LIVE, 0), ("", 1)])
def test_a_trial_with_another_role_or_share_is_refused_and_leaves_no_trace(promotions, role, share):
    with pytest.raises(BadPromotion, match="expected a shadow with a share of 0 or a canary"):
        promotions.try_out("two", DIGEST, role, share, "Ann", "")
    assert promotions.history() == []


def test_the_live_version_is_not_tried_out_beside_itself(promotions):
    promotions.promote("one", DIGEST, "Ann", "")
    with pytest.raises(BadPromotion, match="one, which is live"):
        promotions.try_out("one", DIGEST, SHADOW, 0, "Ann", "")


def test_a_trial_that_does_not_run_cannot_be_ended(promotions):
    promotions.promote("one", DIGEST, "Ann", "")
    with pytest.raises(BadPromotion, match="found none"):
        promotions.end_trial("Ann", "")
    assert len(promotions.history()) == 1


def test_history_is_everything_that_was_said_oldest_first(promotions):
    promotions.promote("one", DIGEST, "Ann", "")
    promotions.try_out("two", DIGEST, CANARY, 5, "Sam", "")
    promotions.end_trial("Sam", "")
    history = promotions.history()
    assert [(each.role, each.version) for each in history] == [(LIVE, "one"), (CANARY, "two"), (END, "")]
    assert history == sorted(history, key=lambda each: each.id)


def test_every_process_sees_what_one_of_them_promoted(promotions, database_url):
    other = open_engine(database_url)
    Promotions(other).promote("two", DIGEST, "Ann", "")
    other.dispose()
    assert promotions.current().live.version == "two"


def test_of_many_who_promote_at_once_none_is_lost_and_the_last_one_holds(promotions):
    versions = [f"v{n}" for n in range(12)]
    with ThreadPoolExecutor(4) as people:
        made = list(people.map(lambda version: promotions.promote(version, DIGEST, "Ann", ""), versions))
    assert {each.version for each in promotions.history()} == set(versions)
    assert promotions.current().live == max(made, key=lambda each: each.id)


def test_of_many_who_follow_on_the_same_live_version_only_the_first_is_let(promotions):
    promotions.promote("v0", DIGEST, "Ann", "")

    def only_after_v0(connection, standing):
        if standing.live.version != "v0":
            raise BadPromotion("too late")
        time.sleep(0.05)  # long enough for the others to look, if they could

    def promote(version):
        try:
            return promotions.promote(version, DIGEST, "Ann", "", only_after_v0)
        except BadPromotion:
            return None

    with ThreadPoolExecutor(4) as people:
        made = [each for each in people.map(promote, [f"v{n}" for n in range(1, 9)]) if each]
    assert promotions.history()[1:] == made
    assert len(made) == 1


def follows(standing, step):
    live, trial = standing
    if step[0] == "promote":
        return step[1], None
    if step[0] == "try":
        return (live, trial) if step[1] == live else (live, step[1])
    return live, None


STEPS = st.tuples(st.sampled_from(("promote", "try", "end")), st.sampled_from("abc"))


@given(steps=st.lists(STEPS, max_size=12))
def test_whatever_is_said_in_whatever_order_what_stands_follows_from_it(steps):
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    promotions, expected = Promotions(engine), (None, None)
    for step in steps:
        try:
            if step[0] == "promote":
                promotions.promote(step[1], DIGEST, "Ann", "")
            elif step[0] == "try":
                promotions.try_out(step[1], DIGEST, CANARY, 5, "Ann", "")
            else:
                promotions.end_trial("Ann", "")
        except BadPromotion:
            continue
        finally:
            expected = follows(expected, step)
            assert told(promotions.current()) == expected
    engine.dispose()
