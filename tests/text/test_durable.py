import os

import pytest

from routing.text import durable


@pytest.fixture
def synced(monkeypatch):
    """The names of what was brought to the disk, in order."""
    names, fsync = [], os.fsync

    def noted(number):
        names.append(os.path.basename(os.readlink(f"/proc/self/fd/{number}")))
        fsync(number)

    monkeypatch.setattr(os, "fsync", noted)
    return names


def test_a_folder_appears_with_all_that_was_written_and_nothing_is_left_beside_it(tmp_path):
    with durable.appearing(tmp_path / "new") as scratch:
        (scratch / "inner").mkdir()
        (scratch / "inner" / "file").write_bytes(b"x")
        assert not (tmp_path / "new").exists()
    assert (tmp_path / "new" / "inner" / "file").read_bytes() == b"x"
    assert os.listdir(tmp_path) == ["new"]


def fill(folder, content, meanwhile=lambda: None):
    with durable.appearing(folder) as scratch:
        (scratch / "file").write_bytes(content)
        meanwhile()


def test_after_an_error_nothing_is_left(tmp_path):
    with pytest.raises(ZeroDivisionError):
        fill(tmp_path / "new", b"x", meanwhile=lambda: 1 / 0)
    assert os.listdir(tmp_path) == []


def test_whoever_comes_second_is_told_and_changes_nothing(tmp_path):
    with pytest.raises(FileExistsError):
        fill(tmp_path / "new", b"second", meanwhile=lambda: fill(tmp_path / "new", b"first"))
    assert (tmp_path / "new" / "file").read_bytes() == b"first"
    assert os.listdir(tmp_path) == ["new"]


def test_files_are_on_the_disk_before_their_folder_has_its_name(tmp_path, synced):
    with durable.appearing(tmp_path / "new") as scratch:
        (scratch / "file").write_bytes(b"x")
    assert synced == ["file", scratch.name, tmp_path.name]


def test_new_content_is_on_the_disk_before_it_takes_the_place_of_the_old(tmp_path, synced):
    durable.replace(tmp_path / "file", b"x")
    assert (tmp_path / "file").read_bytes() == b"x"
    assert synced[0].startswith(".file.")
    assert synced[1] == tmp_path.name
    assert os.listdir(tmp_path) == ["file"]
