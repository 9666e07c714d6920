"""Whatever happened before, pruning never removes what is in use."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.errors import BadModel, BadPromotion
from routing.store.engine import migrate, open_engine
from routing.store.tables import promotions, workers
from routing.store.workers import Worker
from routing.text.manifest import MANIFEST
from routing.text.shelf import Live, Shelf
from routing.versions.change import Wish, promote
from routing.versions.held import Versions
from routing.versions.prune import old, prune

NAMES = [f"2026112{number}" for number in range(7)]
NUMBERS = count(1)
VERSION = st.sampled_from(NAMES)
EVENT = st.one_of(
    st.tuples(st.just("live"), VERSION),
    st.tuples(st.just("shadow"), VERSION),
    st.tuples(st.just("end"), st.just("")),
    st.tuples(st.just("worker"), st.tuples(VERSION, st.sampled_from([*NAMES, ""]))),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory, encoder):
    """A shelf and a database that many examples use one after another."""
    folder = tmp_path_factory.mktemp("place")
    engine = open_engine(f"sqlite:///{folder / 'advisor.sqlite'}")
    migrate(engine)
    (folder / "models").mkdir()
    yield Versions(Shelf(str(folder / "models"), folder / "cache"), engine, encoder)
    engine.dispose()


def stocked(held, default):
    """The place as new: all seven versions on the shelf, nothing promoted, no workers."""
    for name in NAMES:
        folder = held.shelf.folder(name)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / MANIFEST).write_bytes(b"{}")
    held.shelf.set_default(Live(default, "0"))
    with held.engine.begin() as connection:
        connection.execute(promotions.delete())
        connection.execute(workers.delete())
    return held


def happen(held, events):
    now = datetime.now(UTC)
    for kind, what in events:
        if kind == "worker":
            held.workers.put(Worker(f"worker {next(NUMBERS)}", *what, now, now))
        else:
            with held.engine.begin() as connection:
                row = {
                    "version": what,
                    "manifest_sha256": "0",
                    "role": kind,
                    "share": 0,
                    "at": now,
                    "by": "",
                    "why": "",
                }
                connection.execute(promotions.insert(), row)


@settings(max_examples=60)
@given(default=VERSION, events=st.lists(EVENT, max_size=12), keep=st.integers(0, 7))
def test_what_is_in_use_or_among_the_newest_stays(place, default, events, keep):
    held = stocked(place, default)
    happen(held, events)
    before = held.look()

    removed = prune(held, old(held, keep))

    there = set(held.shelf.versions())
    standing = held.promotions.current()
    live = standing.live.version if standing.live else default
    served = {name for kind, what in events if kind == "worker" for name in what if name}
    trial = {standing.trial.version} if standing.trial else set()
    assert {default, live, *trial, *served} <= there
    assert before.previous in {*there, ""}
    assert set(NAMES[len(NAMES) - keep :]) <= there
    assert there == set(NAMES) - set(removed)


def test_a_version_that_came_to_be_needed_while_one_was_asked_stays(place):
    held = stocked(place, NAMES[-1])
    chosen = old(held, 1)
    assert chosen == NAMES[:-1]
    happen(held, [("live", NAMES[0])])
    assert prune(held, chosen) == NAMES[1:-1]
    assert held.shelf.versions() == [NAMES[0], NAMES[-1]]


def test_who_promotes_a_version_that_is_being_removed_waits_and_is_told(held, monkeypatch):
    version, remove, people = held.look().versions[1], held.shelf.remove, ThreadPoolExecutor(1)

    def remove_while_somebody_promotes(name):
        promoted = people.submit(promote, held, name, Wish(by="sam"))
        time.sleep(0.5)  # long enough to promote it, if nothing held that up
        remove(name)
        removing.append(promoted)

    removing = []
    monkeypatch.setattr(held.shelf, "remove", remove_while_somebody_promotes)
    assert prune(held, [version]) == [version]
    error = removing[0].exception()
    people.shutdown()
    assert isinstance(error, (BadPromotion, BadModel))
    assert held.promotions.history() == []
