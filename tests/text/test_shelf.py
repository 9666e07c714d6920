"""The same promises hold for a shelf in a folder and for one behind a URL."""

import json
import os
import re
import shutil
import threading
from itertools import count

import fsspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import BadModel, UnreachableShelf
from routing.text.artefact import load, save
from routing.text.manifest import MANIFEST
from routing.text.shelf import LIVE, Live, Shelf, load_default

FACTS = {"created": "", "catalogue": "", "data": "", "counts": {}, "libraries": {}, "metrics": {}}
NUMBERS = count(1)
MEMORY = fsspec.filesystem("memory")


@pytest.fixture(scope="module")
def small(small_model, tmp_path_factory):
    """The folder of a saved version, and the digest of its manifest."""
    folder = tmp_path_factory.mktemp("trained") / "small"
    return folder, save(small_model, folder, FACTS, {"report.html": b"<p>good</p>"})


@pytest.fixture(scope="module")
def other(small_model, tmp_path_factory):
    """Another version that has the same name."""
    folder = tmp_path_factory.mktemp("trained") / "small"
    save(small_model, folder, FACTS | {"data": "d" * 64}, {"report.html": b"<p>better</p>"})
    return folder


@pytest.fixture(params=["folder", "memory://"])
def shelf(request, tmp_path):
    """An empty shelf in a folder, and one behind a URL."""
    if request.param == "memory://":
        return remote(tmp_path)
    (tmp_path / "models").mkdir()
    return Shelf(str(tmp_path / "models"), tmp_path / "cache")


def remote(tmp_path):
    return Shelf(f"memory://shelf{next(NUMBERS)}", tmp_path / "cache")


def harm(shelf, path, content=b"another"):
    with fsspec.open(f"{shelf.url}/{path}", "wb") as file:
        file.write(content)


def cut(shelf, path):
    filesystem, at = fsspec.core.url_to_fs(f"{shelf.url}/{path}")
    filesystem.rm(at)


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_version_comes_back_as_it_was_put(shelf, small):
    shelf.put(small[0])
    assert shelf.versions() == ["small"]
    assert files(shelf.folder("small")) == files(small[0])
    assert shelf.read("small", "report.html") == b"<p>good</p>"
    assert shelf.size("small") == sum(len(content) for content in files(small[0]).values())


def test_an_empty_shelf_has_no_versions(shelf):
    assert shelf.versions() == []


def test_a_version_is_never_overwritten(shelf, small, other):
    shelf.put(small[0])
    for again in (small[0], other):
        with pytest.raises(BadModel, match="versions are never overwritten"):
            shelf.put(again)
    assert files(shelf.folder("small")) == files(small[0])


def test_of_many_that_publish_under_one_name_at_once_one_is_kept_whole(tmp_path, small, other):
    (tmp_path / "models").mkdir()
    shelf = Shelf(str(tmp_path / "models"), tmp_path / "cache")
    start, kept, refused = threading.Barrier(8), [], []

    def publish(folder):
        start.wait()
        try:
            shelf.put(folder)
            kept.append(folder)
        except BadModel as error:
            refused.append(str(error))

    threads = [threading.Thread(target=publish, args=(folder,)) for folder in (small[0], other) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) == 1
    assert all("versions are never overwritten" in words for words in refused)
    assert files(shelf.folder("small")) == files(kept[0])
    assert os.listdir(tmp_path / "models") == ["small"]


def test_an_upload_that_was_cut_short_is_not_seen_and_can_be_tried_again(tmp_path, small):
    shelf = remote(tmp_path)
    harm(shelf, "small/bias.npy", (small[0] / "bias.npy").read_bytes())
    assert shelf.versions() == []
    with pytest.raises(BadModel, match=r"small: expected a model, found no manifest\.json"):
        shelf.folder("small")
    shelf.put(small[0])
    assert files(shelf.folder("small")) == files(small[0])


def test_an_upload_under_the_name_of_another_that_is_under_way_is_refused_and_harms_nothing(tmp_path, small, other):
    shelf = remote(tmp_path)
    harm(shelf, "small/report.html", b"<p>good</p>")
    with pytest.raises(BadModel, match=r"report\.html: expected a new version, found it there already"):
        shelf.put(other)
    shelf.put(small[0])
    assert files(shelf.folder("small")) == files(small[0])


