"""A version is served only if it is the one that was promoted, whole, and answers as it did when it was published."""

import gc
import json
import shutil
import weakref
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from routing.catalogue.golden import GoldenCall
from routing.errors import BadModel
from routing.request import Request
from routing.serving.loading import PROBE, Loader, check_probe
from routing.store.journal import Journal
from routing.text.checksum import sha256_of
from routing.text.model import Hypothesis
from routing.text.shelf import Live, read_live

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
        loader.load(Live("three", read_live(models).manifest_sha256))


def test_a_version_that_cannot_answer_a_golden_call_is_refused_and_the_call_is_named(loader, models):
    unanswerable = replace(GOLDEN, at="no time at all")
    with pytest.raises(BadModel, match=r"expected an answer to golden\.csv, line 2"):
        replace(loader, golden=(unanswerable,)).load(wanted(models))


@pytest.fixture
def probe(small_model, tmp_path):
    """Write a probe with what the small model answers to two reasons, moved by `off`."""

    def write(off=0.0):
        answers = []
        for reason in ("my card was pinched at the market", "is this the zoo"):
            prediction = small_model.predict((Hypothesis(reason),))
            intent, probability = max(
                (*prediction.pairs(), ("out_of_scope", 1 - prediction.in_scope)), key=lambda pair: pair[1]
            )
            answers.append({"reason": reason, "intent": intent, "probability": probability + off})
        (tmp_path / PROBE).write_text(json.dumps(answers))
        return tmp_path

    return write


@pytest.mark.parametrize("off", [0.0, 0.04, -0.04])
def test_a_version_that_answers_its_probe_as_when_it_was_published_passes(small_model, probe, off):
    check_probe(small_model, probe(off))


@pytest.mark.parametrize("off", [0.06, -0.06])
def test_a_version_that_answers_its_probe_otherwise_is_refused(small_model, probe, off):
    with pytest.raises(BadModel, match="expected card_lost_or_stolen with"):
        check_probe(small_model, probe(off))


def test_a_version_whose_weights_were_lost_fails_its_probe(small_model, probe):
    folder = probe()
    head = replace(small_model.head, sentence=np.zeros_like(small_model.head.sentence))
    with pytest.raises(BadModel, match=r"probe\.json"):
        check_probe(replace(small_model, head=head), folder)


@pytest.mark.parametrize(
    "content", ["", "{", "[1]", '[{"reason": "x"}]', '[{"reason": "x", "intent": "y", "probability": "z"}]']
)
def test_a_probe_that_is_none_is_refused(small_model, tmp_path, content):
    (tmp_path / PROBE).write_text(content)
    with pytest.raises(BadModel, match="expected reasons with intent and probability"):
        check_probe(small_model, tmp_path)


def test_a_version_without_a_probe_passes(small_model, tmp_path):
    check_probe(small_model, tmp_path)


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
