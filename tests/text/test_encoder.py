import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.errors import BadModel
from routing.text.encoder import MAX_TOKENS, Encoder

FILES = ("encoder.onnx", "tokenizer.json", "provenance.json")


@pytest.fixture
def folder(encoder, tmp_path):
    """A folder with the shipped encoder's files, any of which a test may replace."""
    for name in FILES:
        (tmp_path / name).symlink_to(encoder.folder / name)
    return tmp_path


def put(path, content):
    path.unlink()
    path.write_bytes(content)


@settings(max_examples=40)
@given(text=st.text(max_size=80))
def test_every_text_has_a_unit_vector(encoder, text):
    vector = encoder.encode(text)
    assert vector.shape == (384,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-4)


@settings(max_examples=20)
@given(before=st.text(max_size=80))
def test_the_vector_of_a_text_does_not_depend_on_what_was_encoded_before(encoder, before):
    alone = encoder.encode("i have lost my card")
    encoder.encode(before)
    assert encoder.encode("i have lost my card").tolist() == alone.tolist()


def test_texts_that_mean_the_same_are_nearer_than_texts_that_do_not(encoder):
    lost, stolen, weather = (
        encoder.encode(text) for text in ("my card is lost", "i can't find my card", "will it rain tomorrow")
    )
    assert lost @ stolen > 0.6 > 0.3 > lost @ weather


def test_words_beyond_the_longest_text_are_not_read(encoder):
    longest = "card " * MAX_TOKENS
    assert encoder.encode(longest + "and the weather").tolist() == encoder.encode(longest).tolist()


def test_two_encoders_of_one_folder_are_the_same_encoder(encoder, folder):
    assert Encoder(folder).sha256 == encoder.sha256


def test_an_encoder_without_provenance_can_be_used(folder):
    (folder / "provenance.json").unlink()
    assert Encoder(folder).encode("lost card").shape == (384,)


@pytest.mark.parametrize("missing", [("encoder.onnx",), ("tokenizer.json",), ("encoder.onnx", "tokenizer.json")])
def test_a_missing_file_is_named(folder, missing):
    for name in missing:
        (folder / name).unlink()
    with pytest.raises(BadModel) as refused:
        Encoder(folder)
    assert f"{folder}: expected an encoder, found no {' and no '.join(missing)}" in str(refused.value)
    assert "ADVISOR_ENCODER" in str(refused.value)


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json"])
def test_a_file_that_is_not_the_one_its_provenance_names_is_refused(folder, name):
    content = (folder / name).read_bytes()
    put(folder / name, content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(BadModel) as refused:
        Encoder(folder)
    assert f"{folder / name}: expected SHA-256 " in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"no JSON", b"[]", b'{"sha256": []}', b"\xff"])
def test_a_provenance_that_cannot_be_read_is_refused_by_name(folder, content):
    put(folder / "provenance.json", content)
    with pytest.raises(BadModel, match=r"provenance\.json: expected"):
        Encoder(folder)


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json"])
def test_a_file_cut_short_is_refused_when_it_is_first_used(folder, name):
    (folder / "provenance.json").unlink()
    put(folder / name, (folder / name).read_bytes()[:1000])
    with pytest.raises(BadModel, match=name):
        Encoder(folder).encode("lost card")