def test_the_manifest_is_the_last_to_be_uploaded(tmp_path, small, monkeypatch):
    shelf, written = remote(tmp_path), []
    pipe = MEMORY.pipe_file

    def noted(path, content, **options):
        written.append(path.rpartition("/")[2])
        pipe(path, content, **options)

    monkeypatch.setattr(MEMORY, "pipe_file", noted)
    shelf.put(small[0])
    assert written[-1] == MANIFEST
    assert sorted(written) == sorted(files(small[0]))


def test_a_damaged_version_is_not_published(tmp_path, small):
    damaged = shutil.copytree(small[0], tmp_path / "small")
    (damaged / "bias.npy").write_bytes(b"")
    with pytest.raises(BadModel, match=r"bias\.npy: expected SHA-256"):
        remote(tmp_path).put(damaged)


def test_a_removed_version_is_gone_and_its_name_is_free(shelf, small, other):
    shelf.put(small[0])
    shelf.folder("small")
    shelf.remove("small")
    assert shelf.versions() == []
    shelf.put(other)
    assert files(shelf.folder("small")) == files(other)


def test_removing_what_is_not_there_changes_nothing(shelf, small):
    shelf.put(small[0])
    shelf.remove("gone")
    assert shelf.versions() == ["small"]


def test_what_else_ships_in_the_folder_is_no_version(shelf, small):
    for name in ("encoder", "manner"):
        folder = shutil.copytree(small[0], small[0].parent / name, dirs_exist_ok=True)
        with pytest.raises(BadModel, match=f"expected a version's name, found '{name}'"):
            shelf.put(folder)
        fsspec.core.url_to_fs(shelf.url)[0].makedirs(f"{shelf.url}/{name}", exist_ok=True)
        harm(shelf, f"{name}/{MANIFEST}")
    assert shelf.versions() == []


@pytest.mark.parametrize("name", ["", ".", "..", "../small", "a/b", ".small", "small\n", "x" * 65, "small/../small"])
def test_a_name_cannot_lead_to_another_place(shelf, name):
    for use in (shelf.folder, shelf.remove, shelf.size, lambda version: shelf.read(version, MANIFEST)):
        with pytest.raises(BadModel, match="expected a version's name, found "):
            use(name)


def test_a_file_that_a_version_lacks_is_named(shelf, small):
    shelf.put(small[0])
    with pytest.raises(BadModel, match=r"small: expected verdict\.json, found no such file"):
        shelf.read("small", "verdict.json")


# Fetching


def test_a_version_is_fetched_once_and_then_served_from_this_machine(tmp_path, small, encoder, monkeypatch):
    shelf = remote(tmp_path)
    shelf.put(small[0])
    folder = shelf.folder("small")
    monkeypatch.setattr(MEMORY, "cat_file", None)
    monkeypatch.setattr(MEMORY, "get", None)
    assert shelf.folder("small") == folder
    assert load(folder, encoder, small[1]).version == "small"


def test_a_copy_that_was_damaged_is_fetched_again(tmp_path, small):
    shelf = remote(tmp_path)
    shelf.put(small[0])
    (shelf.folder("small") / "bias.npy").write_bytes(b"")
    assert files(shelf.folder("small")) == files(small[0])


@pytest.mark.parametrize("name", ["bias.npy", "report.html"])
def test_a_version_that_is_damaged_where_it_is_kept_is_refused_and_leaves_nothing_here(tmp_path, small, name):
    shelf = remote(tmp_path)
    shelf.put(small[0])
    harm(shelf, f"small/{name}")
    with pytest.raises(BadModel, match=rf"{shelf.url}/small/{re.escape(name)}: expected SHA-256 .* another content"):
        shelf.folder("small")
    assert not [path for path in shelf.cache.rglob("*") if path.is_file() and path.name != ".lock"]


def test_a_version_that_lacks_a_file_where_it_is_kept_is_refused_and_leaves_nothing_here(tmp_path, small):
    shelf = remote(tmp_path)
    shelf.put(small[0])
    cut(shelf, "small/bias.npy")
    with pytest.raises(BadModel, match=r"small: expected all files of its manifest, found no .*bias\.npy"):
        shelf.folder("small")
    assert not [path for path in shelf.cache.rglob("*") if path.is_file() and path.name != ".lock"]


def test_a_manifest_cannot_have_files_written_outside_of_the_version(tmp_path, small):
    shelf = remote(tmp_path)
    shelf.put(small[0])
    manifest = json.loads((small[0] / MANIFEST).read_bytes())
    manifest["sha256"]["../../../stray"] = "0" * 64
    harm(shelf, f"small/{MANIFEST}", json.dumps(manifest).encode())
    with pytest.raises(BadModel, match="found another sha256"):
        shelf.folder("small")


