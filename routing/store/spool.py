"""Files in which a process keeps what it has still to write into the database, so that its death loses nothing.

A process has two files. One takes new lines while the lines of the other are written into the database; then the other
is emptied and they change places. Lines are not flushed to the disk: they survive the process, because the page cache
belongs to the kernel, but a power cut may take the last of them. A process holds a lock on its files, which ends with
it however it dies; a file without a lock belongs to nobody, and whoever finds it first takes it over.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import secrets
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from routing.store.entry import BadLine

ENDING = ".spool"
LOOKED_AT_BYTES = 4 * 1024 * 1024  # of another process's file, from its end: some 4,000 lines


def sealed(body: bytes) -> bytes:
    """Return a line: the checksum of `body`, and `body`, which is one line itself."""
    return b"%08x %b\n" % (zlib.crc32(body), body)


def opened(line: bytes) -> bytes:
    """Return what a line holds.

    Raises
    ------
    BadLine
        The line was cut short, or is not what was written.
    """
    if not line.endswith(b"\n"):
        raise BadLine("expected a whole line in the spool, found one that was cut short")
    checksum, _, body = line[:-1].partition(b" ")
    if checksum != b"%08x" % zlib.crc32(body):
        raise BadLine("expected a line of the spool as it was written, found one that was altered")
    return body


@dataclass
class File:
    """One file of a spool, locked by this process until it is closed."""

    path: Path
    number: int = field(repr=False)
    length: int = 0

    def append(self, line: bytes) -> None:
        """Write a line at the end, whole or not at all; OSError if it cannot be written."""
        try:
            if os.write(self.number, line) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            with suppress(OSError):
                os.ftruncate(self.number, self.length)
            raise
        self.length += len(line)

    def lines(self) -> Iterator[bytes]:
        """Yield the file's lines; the last may be cut short."""
        with self.path.open("rb") as content:
            yield from content

    def empty(self) -> None:
        """Forget every line."""
        os.ftruncate(self.number, 0)
        self.length = 0

    def close(self) -> None:
        """Let the file go; it is removed if it holds nothing."""
        if not self.length:
            self.path.unlink(missing_ok=True)
        os.close(self.number)


class Spool:
    """The two files of this process in `folder`, which is made if need be.

    Raises
    ------
    OSError
        The folder or the files cannot be made or locked.
    """

    def __init__(self, folder: Path) -> None:
        self.owner = f"{os.getpid()}-{secrets.token_hex(4)}-"
        made(folder)
        with _alone(folder):
            self._filling = _new(folder / f"{self.owner}a{ENDING}")
            try:
                self._resting = _new(folder / f"{self.owner}b{ENDING}")
            except OSError:
                self._filling.close()
                raise

    def append(self, line: bytes) -> None:
        """Keep a line; OSError if it cannot be kept."""
        self._filling.append(line)

    def turn(self) -> None:
        """Let the files change places: lines kept so far rest until `settle`."""
        self._filling, self._resting = self._resting, self._filling

    def settle(self) -> None:
        """Forget the lines that rest: they are in the database."""
        self._resting.empty()

    def flush(self) -> None:
        """Return when every line has reached the disk."""
        for file in (self._resting, self._filling):
            os.fdatasync(file.number)

    def close(self) -> None:
        """Let the files go; one that holds lines stays, for whoever takes it over."""
        self._resting.close()
        self._filling.close()


def folder_for(spools: Path, database_url: str) -> Path:
    """Return the folder for what goes into this database: what waits for one never gets into another."""
    return spools / hashlib.blake2b(database_url.encode(), digest_size=4).hexdigest()


def made(folder: Path) -> None:
    """Make the folder for this user alone: it holds what callers said. OSError if it cannot be made or written."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def abandoned(folder: Path) -> list[File]:
    """Take over the files whose processes have died; OSError if the folder cannot be read.

    A file that cannot be opened stays where it is, for a process that may.
    """
    with _alone(folder):
        paths = [folder / name for name in _names(folder)]
        return [file for path in paths for file in (_taken(path),) if file]


def waiting_elsewhere(folder: Path, part: bytes, owner: str) -> list[bytes]:
    """Return what the newest lines of the others' files hold, of those lines that contain `part`.

    A file is read while its process goes on writing; what vanishes meanwhile has reached the database.
    """
    found = []
    for name in _names(folder):
        content = b"" if name.startswith(owner) else _end_of(folder / name)
        if part in content:
            for line in content.splitlines(keepends=True):
                with suppress(BadLine):
                    found += [opened(line)] if part in line else []
    return found


def _names(folder: Path) -> list[str]:
    return sorted(name for name in os.listdir(folder) if name.endswith(ENDING))


def _end_of(path: Path) -> bytes:
    try:
        with path.open("rb") as content:
            content.seek(max(0, os.fstat(content.fileno()).st_size - LOOKED_AT_BYTES))
            return content.read(LOOKED_AT_BYTES)
    except OSError:
        return b""


def _new(path: Path) -> File:
    file = File(path, os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        fcntl.flock(file.number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise
    return file


def _taken(path: Path) -> File | None:
    """Return the file, locked, if nobody has it."""
    try:
        number = os.open(path, os.O_RDWR)
    except OSError:
        return None
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(number)
        return None
    return File(path, number, os.fstat(number).st_size)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no other process make or take over files meanwhile: a new file is not yet locked for a moment."""
    number = os.open(folder / "lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)
