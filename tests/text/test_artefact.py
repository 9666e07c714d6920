import hashlib
import json
import re
import shutil
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.errors import BadModel
from routing.text.artefact import ARRAYS, EXTRAS, REASONS, VOCABULARIES, load, save
from routing.text.encoder import Encoder
from routing.text.manifest import FORMAT, MANIFEST, read_manifest
from routing.text.model import Hypothesis

FACTS = {
    "created": "2026-01-02T03:04:05+00:00",
    "catalogue": "c" * 64,
    "data": "d" * 64,
    "counts": {"calls": 60, "out_of_scope": 25, "intents": 5},
    "libraries": {"numpy": "2"},
    "metrics": {"held_out_calls": 17},
}
FILES = [f"{name}.npy" for name in ARRAYS] + [f"{name}.json" for name in (*VOCABULARIES, REASONS)]


class Trap:
    """Something whose pickle writes a file when it is loaded."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


def truncated(content):
    return content[: len(content) // 2]


def bit_flipped(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def lengthened(content):
    return content + b"\0"


def foreign(content):
    return b"%PDF-1.7 not of this model"


def empty(content):
    return b""


HARMS = (truncated, bit_flipped, lengthened, foreign, empty)


@pytest.fixture(scope="module")
def saved(small_model, tmp_path_factory):
    """The folder of the saved small model, and the digest of its manifest."""
    folder = tmp_path_factory.mktemp("shelf") / "small"
    return folder, save(small_model, folder, FACTS)


@pytest.fixture
def artefact(saved, tmp_path):
    """A copy of the saved small model that a test may harm."""
    return shutil.copytree(saved[0], tmp_path / "small")


def rewrite(folder, **changes):
    """Give the manifest other fields, as someone could who knows the format."""
    path = folder / MANIFEST
    fields = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(fields), encoding="utf-8")


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def sign(folder):
    """Write the digests that the files have now into the manifest."""
    rewrite(folder, sha256={name: sha256(folder / name) for name in FILES})


def belief(model, text):
    prediction = model.predict((Hypothesis(text),))
    return [*prediction.probabilities, prediction.in_scope]


@pytest.fixture(scope="module")
def loaded(saved, encoder):
    return load(saved[0], encoder, saved[1])


@settings(max_examples=60)
@given(text=st.one_of(st.text(), st.lists(st.sampled_from(["lost", "my", "card", "pin", "rate", "x"])).map(" ".join)))
def test_a_loaded_model_predicts_what_the_saved_one_did(small_model, loaded, text):
    np.testing.assert_allclose(belief(loaded, text), belief(small_model, text), atol=1e-6)
    assert loaded.intents == small_model.intents
    assert loaded.version == small_model.version


def test_a_loaded_model_gives_the_same_reasons(small_model, loaded):
    said = "I have lost my card", ["card_lost_or_stolen"]
    assert loaded.because(*said) == small_model.because(*said)


def test_a_loaded_model_knows_the_same_labelled_calls(small_model, loaded, small_calls):
    assert loaded.examples.reasons == small_model.examples.reasons
    for call in small_calls:
        assert loaded.nearest(call.reason) == small_model.nearest(call.reason)
        assert loaded.literal.find(call.reason.lower()) == small_model.literal.find(call.reason.lower())


def test_the_arrays_of_a_loaded_model_are_memory_mapped_and_cannot_be_written(loaded):
    shared = (
        loaded.head.words, loaded.head.characters, loaded.head.sentence, loaded.words.idf, loaded.centroids,
        loaded.examples.vectors, loaded.literal.digests,
    )  # fmt: skip
    assert all(isinstance(array, np.memmap) for array in shared)
    assert not any(array.flags.writeable for array in shared)


def test_the_manifest_tells_where_the_model_comes_from_and_names_every_file(saved, small_model, encoder):
    folder, digest = saved
    manifest = read_manifest(folder, digest)
    assert {name: getattr(manifest, name) for name in FACTS} == FACTS
    assert manifest.format == FORMAT
    assert manifest.encoder == encoder.sha256
    assert tuple(manifest.intents) == small_model.intents
    assert manifest.sha256 == {name: sha256(folder / name) for name in FILES}
    assert sorted(path.name for path in folder.iterdir()) == sorted([MANIFEST, *FILES])
    assert digest == sha256(folder / MANIFEST)


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("name", FILES)
def test_a_harmed_file_is_refused_by_name(artefact, saved, encoder, name, harm):
    path = artefact / name
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(BadModel) as refused:
        load(artefact, encoder, saved[1])
    assert f"{path}: expected SHA-256 " in str(refused.value)
    assert "found another content" in str(refused.value)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_refused_by_name(artefact, saved, encoder, name):
    (artefact / name).unlink()
    with pytest.raises(BadModel) as refused:
        load(artefact, encoder, saved[1])
    assert str(artefact / name) in str(refused.value)
    assert "found no such file" in str(refused.value)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_array_is_refused_though_it_is_well_formed(artefact, saved, encoder, name):
    other = FILES[FILES.index(name) - 1]
    shutil.copy(saved[0] / other, artefact / name)
    with pytest.raises(BadModel, match="found another content"):
        load(artefact, encoder, saved[1])


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_manifest_is_refused_by_its_promoted_digest(artefact, saved, encoder, harm):
    path = artefact / MANIFEST
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(BadModel) as refused:
        load(artefact, encoder, saved[1])
    assert f"{path}: expected SHA-256 {saved[1][:12]}" in str(refused.value)


@pytest.mark.parametrize("harm", [truncated, lengthened, foreign, empty])
def test_a_manifest_that_is_no_json_is_refused_even_without_a_digest(artefact, encoder, harm):
    path = artefact / MANIFEST
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(BadModel) as refused:
        load(artefact, encoder)
    assert f"{path}: expected a manifest, found " in str(refused.value)


@pytest.mark.parametrize("content", ["null", "[]", "{}", '{"format": 1}', '"manifest"', "\ufeff{}"])
def test_json_that_is_no_manifest_is_refused(artefact, encoder, content):
    (artefact / MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(BadModel, match="expected a manifest, found "):
        load(artefact, encoder)


def test_a_folder_without_a_manifest_is_refused_with_what_to_do(tmp_path, encoder):
    with pytest.raises(BadModel, match=r"expected a model, found no manifest\.json; run 'advisor train'"):
        load(tmp_path / "nowhere", encoder)


@pytest.mark.parametrize("number", [0, FORMAT + 1, "1", None])
def test_another_format_is_refused(artefact, encoder, number):
    rewrite(artefact, format=number)
    with pytest.raises(BadModel, match=f"expected format {FORMAT}, found {number}; train anew"):
        load(artefact, encoder)


def test_unknown_fields_of_a_later_version_are_refused(artefact, encoder):
    rewrite(artefact, colour="blue")
    with pytest.raises(BadModel, match=r"expected a manifest, found .*colour"):
        load(artefact, encoder)


def test_other_scope_signals_are_refused(artefact, encoder):
    rewrite(artefact, scope={"signals": ["mood"], "weights": [1.0], "bias": 0.0})
    with pytest.raises(BadModel, match="another scope"):
        load(artefact, encoder)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sha256", []),
        ("sha256", None),
        ("scope", []),
        ("encoder", None),
        ("intents", None),
        ("temperature", "warm"),
        ("temperature", 0),
    ],
)
def test_a_manifest_field_of_the_wrong_kind_is_refused(artefact, encoder, field, value):
    rewrite(artefact, **{field: value})
    with pytest.raises(BadModel, match="expected"):
        load(artefact, encoder)


def test_scope_weights_that_do_not_fit_the_signals_are_refused(artefact, encoder):
    scope = json.loads((artefact / MANIFEST).read_text(encoding="utf-8"))["scope"]
    rewrite(artefact, scope=scope | {"weights": scope["weights"][:-1]})
    with pytest.raises(BadModel, match="expected"):
        load(artefact, encoder)


@pytest.mark.parametrize("name", ["bias.npy", "words_vocabulary.json"])
def test_a_file_that_the_manifest_does_not_vouch_for_is_refused(artefact, encoder, name):
    rewrite(artefact, sha256={other: sha256(artefact / other) for other in FILES if other != name})
    with pytest.raises(BadModel, match=name):
        load(artefact, encoder)


def test_a_pickle_is_refused_without_being_unpickled_even_when_the_manifest_vouches_for_it(artefact, encoder, tmp_path):
    sprung = tmp_path / "sprung"
    np.save(artefact / "bias.npy", np.array([Trap(sprung)], dtype=object), allow_pickle=True)
    sign(artefact)
    with pytest.raises(BadModel, match="expected arrays and vocabularies"):
        load(artefact, encoder)
    assert not sprung.exists()


@pytest.mark.parametrize("content", [b"", b"no array", b"\x93NUMPY\x01\x00"])
@pytest.mark.parametrize("name", ["bias.npy", "words_vocabulary.json"])
def test_a_file_that_is_no_array_is_refused_even_when_the_manifest_vouches_for_it(artefact, encoder, name, content):
    (artefact / name).write_bytes(content)
    sign(artefact)
    with pytest.raises(BadModel, match="expected arrays and vocabularies"):
        load(artefact, encoder)


def test_a_model_made_with_another_encoder_is_refused(artefact, encoder):
    rewrite(artefact, encoder="e" * 64)
    with pytest.raises(BadModel) as refused:
        load(artefact, encoder)
    assert "trained with encoder eeeeeeeeeeee" in str(refused.value)
    assert "ADVISOR_ENCODER" in str(refused.value)


def test_a_model_is_refused_when_served_with_another_encoder(saved, tmp_path):
    for name in ("encoder.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"another")
    with pytest.raises(BadModel, match="trained with encoder"):
        load(saved[0], Encoder(tmp_path), saved[1])


def test_a_version_is_never_overwritten(saved, small_model):
    before = {path.name: sha256(path) for path in saved[0].iterdir()}
    with pytest.raises(BadModel, match="versions are never overwritten"):
        save(small_model, saved[0], FACTS | {"data": "e" * 64})
    assert {path.name: sha256(path) for path in saved[0].iterdir()} == before


def test_a_save_that_fails_leaves_no_version_and_the_next_one_succeeds(small_model, tmp_path, encoder):
    folder = tmp_path / "new"
    broken = replace(small_model, centroids=np.array([object()]))
    with pytest.raises(ValueError, match="allow_pickle"):
        save(broken, folder, FACTS)
    assert not folder.exists()
    digest = save(small_model, folder, FACTS)
    assert load(folder, encoder, digest).intents == small_model.intents
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


# Files that tell about a version and are not needed to answer


def test_a_version_may_tell_about_itself_in_files_that_its_manifest_vouches_for(small_model, tmp_path, encoder):
    extras = {name: name.encode() for name in EXTRAS}
    digest = save(small_model, tmp_path / "new", FACTS, extras)
    assert load(tmp_path / "new", encoder, digest).intents == small_model.intents
    assert set(read_manifest(tmp_path / "new").sha256) == {*FILES, *EXTRAS}
    assert {name: (tmp_path / "new" / name).read_bytes() for name in EXTRAS} == extras


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("name", EXTRAS)
def test_such_a_file_is_refused_once_it_was_harmed(small_model, tmp_path, encoder, name, harm):
    save(small_model, tmp_path / "new", FACTS, {name: b"what it says"})
    (tmp_path / "new" / name).write_bytes(harm(b"what it says"))
    with pytest.raises(BadModel, match=re.escape(f"{name}: expected SHA-256 ")):
        load(tmp_path / "new", encoder)


def test_a_version_of_before_there_were_such_files_still_loads(small_model, encoder, tmp_path):
    save(small_model, tmp_path / "old", FACTS)

    assert not read_manifest(tmp_path / "old").sha256.keys() & set(EXTRAS)
    assert load(tmp_path / "old", encoder).version == small_model.version


def test_another_extra_file_is_a_mistake_of_the_program(small_model, tmp_path):
    with pytest.raises(ValueError, match=r"expected extra files of probe\.json, .* found notes\.txt"):
        save(small_model, tmp_path / "new", FACTS, {"notes.txt": b""})
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["notes.txt", "probe.json", "tuned/classes.npy"])
def test_a_file_that_the_manifest_does_not_name_is_refused(artefact, encoder, name):
    (artefact / name).parent.mkdir(exist_ok=True)
    (artefact / name).write_bytes(b"")
    with pytest.raises(BadModel, match=f"expected only the files of its manifest, found {name} besides; remove them"):
        load(artefact, encoder)


def test_a_file_that_an_operating_system_hides_in_folders_does_no_harm(artefact, saved, encoder):
    (artefact / ".DS_Store").write_bytes(b"")
    assert load(artefact, encoder, saved[1]).version == "small"


@pytest.mark.parametrize("name", ["../bias.npy", "/etc/passwd", "tuned/../../x", "..\\x"])
def test_a_manifest_that_names_files_elsewhere_is_refused(artefact, encoder, name):
    digests = json.loads((artefact / MANIFEST).read_text(encoding="utf-8"))["sha256"]
    rewrite(artefact, sha256=digests | {name: "0" * 64})
    with pytest.raises(BadModel, match="found another sha256"):
        load(artefact, encoder)


@given(data=st.data(), name=st.sampled_from([*FILES, MANIFEST]), bits=st.integers(1, 255))
def test_any_changed_byte_of_any_file_is_refused(saved, encoder, data, name, bits):
    path = saved[0] / name
    content = path.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    path.write_bytes(content[:place] + bytes([content[place] ^ bits]) + content[place + 1 :])
    try:
        with pytest.raises(BadModel, match="expected SHA-256"):
            load(saved[0], encoder, saved[1])
    finally:
        path.write_bytes(content)
