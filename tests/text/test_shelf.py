import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import BadModel
from routing.text.artefact import save
from routing.text.shelf import LIVE, Live, load_live, read_live, set_live

FACTS = {"created": "", "catalogue": "", "data": "", "counts": {}, "libraries": {}, "metrics": {}}


@pytest.fixture
def models(small_model, tmp_path):
    """A folder with the live version `small`."""
    set_live(tmp_path, Live("small", save(small_model, tmp_path / "small", FACTS)))
    return tmp_path


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """An empty shelf that many examples of one property may write to."""
    return tmp_path_factory.mktemp("shelf")


@given(version=st.from_regex(r"[0-9a-f-]{1,40}", fullmatch=True), digest=st.from_regex(r"[0-9a-f]{64}", fullmatch=True))
def test_the_version_set_live_is_the_one_read(shelf, version, digest):
    set_live(shelf, Live(version, digest))
    assert read_live(shelf) == Live(version, digest)


def test_setting_a_version_live_leaves_nothing_else_behind(tmp_path):
    set_live(tmp_path, Live("one", "1" * 64))
    set_live(tmp_path, Live("two", "2" * 64))
    assert [path.name for path in tmp_path.iterdir()] == [LIVE]
    assert read_live(tmp_path).version == "two"


def test_the_live_model_is_loaded(models, encoder, small_model):
    assert load_live(models, encoder).intents == small_model.intents


def test_a_live_model_whose_manifest_changed_since_is_refused(models, encoder):
    manifest = models / "small" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(BadModel, match=r"expected SHA-256 .* found another content"):
        load_live(models, encoder)


def test_a_live_version_that_is_not_on_the_shelf_is_refused(models, encoder):
    set_live(models, Live("gone", "0" * 64))
    with pytest.raises(BadModel, match=r"gone: expected a model, found no manifest\.json"):
        load_live(models, encoder)


def test_a_shelf_without_a_live_version_says_what_to_do(tmp_path):
    with pytest.raises(BadModel, match=r"live\.json: expected the live version's name, found no file; run 'advisor"):
        read_live(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"small",
        b"null",
        b"[]",
        b'"small"',
        b"{}",
        b'{"version": "small"}',
        b'{"manifest_sha256": "00"}',
        b'{"version": "small", "manifest_sha256": "00", "since": "monday"}',
        b'{"version": "small", "manifest_sha256": "00"',
        b"\xff\xfe",
    ],
)
def test_a_live_file_that_cannot_be_read_is_refused_by_name(tmp_path, content):
    (tmp_path / LIVE).write_bytes(content)
    with pytest.raises(BadModel) as refused:
        read_live(tmp_path)
    assert f"{tmp_path / LIVE}: expected version and manifest_sha256, found " in str(refused.value)


@pytest.mark.parametrize("change", [{"version": None}, {"version": 5}, {"manifest_sha256": None}, {"version": ""}])
def test_a_live_file_with_a_field_of_the_wrong_kind_is_refused(models, encoder, change):
    path = models / LIVE
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(BadModel):
        load_live(models, encoder)
