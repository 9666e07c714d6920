import csv
import json
import re
import shutil
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from routing.catalogue.read import digest as catalogue_digest
from routing.catalogue.read import read_catalogue
from routing.domain.labelled import CallRow, call_hash
from routing.errors import BadCalls, RunLost
from routing.settings import Settings
from routing.store.labelled import LabelledCalls
from routing.text.artefact import load
from routing.text.manifest import read_manifest
from routing.text.model import Hypothesis
from routing.text.shelf import Shelf
from training.calls import digest
from training.learning.suspects import SUSPECTS
from training.publish import CALLS, LIBRARIES, TEST_CALLS
from training.retrain import Sources, retrain

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
TEST_ROWS = [
    ("I have lost my card", "card_lost_or_stolen"),
    ("tell me my PIN please", "pin_forgotten"),
    ("do you sell flowers", "out_of_scope"),
]


def write_calls(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("reason", "intent"), *rows])


@pytest.fixture(scope="module")
def bank(small_calls, tmp_path_factory):
    """The sample bank's catalogue with the small calls, and three test calls."""
    folder = tmp_path_factory.mktemp("catalogue") / "bank"
    shutil.copytree(Settings().catalogue, folder, ignore=shutil.ignore_patterns("*.csv"))
    write_calls(folder / CALLS, [(call.reason, call.intent) for call in small_calls])
    write_calls(folder / TEST_CALLS, TEST_ROWS)
    return folder


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    return Shelf(str(tmp_path_factory.mktemp("models")), tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def told():
    return []


def sources(folder, shelf, encoder, **more):
    return Sources(read_catalogue(folder), folder, shelf, encoder, **more)


def shelf_in(folder):
    (folder / "models").mkdir()
    return Shelf(str(folder / "models"), folder / "cache")


@pytest.fixture(scope="module")
def published(bank, models, encoder, told):
    return retrain(sources(bank, models, encoder), lambda name, done: told.append(name))


def test_a_version_is_named_by_its_date_and_its_calls(published, small_calls):
    assert re.fullmatch(rf"\d{{8}}-\d{{6}}-{digest(small_calls)[:8]}", published.version)


def test_the_new_version_answers(published, encoder):
    prediction = load(published.folder, encoder).predict((Hypothesis("I have lost my card"),))
    assert prediction.intents[prediction.probabilities.argmax()] == "card_lost_or_stolen"


def test_the_manifest_tells_what_the_version_was_made_from(published, bank, small_calls):
    manifest = read_manifest(published.folder, published.manifest_sha256)
    assert manifest.version == published.version == published.folder.name
    assert manifest.catalogue == catalogue_digest(bank)
    assert manifest.data == digest(small_calls)
    assert manifest.counts == {"calls": 60, "out_of_scope": 25, "intents": 5}
    assert set(manifest.libraries) == {"python", *LIBRARIES}
    assert manifest.metrics == published.facts["metrics"]


def test_the_version_is_scored_on_the_test_calls(published):
    test = published.facts["metrics"]["test"]
    assert (test["calls"], test["in_scope"], test["out_of_scope"]) == (3, 2, 1)
    assert test["department_accuracy"] == 1.0


def test_every_step_is_told_in_order(published, told):
    assert list(dict.fromkeys(told)) == [
        "loading", "encoding", "suspects", "fitting", "calibrating", "evaluating", "publishing",
    ]  # fmt: skip


def test_a_version_carries_its_verdict_its_report_and_what_it_learnt_from(published):
    assert json.loads((published.folder / "verdict.json").read_text("utf-8"))["passed"] is True
    assert "suspects" in json.loads((published.folder / "report.json").read_text("utf-8"))
    assert (published.folder / SUSPECTS).read_text("utf-8").startswith("place,reason,label,suggested,score,done")
    assert np.load(published.folder / "trained_on.npy").tolist() == []


@pytest.mark.parametrize("name", [CALLS, TEST_CALLS])
def test_faulty_calls_publish_nothing_and_are_named(bank, tmp_path, encoder, name):
    faulty = shutil.copytree(bank, tmp_path / "bank")
    write_calls(faulty / name, [("I have lost my card", "no_such_intent")])
    shelf = shelf_in(tmp_path)
    with pytest.raises(BadCalls, match=rf"{re.escape(name)}:2: intent: expected one of the catalogue's"):
        retrain(sources(faulty, shelf, encoder))
    assert shelf.versions() == []


def test_a_catalogue_without_calls_publishes_nothing(bank, tmp_path, encoder):
    silent = shutil.copytree(bank, tmp_path / "bank", ignore=shutil.ignore_patterns("*.csv"))
    shelf = shelf_in(tmp_path)
    with pytest.raises(BadCalls, match=r"calls\.csv: expected a file of labelled calls"):
        retrain(sources(silent, shelf, encoder))
    assert shelf.versions() == []


def test_who_is_told_the_stage_can_end_it_and_nothing_is_published(bank, tmp_path, encoder):
    shelf = shelf_in(tmp_path)

    def stop(name, done):
        if name == "publishing":
            raise RunLost("cancelled")

    with pytest.raises(RunLost):
        retrain(sources(bank, shelf, encoder), stop)
    assert shelf.versions() == []


LOST = "card_lost_or_stolen"
NEW_INTENT = "loan_apply"
NEW_REASONS = (
    "I would like to take out a loan",
    "can I apply for a personal loan with you",
    "how do I borrow ten thousand pounds",
    "I want to apply for a loan for a new kitchen",
    "apply for a loan please",
)


def posted(store, reasons, intent, department="", since=MONDAY, name="new"):
    store.put(
        [
            CallRow(f"{name}-{n}", 0, reason, intent, department, True, None, since + timedelta(minutes=n), "crm")
            for n, reason in enumerate(reasons)
        ]
    )


def test_a_new_intent_is_learnt_from_five_calls_of_the_store_alone(bank, tmp_path, encoder, database):
    store = LabelledCalls(database)
    posted(store, NEW_REASONS, NEW_INTENT)

    published = retrain(sources(bank, shelf_in(tmp_path), encoder, store=store))

    model = load(published.folder, encoder)
    assert NEW_INTENT in model.intents
    for reason in ("please could I have a loan for a car", "I am thinking of borrowing money, is a loan possible"):
        prediction = model.predict((Hypothesis(reason),))
        assert prediction.intents[prediction.probabilities.argmax()] == NEW_INTENT
    learnt = np.load(published.folder / "trained_on.npy").tolist()
    assert learnt == sorted(call_hash(f"new-{n}") for n in range(5))


def test_calls_that_are_only_measured_on_are_not_learnt_and_named_as_quoted(bank, tmp_path, encoder, database):
    store = LabelledCalls(database)
    towns = [first + last for first in ("Ash", "Brad", "Chel", "Dun", "Elm") for last in ("bury", "ford", "ham", "by")]
    posted(store, [f"{how} my card in {town}" for how in ("I lost", "someone stole") for town in towns * 3], LOST)
    posted(store, [f"my card went missing in {town}" for town in towns], LOST, "", MONDAY + timedelta(1), "newest")

    folder = retrain(sources(bank, shelf_in(tmp_path), encoder, store=store)).folder

    learnt, quoted = (set(np.load(folder / name).tolist()) for name in ("trained_on.npy", "quoted.npy"))
    newest = {call_hash(f"newest-{n}") for n in range(20)}
    assert not newest & learnt
    assert quoted == newest | learnt


def test_the_report_counts_the_live_versions_calls_that_were_erased_since(bank, tmp_path, encoder, database, publish):
    store, shelf = LabelledCalls(database), shelf_in(tmp_path)
    version = publish(shelf, "20261123-080000-aaaaaaaa", learnt=[call_hash("new-0"), call_hash("new-1")]).version
    posted(store, NEW_REASONS, NEW_INTENT)
    store.erase("new-0")
    store.erase("new-4")

    live = load(shelf.folder(version), encoder)
    published = retrain(sources(bank, shelf, encoder, store=store, live=live))

    assert json.loads((published.folder / "report.json").read_text("utf-8"))["data"]["erased"] == 1


def test_four_calls_of_a_new_intent_are_left_out_and_stop_nothing(bank, tmp_path, encoder, database):
    store, lines = LabelledCalls(database), []
    posted(store, NEW_REASONS[:4], NEW_INTENT)

    published = retrain(sources(bank, shelf_in(tmp_path), encoder, store=store), say=lines.append)

    assert NEW_INTENT not in load(published.folder, encoder).intents
    assert f"{NEW_INTENT}: 4 of the 5 wordings that an intent is learnt from; left out for now" in lines
