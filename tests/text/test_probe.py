import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import BadModel
from routing.text.artefact import PROBE
from routing.text.model import Hypothesis
from routing.text.probe import CLOSE, REASONS, check_probe, chosen, probe

SAID = ("I have lost my card", "what is my PIN number", "is this the dentist")


@pytest.fixture
def folder(small_model, tmp_path):
    (tmp_path / PROBE).write_bytes(probe(small_model, SAID))
    return tmp_path


def rewrite(folder, **changes):
    rows = json.loads((folder / PROBE).read_bytes())
    (folder / PROBE).write_text(json.dumps([rows[0] | changes, *rows[1:]]), encoding="utf-8")


@given(reasons=st.lists(st.text(), max_size=200))
def test_few_reasons_are_chosen_from_all_over(reasons):
    few = chosen(reasons)
    assert len(few) <= REASONS
    assert few == reasons if len(reasons) <= REASONS else few[0] == reasons[0]


def test_a_probe_keeps_the_likeliest_intent_and_its_probability(small_model, folder):
    for row, reason in zip(json.loads((folder / PROBE).read_bytes()), SAID, strict=True):
        prediction = small_model.predict((Hypothesis(reason),))
        assert row["reason"] == reason
        assert row["intent"] == prediction.intents[prediction.probabilities.argmax()]
        assert row["probability"] == pytest.approx(prediction.probabilities.max(), abs=1e-4)


def test_a_model_that_answers_as_it_did_passes(small_model, folder):
    check_probe(small_model, folder)


def test_a_difference_as_small_as_processors_make_passes(small_model, folder):
    rewrite(folder, probability=json.loads((folder / PROBE).read_bytes())[0]["probability"] - 0.9 * CLOSE)
    check_probe(small_model, folder)


@pytest.mark.parametrize("changes", [{"intent": "branch_hours"}, {"intent": "unheard_of"}, {"probability": 0.3}])
def test_a_model_that_answers_otherwise_is_refused_with_the_reason_it_was_asked(small_model, folder, changes):
    rewrite(folder, **changes)
    with pytest.raises(BadModel, match=r"for 'I have lost my card', found card_lost_or_stolen with .* compare their"):
        check_probe(small_model, folder)


def test_a_model_whose_arrays_are_read_wrongly_is_refused(small_model, folder):
    with pytest.raises(BadModel, match="this machine reads the version otherwise"):
        check_probe(replace(small_model, temperature=50 * small_model.temperature), folder)


def test_a_version_without_a_probe_passes(small_model, tmp_path):
    check_probe(small_model, tmp_path)


@pytest.mark.parametrize("content", [b"", b"{}x", b"5", b"[5]", b"[{}]", b"\xff", b'[{"reason": "x", "intent": "y"}]'])
def test_what_is_no_probe_is_refused(small_model, tmp_path, content):
    (tmp_path / PROBE).write_bytes(content)
    with pytest.raises(BadModel, match=r"probe\.json: expected reasons with intent and probability, found"):
        check_probe(small_model, tmp_path)
