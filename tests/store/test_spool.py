"""A spool keeps whole lines of its own process, and gives them to whoever comes after it."""

import os
import resource
import signal
import stat
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.store.entry import BadLine
from routing.store.spool import Spool, abandoned, folder_for, opened, sealed, waiting_elsewhere

LEAVING = """
import os, signal, sys
from pathlib import Path
from routing.store.spool import Spool, sealed
spool = Spool(Path(sys.argv[1]))
spool.append(sealed(b"first"))
spool.turn()
spool.append(sealed(b"second"))
print("ready", flush=True)
sys.stdin.read()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "spool"


@pytest.fixture
def another(folder):
    """A live process with a line in each of its two files; it dies by SIGKILL when its input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", LEAVING, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "ready\n"
    yield process
    process.communicate()


def held(files):
    return sorted(opened(line) for file in files for line in file.lines())


def left(folder, forget=False):
    """Take over what dead processes have left, let it go again, and return it."""
    files = abandoned(folder)
    lines = held(files)
    for file in files:
        if forget:
            file.empty()
        file.close()
    return lines


@given(st.binary().filter(lambda body: b"\n" not in body))
def test_a_line_holds_what_was_put_into_it(body):
    assert opened(sealed(body)) == body


@given(st.binary(min_size=1, max_size=40).filter(lambda body: b"\n" not in body), st.data())
def test_a_line_cut_short_or_with_one_bit_turned_is_refused(body, data):
    line = sealed(body)
    place = data.draw(st.integers(0, 8 * len(line) - 1))
    turned = bytearray(line)
    turned[place // 8] ^= 1 << place % 8

    with pytest.raises(BadLine):
        opened(line[: data.draw(st.integers(0, len(line) - 1))])
    with pytest.raises(BadLine):
        opened(bytes(turned))


def test_lines_survive_a_killed_process_and_are_taken_over_once_it_is_dead(folder, another):
    assert abandoned(folder) == []

    another.communicate()

    assert another.returncode == -signal.SIGKILL
    found = abandoned(folder)
    assert held(found) == [b"first", b"second"]
    assert abandoned(folder) == []
    for file in found:
        file.close()
    assert left(folder, forget=True) == [b"first", b"second"]
    assert [path.name for path in folder.iterdir()] == ["lock"]


def test_the_lines_of_a_live_process_can_be_read_by_another(folder, another):
    assert waiting_elsewhere(folder, b"sec", "me") == [b"second"]
    assert waiting_elsewhere(folder, b"i", "me") == [b"first"]
    assert waiting_elsewhere(folder, b"third", "me") == []


def test_a_process_does_not_look_into_its_own_files(folder):
    spool = Spool(folder)
    spool.append(sealed(b"mine"))
    assert waiting_elsewhere(folder, b"mine", spool.owner) == []
    assert waiting_elsewhere(folder, b"mine", "me") == [b"mine"]
    spool.close()


def test_what_rests_is_forgotten_when_it_is_settled_and_new_lines_are_not(folder):
    spool = Spool(folder)
    spool.append(sealed(b"old"))
    spool.turn()
    spool.append(sealed(b"new"))
    spool.settle()
    spool.flush()
    spool.close()
    assert left(folder) == [b"new"]


def test_nobody_else_may_look_into_the_folder_or_its_files(folder):
    spool = Spool(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    spool.close()


def test_a_line_that_does_not_fit_leaves_no_part_behind(folder):
    spool = Spool(folder)
    spool.append(sealed(b"a line that fits"))
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    handled = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60, usual[1]))
    try:
        with pytest.raises(OSError, match=r"space|large"):
            spool.append(sealed(b"a line that does not fit any more" * 3))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
        signal.signal(signal.SIGXFSZ, handled)
    spool.append(sealed(b"the next"))
    spool.close()
    assert left(folder) == [b"a line that fits", b"the next"]


def test_a_folder_that_cannot_be_made_is_refused_and_a_file_that_cannot_be_opened_is_left(tmp_path, folder):
    (tmp_path / "file").write_text("taken", encoding="utf-8")
    with pytest.raises(OSError, match="file"):
        Spool(tmp_path / "file" / "spool")
    Spool(folder).close()
    os.mkdir(folder / "folder.spool")
    assert abandoned(folder) == []


def test_each_database_has_a_spool_of_its_own(tmp_path):
    one, other = (folder_for(tmp_path, url) for url in ("sqlite:///one", "sqlite:///other"))
    assert one != other
    assert one == folder_for(tmp_path, "sqlite:///one")
