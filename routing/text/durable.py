"""Files and folders that appear whole or not at all, and are still there after a power cut."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

SCRATCH = ".part"


@contextmanager
def appearing(folder: Path) -> Iterator[Path]:
    """Yield an empty scratch folder, which becomes `folder` when the block ends without an error.

    All of it is on the disk before the name is. After an error nothing is left of it.

    Raises
    ------
    FileExistsError
        `folder` is there already, or another process was the first to make it.
    """
    if folder.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
    scratch = _scratch(folder)
    scratch.mkdir(parents=True)
    try:
        yield scratch
        for path in (*scratch.rglob("*"), scratch):
            _sync(path)
        try:
            scratch.rename(folder)
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder)) from None
            raise
        _sync(folder.parent)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def replace(path: Path, content: bytes) -> None:
    """Give a file new content; readers see the old or the new, whole."""
    scratch = _scratch(path)
    try:
        scratch.write_bytes(content)
        _sync(scratch)
        scratch.replace(path)
        _sync(path.parent)
    finally:
        scratch.unlink(missing_ok=True)


def vanish(folder: Path) -> None:
    """Remove a folder, if it is there; nobody sees it half removed."""
    scratch = _scratch(folder)
    try:
        folder.rename(scratch)
    except FileNotFoundError:
        return
    _sync(folder.parent)
    shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one process or thread of this machine at a time into the block; the others wait. Makes `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _scratch(path: Path) -> Path:
    return path.with_name(f".{path.name}.{uuid4().hex}{SCRATCH}")


def _sync(path: Path) -> None:
    """Have the disk hold a file's content, or a folder's names."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
