"""Fine-tuning, with a stand-in for torch: it hands back the encoder as it came and the intents' mean vectors."""

import shutil
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from routing.errors import BadSettings
from routing.text import artefact
from routing.text.encoder import Encoder
from routing.text.model import Hypothesis
from training import finetune
from training.calls import OUT_OF_SCOPE
from training.fit import fit

FACTS = {"created": "", "catalogue": "", "data": "", "counts": {}, "libraries": {}, "metrics": {}}


@pytest.fixture
def weights(tmp_path):
    """A folder that looks like an encoder's original weights."""
    folder = tmp_path / "weights"
    folder.mkdir()
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (folder / name).write_text("{}")
    return folder


@pytest.fixture
def learnt(monkeypatch, encoder):
    """Let tuning run without torch; returns what it was asked to learn from."""
    asked = []

    def train(texts, labels, targets, how, advance):
        asked.append((list(texts), labels, targets))
        for name in ("encoder.onnx", "tokenizer.json"):
            shutil.copyfile(encoder.folder / name, how.target / name)
        vectors = np.array([encoder.encode(text) for text in texts])
        means = np.array([vectors[labels == label].mean(axis=0) for label in range(targets.shape[1])])
        advance(1.0)
        return (means / np.linalg.norm(means, axis=1, keepdims=True)).T

    monkeypatch.setitem(sys.modules, "training.tuner", SimpleNamespace(train=train))
    monkeypatch.setattr(finetune, "LIBRARIES", ())
    return asked


def test_without_torch_one_is_told_what_to_install(weights, tmp_path, monkeypatch):
    monkeypatch.setattr(finetune, "LIBRARIES", ("onnx", "no_such_library"))
    with pytest.raises(BadSettings, match=r"no_such_library; install them with: pip install .*\[finetune\]"):
        finetune.Tuning(weights, tmp_path)


def test_a_folder_without_weights_is_refused_by_the_missing_file(weights, tmp_path, monkeypatch):
    monkeypatch.setattr(finetune, "LIBRARIES", ())
    (weights / "model.safetensors").unlink()
    with pytest.raises(BadSettings, match=r"expected the original weights of the encoder, found no model\.safetensors"):
        finetune.Tuning(weights, tmp_path)


def test_no_source_means_no_tuning():
    with finetune.tuning(None) as how:
        assert how is None


def test_a_tuned_model_is_calibrated_saved_and_serves_alike_when_loaded(
    learnt, weights, small_calls, encoder, tmp_path
):
    with finetune.tuning(weights) as how:
        model = fit(small_calls, encoder, "tuned", tuning=how).model
        artefact.save(model, tmp_path / "tuned", FACTS)
    loaded = artefact.load(tmp_path / "tuned", encoder)
    assert loaded.tuned.sharpness > 0
    for call in small_calls:
        prediction = loaded.predict((Hypothesis(f"{call.reason} please"),))
        assert prediction.probabilities.sum() == pytest.approx(prediction.in_scope)
        if call.in_scope:
            assert prediction.intents[prediction.probabilities.argmax()] == call.intent


def test_a_changed_tuned_encoder_is_refused(learnt, weights, small_calls, encoder, tmp_path):
    with finetune.tuning(weights) as how:
        artefact.save(fit(small_calls, encoder, "tuned", tuning=how).model, tmp_path / "tuned", FACTS)
    with (tmp_path / "tuned" / "tuned" / "encoder.onnx").open("ab") as graph:
        graph.write(b"x")
    with pytest.raises(artefact.BadModel, match=r"encoder\.onnx: expected SHA-256"):
        artefact.load(tmp_path / "tuned", encoder)


def test_what_it_is_calibrated_on_is_not_learnt_from_the_first_time(learnt, weights, small_calls, encoder):
    with finetune.tuning(weights) as how:
        fit(small_calls, encoder, "tuned", tuning=how)
    (first, _, _), (second, _, _) = learnt
    inside = [call.reason for call in small_calls if call.intent != OUT_OF_SCOPE]
    assert set(first) < set(second)
    assert len(second) == len(inside)


def test_labels_are_softened_by_heads_that_had_not_seen_the_call(learnt, weights, small_calls, encoder):
    with finetune.tuning(weights) as how:
        fit(small_calls, encoder, "tuned", tuning=how)
    _, labels, targets = learnt[-1]
    np.testing.assert_allclose(targets.sum(axis=1), 1, rtol=1e-5)
    own = targets[np.arange(len(labels)), labels]
    assert (own >= (1 - how.softness) * (1 - how.smoothing)).all()
    assert own.max() < 1


def test_the_tuned_encoder_is_told_from_the_shipped_one_by_its_folder(learnt, weights, small_calls, encoder):
    with finetune.tuning(weights) as how:
        model = fit(small_calls, encoder, "tuned", tuning=how).model
        assert isinstance(model.tuned.encoder, Encoder)
        assert model.tuned.encoder.folder != model.encoder.folder
