"""The manner head: what it gives, how it is weighed and kept, and what is refused when it is loaded."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.domain.manner import Manner
from routing.errors import BadModel
from routing.settings import Settings
from routing.text.cache import Recent
from routing.text.manner import FILES, MANIFEST, RIVAL_SLACK, load_manner, margins, save_manner
from routing.text.model import Hypothesis
from routing.text.stretches import LONG_WORDS, MOST_STRETCHES, stretches

SHIPPED = Settings().manner
DANGER = "he's hitting me and I'm scared he'll kill me"
PLAIN = "I'd like to renew my library card"


@pytest.fixture(scope="module")
def head(encoder):
    return load_manner(SHIPPED, encoder.sha256)


@pytest.fixture(scope="module")
def model(small_model, head):
    return replace(small_model, manner=head)


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SHIPPED, tmp_path / "manner")


def test_a_model_without_a_head_believes_nothing_of_the_manner(small_model):
    assert small_model.predict((Hypothesis(DANGER),)).manner == {}


def test_a_prediction_tells_how_likely_each_manner_is(model):
    heard, plain = (model.predict((Hypothesis(text),)).manner for text in (DANGER, PLAIN))
    assert set(heard) == {manner.value for manner in Manner}
    assert heard["concern"] >= heard["danger"]
    assert heard["danger"] > 0.5
    assert max(plain.values()) < 0.5


def test_what_is_believed_of_the_reason_is_the_same_with_and_without_a_head(model, small_model):
    for text in (DANGER, PLAIN, "lost card"):
        with_head, without = (each.predict((Hypothesis(text),)) for each in (model, small_model))
        np.testing.assert_allclose(with_head.probabilities, without.probabilities)
        assert with_head.plausible == without.plausible


def test_several_hypotheses_are_weighed_as_the_rest_of_a_prediction_is(model):
    one, other = (model.predict((Hypothesis(text),)).manner for text in (DANGER, PLAIN))
    both = model.predict((Hypothesis(DANGER, 0.75), Hypothesis(PLAIN, 0.25))).manner
    assert both == pytest.approx({name: 0.75 * one[name] + 0.25 * other[name] for name in one})


def test_a_reason_said_before_has_the_same_manner(model):
    remembering = replace(model, predictions=Recent(10))
    first, again = (remembering.predict((Hypothesis(DANGER),)).manner for _ in "12")
    assert first == again
    assert remembering.predictions.info().hits == 1


def test_a_text_without_words_has_no_manner(model):
    assert model.predict((Hypothesis("…"),)).manner == {}


@settings(max_examples=40)
@given(text=st.text(max_size=200))
def test_each_probability_lies_between_0_and_1(model, text):
    assert all(0 <= p <= 1 for p in model.predict((Hypothesis(text),)).manner.values())


def test_a_caller_is_forgotten_when_they_have_been_answered(model):
    model.predict((Hypothesis(DANGER),))
    model.forget()
    assert model.manner.reader._latest.reading == ("", None)


def test_a_manner_must_beat_none_and_nearly_beat_every_other():
    found = margins(np.array([[3.0, 2.0, 1.0]]))
    assert found.tolist() == [[2.0, 2.0 - (3.0 - RIVAL_SLACK)]]


def test_a_saved_head_hears_what_it_heard(head, encoder, tmp_path):
    save_manner(head, tmp_path / "manner", {"data": "d"})
    loaded = load_manner(tmp_path / "manner", encoder.sha256)
    vector = encoder.encode(DANGER)
    assert loaded.probabilities(DANGER, vector) == pytest.approx(head.probabilities(DANGER, vector), abs=1e-6)


@pytest.mark.parametrize("name", sorted(FILES))
def test_an_altered_or_missing_file_is_refused_by_name(folder, encoder, name):
    path = folder / name
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(BadModel, match="found another content") as refused:
        load_manner(folder, encoder.sha256)
    assert str(path) in str(refused.value)
    path.unlink()
    with pytest.raises(BadModel, match="found no such file"):
        load_manner(folder, encoder.sha256)


def test_a_head_for_another_encoder_is_refused(encoder):
    with pytest.raises(BadModel, match=r"fitted for encoder .*found 0{12}.*run 'python -m training\.manner'"):
        load_manner(SHIPPED, "0" * 64)


def test_a_folder_without_a_head_is_refused_with_what_to_do(tmp_path, encoder):
    with pytest.raises(BadModel, match=r"expected a manner head, found no manifest\.json; run 'python -m training"):
        load_manner(tmp_path, encoder.sha256)


@pytest.mark.parametrize("content", ["", "null", "[]", "{}", '{"format": 99}', '{"format": 1}'])
def test_a_manifest_of_another_kind_is_refused(folder, encoder, content):
    (folder / MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(BadModel, match="expected "):
        load_manner(folder, encoder.sha256)


@pytest.mark.parametrize(
    "harm", [{"bars": []}, {"bars": ["high"] * 5}, {"manners": None}, {"encoder": 1}, {"sha256": []}]
)
def test_a_manifest_field_of_the_wrong_kind_is_refused(folder, encoder, harm):
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | harm), encoding="utf-8")
    with pytest.raises(BadModel, match="expected encoder, manners, bars and sha256"):
        load_manner(folder, encoder.sha256)


@given(words=st.lists(st.sampled_from(["one", "two", "three"]), max_size=400))
def test_stretches_are_few_and_together_hold_every_word(words):
    found = stretches(" ".join(words))
    assert len(found) <= MOST_STRETCHES
    if len(words) > LONG_WORDS:
        assert found[0].split() == words[: len(found[0].split())]
        assert found[-1].split() == words[-len(found[-1].split()) :]
        assert sum(len(stretch.split()) for stretch in found) >= len(words)
    else:
        assert found == ()