def test_workers_of_one_machine_may_fetch_at_once(tmp_path, small):
    shelf = remote(tmp_path)
    shelf.put(small[0])
    start, found = threading.Barrier(6), []

    def fetch():
        start.wait()
        found.append(files(Shelf(shelf.url, shelf.cache).folder("small")))

    threads = [threading.Thread(target=fetch) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [files(small[0])] * 6


def test_copies_of_versions_that_were_removed_are_dropped_with_the_next_fetch(tmp_path, small, small_model):
    shelf, elsewhere = remote(tmp_path), tmp_path / "elsewhere"
    shelf.put(small[0])
    old = shelf.folder("small")
    Shelf(shelf.url, elsewhere).remove("small")
    new = tmp_path / "new"
    save(small_model, new, FACTS)
    shelf.put(new)
    shelf.folder("new")
    assert not old.exists()


def test_a_shelf_that_does_not_answer_is_told_as_that(tmp_path, monkeypatch):
    def refuse(*arguments, **options):
        raise PermissionError("no entry")

    shelf = remote(tmp_path)
    for method in ("glob", "cat_file", "pipe_file"):
        monkeypatch.setattr(MEMORY, method, refuse)
    for use in (shelf.versions, lambda: shelf.folder("small"), lambda: shelf.set_default(Live("small", "0"))):
        with pytest.raises(UnreachableShelf, match=rf"{shelf.url}: expected a shelf that answers, found Permission"):
            use()


# The default


@given(version=st.from_regex(r"[0-9a-f-]{1,40}", fullmatch=True), digest=st.from_regex(r"[0-9a-f]{64}", fullmatch=True))
def test_the_default_that_was_set_is_the_one_read(version, digest, tmp_path_factory):
    for url in (str(tmp_path_factory.getbasetemp()), f"memory://shelf{next(NUMBERS)}"):
        shelf = Shelf(url, tmp_path_factory.getbasetemp() / "cache")
        shelf.set_default(Live(version, digest))
        assert shelf.default() == Live(version, digest)


def test_setting_a_default_leaves_nothing_else_behind(tmp_path):
    shelf = Shelf(str(tmp_path), tmp_path / "cache")
    shelf.set_default(Live("one", "1" * 64))
    shelf.set_default(Live("two", "2" * 64))
    assert [path.name for path in tmp_path.iterdir()] == [LIVE]
    assert shelf.default().version == "two"


@pytest.fixture
def stocked(shelf, small):
    """A shelf whose default is the version `small`."""
    shelf.put(small[0])
    shelf.set_default(Live("small", small[1]))
    return shelf


def test_the_default_model_is_loaded(stocked, encoder, small_model):
    assert load_default(stocked, encoder).intents == small_model.intents


def test_a_default_whose_manifest_changed_since_is_refused(stocked, small, encoder):
    harm(stocked, f"small/{MANIFEST}", (small[0] / MANIFEST).read_bytes() + b"\n")
    with pytest.raises(BadModel, match=r"expected SHA-256 .* found another content"):
        load_default(stocked, encoder)


def test_a_default_that_is_not_on_the_shelf_is_refused(shelf, encoder):
    shelf.set_default(Live("gone", "0" * 64))
    with pytest.raises(BadModel, match=r"gone: expected a model, found no manifest\.json"):
        load_default(shelf, encoder)


def test_a_shelf_without_a_default_says_what_to_do(shelf):
    with pytest.raises(BadModel, match=r"live\.json: expected the live version's name, found no file; run 'advisor"):
        shelf.default()


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
def test_a_live_file_that_cannot_be_read_is_refused_by_name(shelf, content):
    harm(shelf, LIVE, content)
    with pytest.raises(BadModel) as refused:
        shelf.default()
    assert f"{shelf.url}/{LIVE}: expected version and manifest_sha256, found " in str(refused.value)


@pytest.mark.parametrize("change", [{"version": None}, {"version": 5}, {"manifest_sha256": None}, {"version": ""}])
def test_a_live_file_with_a_field_of_the_wrong_kind_is_refused(stocked, encoder, change):
    fields = vars(stocked.default()) | change
    harm(stocked, LIVE, json.dumps(fields).encode())
    with pytest.raises(BadModel):
        load_default(stocked, encoder)
