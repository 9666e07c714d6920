"""Promote and roll back, on a real shelf and both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from routing.errors import BadModel, BadPromotion, GateFailed
from routing.store.promotions import Promotions
from routing.store.tables import erasures
from routing.store.workers import Worker
from routing.text.manifest import MANIFEST
from routing.versions.change import Wish, promote, roll_back
from routing.versions.facts import describe
from routing.versions.following import wait_for_workers

OLD, MIDDLE, NEW = "20261120-080000-aaaaaaaa", "20261121-080000-bbbbbbbb", "20261122-080000-cccccccc"
SAM = Wish(by="sam", why="it knows the new loan")


def harm(held, version, name="bias.npy"):
    path = held.shelf.folder(version) / name
    path.write_bytes(path.read_bytes() + b"\n")


def test_a_promoted_version_is_live_and_the_one_before_it_is_known(held):
    row = promote(held, MIDDLE, SAM)
    state = held.look()
    assert (state.live, state.previous, state.trial) == (MIDDLE, OLD, "")
    assert (row.by, row.why) == ("sam", "it knows the new loan")
    assert row.manifest_sha256 == state.recorded(MIDDLE)


def test_what_the_gate_did_not_pass_is_refused_with_its_words(held):
    with pytest.raises(GateFailed, match=rf"found {NEW}, which it refused:\n.* takes 2\.5 MiB\.\nTo use it all the"):
        promote(held, NEW, SAM)
    assert held.look().history == ()


def test_a_reason_overrules_the_gate_and_is_kept(held):
    row = promote(held, NEW, Wish(by="sam", why="new loan", despite_gate="it cannot wait"))
    assert held.look().live == NEW
    assert row.why == "new loan; despite the gate: it cannot wait"


def test_a_reason_that_was_not_needed_is_not_kept_as_one(held):
    assert promote(held, MIDDLE, Wish(by="sam", despite_gate="it cannot wait")).why == ""


@pytest.mark.parametrize(("role", "share"), [("shadow", 0), ("canary", 10)])
def test_a_version_is_tried_out_beside_the_live_one(held, role, share):
    promote(held, MIDDLE, Wish(role, share, "sam"))
    state = held.look()
    assert (state.live, state.trial) == (OLD, MIDDLE)
    assert describe(held.shelf, MIDDLE, state).roles == (role,)
    assert describe(held.shelf, MIDDLE, state).share == share


@pytest.mark.parametrize("role", ["live", "shadow"])
def test_the_live_version_is_refused_as_what_it_is_already(held, role):
    with pytest.raises(BadPromotion, match=f"expected another version than the live one, found {OLD}"):
        promote(held, OLD, Wish(role, by="sam"))


def test_a_version_that_is_damaged_is_refused_and_nothing_is_changed(held):
    harm(held, MIDDLE)
    with pytest.raises(BadModel, match=r"bias\.npy: expected SHA-256"):
        promote(held, MIDDLE, SAM)
    assert held.look().history == ()


def test_a_version_that_was_altered_since_it_was_promoted_is_refused(held):
    promote(held, MIDDLE, SAM)
    roll_back(held, "sam", "")
    harm(held, MIDDLE, MANIFEST)
    with pytest.raises(BadModel, match=r"manifest\.json: expected SHA-256"):
        promote(held, MIDDLE, SAM)


def test_a_version_that_answers_otherwise_than_when_it_was_published_is_refused(held, monkeypatch):
    monkeypatch.setattr("routing.text.probe.CLOSE", -1.0)
    with pytest.raises(BadModel, match="this machine reads the version otherwise"):
        promote(held, MIDDLE, SAM)


@pytest.mark.parametrize(
    "change",
    [
        lambda held: promote(held, MIDDLE, SAM),
        lambda held: promote(held, MIDDLE, Wish("shadow", by="sam")),
        lambda held: roll_back(held, "sam", "", to=MIDDLE),
    ],
)
def test_a_version_that_is_removed_right_after_it_was_checked_is_not_promoted(held, monkeypatch, change):
    promote(held, MIDDLE, SAM)
    promote(held, OLD, SAM)
    before = held.look().history

    def after_its_removal(act):
        def acting(*arguments):
            held.shelf.remove(MIDDLE)
            return act(*arguments)

        return acting

    monkeypatch.setattr(Promotions, "promote", after_its_removal(Promotions.promote))
    monkeypatch.setattr(Promotions, "try_out", after_its_removal(Promotions.try_out))
    with pytest.raises(BadPromotion, match=f"expected {MIDDLE} on the shelf, found that it was removed"):
        change(held)
    assert held.look().history == before


def test_rolling_back_leads_to_the_version_before_and_says_from_where(held):
    promote(held, MIDDLE, SAM)
    promote(held, NEW, Wish(by="sam", despite_gate="haste"))
    assert roll_back(held, "sam", "").why == f"rolled back from {NEW}"
    assert held.look().live == MIDDLE
    assert roll_back(held, "sam", "still wrong").why == "still wrong"
    assert held.look().live == OLD
    with pytest.raises(BadPromotion, match="expected a live version before this one, found none"):
        roll_back(held, "sam", "")


def test_rolling_back_heeds_no_gate_and_ends_a_trial(held):
    promote(held, NEW, Wish(by="sam", despite_gate="haste"))
    promote(held, MIDDLE, SAM)
    promote(held, OLD, Wish("shadow", by="sam"))
    roll_back(held, "sam", "")
    assert (held.look().live, held.look().trial) == (NEW, "")


def test_a_version_from_further_back_can_be_named(held):
    promote(held, MIDDLE, SAM)
    promote(held, NEW, Wish(by="sam", despite_gate="haste"))
    roll_back(held, "sam", "", to=OLD)
    assert held.look().live == OLD


@pytest.mark.parametrize("to", [NEW, OLD])
def test_rolling_back_to_what_never_was_live_or_is_live_now_is_refused(held, to):
    with pytest.raises(BadPromotion, match=f"expected a version that was live before, found {to}"):
        roll_back(held, "sam", "", to=to)


def worker(name, version, trial="", **facts):
    now = datetime.now(UTC)
    return Worker(name, version, trial, now, now, **facts)


def test_whoever_promotes_learns_which_workers_have_followed(held):
    promote(held, MIDDLE, SAM)
    held.workers.put(worker("a", MIDDLE))
    held.workers.put(worker("b", OLD, refused=MIDDLE, why="out of memory"))
    held.workers.put(worker("c", OLD, refused=NEW, why="of long ago"))
    followed = wait_for_workers(held, within_s=0)
    assert [each.id for each in followed.alive] == ["a", "b", "c"]
    assert [(each.id, each.why) for each in followed.refusing] == [("b", "out of memory")]
    assert [each.id for each in followed.waiting] == ["c"]


def test_a_worker_must_serve_the_trial_too(held):
    promote(held, MIDDLE, Wish("shadow", by="sam"))
    held.workers.put(worker("a", OLD))
    held.workers.put(worker("b", OLD, MIDDLE))
    assert [each.id for each in wait_for_workers(held, within_s=0).waiting] == ["a"]


def test_nobody_waits_for_a_worker_that_is_gone(held):
    promote(held, MIDDLE, SAM)
    long_ago = datetime.now(UTC) - timedelta(minutes=5)
    held.workers.put(Worker("a", OLD, "", long_ago, long_ago))
    assert wait_for_workers(held).alive == ()


def test_the_calls_that_a_version_learnt_from_and_that_were_erased_since_are_counted(held):
    gone = [{"call_hash": number, "erased_at": datetime.now(UTC)} for number in (-(2**63), 2**63 - 1, 8)]
    with held.engine.begin() as connection:
        connection.execute(erasures.insert(), gone)
    state = held.look()
    assert {name: describe(held.shelf, name, state).erased for name in state.versions} == {OLD: 0, MIDDLE: 2, NEW: 0}


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"passed": 1, "against": "", "checks": []}', b"\xff"])
def test_a_verdict_that_is_none_is_a_fault_of_the_version(held, content):
    (held.shelf.folder(NEW) / "verdict.json").write_bytes(content)
    assert "verdict.json: expected a verdict, found " in describe(held.shelf, NEW, held.look()).fault


def test_a_version_whose_manifest_cannot_be_read_is_still_told_of(held):
    (held.shelf.folder(NEW) / MANIFEST).write_bytes(b"")
    version = describe(held.shelf, NEW, held.look())
    assert "expected a manifest" in version.fault
    assert version.size_bytes > 0
    assert version.figures == {}
