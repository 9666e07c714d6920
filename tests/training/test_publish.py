import csv
import re
import shutil

import pytest

from routing.catalogue.read import digest as catalogue_digest
from routing.errors import BadCalls
from routing.settings import Settings
from routing.text.manifest import read_manifest
from routing.text.model import Hypothesis
from routing.text.shelf import Live, Shelf, load_default
from training.calls import digest
from training.publish import CALLS, LIBRARIES, TEST_CALLS, train

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


@pytest.fixture(scope="module")
def published(bank, models, encoder, told):
    return train(bank, models, encoder, stage=lambda name, done: told.append(name))


def test_a_version_is_named_by_its_date_and_its_calls(published, small_calls):
    assert re.fullmatch(rf"\d{{8}}-\d{{6}}-{digest(small_calls)[:8]}", published.version)


def test_the_new_version_is_live_and_answers(published, models, encoder):
    assert models.default().version == published.version
    prediction = load_default(models, encoder).predict((Hypothesis("I have lost my card"),))
    assert prediction.intents[prediction.probabilities.argmax()] == "card_lost_or_stolen"


def test_the_manifest_tells_what_the_version_was_made_from(published, models, bank, small_calls):
    manifest = read_manifest(published.folder, models.default().manifest_sha256)
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
    assert list(dict.fromkeys(told)) == ["encoding", "fitting", "calibrating", "evaluating"]


def test_without_promotion_the_live_version_stays_and_without_test_calls_nothing_is_scored(bank, tmp_path, encoder):
    quiet = shutil.copytree(bank, tmp_path / "bank", ignore=shutil.ignore_patterns(TEST_CALLS))
    (tmp_path / "models").mkdir()
    models = Shelf(str(tmp_path / "models"), tmp_path / "cache")
    before = Live("older", "0" * 64)
    models.set_default(before)
    published = train(quiet, models, encoder, promote=False)
    assert models.default() == before
    assert read_manifest(published.folder).version == published.version
    assert "test" not in published.facts["metrics"]


@pytest.mark.parametrize("name", [CALLS, TEST_CALLS])
def test_faulty_calls_publish_nothing_and_are_named(bank, tmp_path, encoder, name):
    faulty = shutil.copytree(bank, tmp_path / "bank")
    write_calls(faulty / name, [("I have lost my card", "no_such_intent")])
    models = tmp_path / "models"
    with pytest.raises(BadCalls, match=rf"{re.escape(name)}:2: intent: expected one of the catalogue's"):
        train(faulty, Shelf(str(models), tmp_path / "cache"), encoder)
    assert not models.exists()


def test_a_catalogue_without_calls_publishes_nothing(bank, tmp_path, encoder):
    silent = shutil.copytree(bank, tmp_path / "bank", ignore=shutil.ignore_patterns("*.csv"))
    with pytest.raises(BadCalls, match=r"calls\.csv: expected a file of labelled calls"):
        train(silent, Shelf(str(tmp_path / "models"), tmp_path / "cache"), encoder)
    assert not (tmp_path / "models").exists()
