"""A version is served only if it is the one that was promoted, whole, and answers as it did when it was published."""

import gc
import hashlib
import json
import shutil
import weakref
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from routing.catalogue.golden import GoldenCall
from routing.errors import BadModel
from routing.request import Request
from routing.serving.loading import Loader
from routing.store.journal import Journal
from routing.text.artefact import PROBE
from routing.text.checksum import sha256_of
from routing.text.model import Hypothesis
from routing.text.shelf import Live, Shelf

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
GOLDEN = GoldenCall("golden.csv, line 2", "I have lost my bank card", "", "", "", NOON)


@pytest.fixture
def loader(models, encoder, catalogue, database):
    return Loader(
        folder=lambda version: models / version,
        encoder=encoder,
        manner=None,
        catalogue=catalogue,
        golden=(GOLDEN,),
        journal=Journal(database),
        statuses=dict,
        cache_reasons=10,
    )


def wanted(models, version="two"):
    return Live(version, sha256_of(models / version / "manifest.json"))


def test_a_sound_version_is_loaded_and_answers_with_its_name(loader, models):
    advice = loader.load(wanted(models)).advise(Request((Hypothesis("I have lost my bank card"),), NOON))
    assert (advice.model, advice.intent.id) == ("two", "mortgage_rate")


def test_loading_leaves_no_advice_in_the_record(loader, models, database):
    loader.load(wanted(models))
    with database.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM advice").scalar_one() == 0


def truncated(folder):
    path = folder / "words_weights.npy"
    path.write_bytes(path.read_bytes()[:-100])


def bit_flipped(folder):
    path = folder / "characters_weights.npy"
    content = bytearray(path.read_bytes())
    content[-7] ^= 1
    path.write_bytes(content)


def without_a_file(folder):
    (folder / "bias.npy").unlink()


def without_manifest(folder):
    (folder / "manifest.json").unlink()


def with_another_manifest(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"temperature": 0.5}))


def gone(folder):
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    "spoil", [truncated, bit_flipped, without_a_file, without_manifest, with_another_manifest, gone]
)
def test_a_version_that_is_not_what_was_promoted_is_refused(loader, models, spoil):
    promoted = wanted(models)
    spoil(models / "two")
    with pytest.raises(BadModel, match="two"):
        loader.load(promoted)


@pytest.mark.parametrize(("field", "value"), [("format", 1), ("encoder", "00" * 32), ("intents", ["one", 2])])
def test_a_version_of_another_format_or_encoder_is_refused_though_its_digest_is_right(loader, models, field, value):
    path = models / "two" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {field: value}))
    with pytest.raises(BadModel):
        loader.load(wanted(models))


def test_a_version_under_another_versions_name_is_refused(loader, models):
    shutil.copytree(models / "one", models / "three")
    with pytest.raises(BadModel, match="expected version three, found one"):
        loader.load(Live("three", Shelf(str(models), models).default().manifest_sha256))


def test_a_version_that_cannot_answer_a_golden_call_is_refused_and_the_call_is_named(loader, models):
    unanswerable = replace(GOLDEN, at="no time at all")
    with pytest.raises(BadModel, match=r"expected an answer to golden\.csv, line 2"):
        replace(loader, golden=(unanswerable,)).load(wanted(models))


def test_a_version_that_answers_otherwise_than_when_it_was_published_is_refused(loader, models):
    answers = json.loads((models / "two" / PROBE).read_bytes())
    lie = json.dumps([answer | {"probability": 1 - answer["probability"]} for answer in answers]).encode()
    (models / "two" / PROBE).write_bytes(lie)
    manifest = json.loads((models / "two" / "manifest.json").read_bytes())
    manifest["sha256"][PROBE] = hashlib.sha256(lie).hexdigest()
    (models / "two" / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BadModel, match=r"probe\.json: expected mortgage_rate with"):
        loader.load(wanted(models))


def test_a_model_that_is_let_go_is_freed_at_once_with_all_it_kept(loader, models):
    advisor = loader.load(wanted(models))
    advisor.advise(Request((Hypothesis("I have lost my bank card"),), NOON))
    model = weakref.ref(advisor.model)
    gc.disable()
    try:
        del advisor
        assert model() is None
    finally:
        gc.enable()


def test_a_model_whose_intents_the_catalogue_does_not_have_serves_with_those_it_has(loader, models, catalogue):
    known = {name: intent for name, intent in catalogue.intents.items() if name != "mortgage_rate"}
    smaller = replace(catalogue, intents=known)
    advisor = replace(loader, catalogue=smaller).load(wanted(models))
    for reason in ("I have lost my bank card", "I have forgotten my PIN", "do you sell garden furniture"):
        advice = advisor.advise(Request((Hypothesis(reason),), NOON))
        assert advice.department.id in smaller.departments
        assert advice.intent is None or advice.intent.id in smaller.intents
    lost = advisor.advise(Request((Hypothesis("I have lost my bank card"),), NOON))
    assert (lost.decision.action, lost.department.id) == ("operator", catalogue.front_desk.id)


def test_a_catalogue_with_intents_the_model_never_learnt_is_served_with_those_it_did(loader, models, catalogue):
    model = loader.load(wanted(models)).model
    assert set(model.intents) < set(catalogue.intents)
    advice = loader.load(wanted(models)).advise(Request((Hypothesis("what is your mortgage rate today"),), NOON))
    assert advice.intent.id == "pin_forgotten"
