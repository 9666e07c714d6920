"""Sentence vectors kept on disk between trainings, so that a text is encoded once in its life.

One SQLite file an encoder. No text is in it: a record is found by a keyed digest of the text and holds the vector as
the encoder gave it, bit for bit, and a digest of both. A record that was altered is not believed, and a file that is
no database any more is begun anew: all that is ever lost is time. Killed processes lose their last block at most.
Why SQLite, and why not a cache package: `docs/decisions/009-a-million-calls.md`.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from routing.errors import BadSettings
from routing.text.encoder import FILES, MAX_TOKENS, Encoder

Vector = NDArray[np.float32]

MOST_BYTES = 2 * 2**30
WAIT_S = 60.0
_CHECK_BYTES = 16
_AT_ONCE = 500
_STRETCH = 0.1
_PAGE_BYTES = 16384
log = logging.getLogger(__name__)
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (key INTEGER PRIMARY KEY, record BLOB NOT NULL)"


class Kept(Protocol):
    """Where sentence vectors are found again."""

    def find(self, texts: Sequence[str]) -> dict[str, Vector]:
        """Return the vectors of those of the normalised `texts` that are kept, by text."""

    def keep(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors, by normalised text."""


class InMemory:
    """The vectors met in one training, over those of earlier ones if they are kept: each is made or read once."""

    def __init__(self, beneath: Kept | None = None) -> None:
        self._beneath = beneath
        self._vectors: dict[str, Vector] = {}

    def find(self, texts: Sequence[str]) -> dict[str, Vector]:
        """Return the vectors of those of the normalised `texts` that are known, by text."""
        missing = [text for text in texts if text not in self._vectors]
        if missing and self._beneath:
            self._vectors |= self._beneath.find(missing)
        return {text: self._vectors[text] for text in texts if text in self._vectors}

    def keep(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors, by normalised text."""
        self._vectors |= vectors
        if self._beneath:
            self._beneath.keep(vectors)


class Encodings:
    """The vectors that one encoder gave, by text; several processes may share the folder.

    Parameters
    ----------
    folder
        Made if it is not there, readable by its owner only: a digest of a short text can be guessed, and a vector
        tells what a text was about.
    encoder
        The file's name is made of its graph and tokeniser and of onnxruntime's version: another of these gives
        other vectors.
    most_bytes
        How large the file may grow; about 1.6 KB a text. When it is full, a random tenth is forgotten.

    Raises
    ------
    BadSettings
        The folder cannot be made or written to.
    """

    def __init__(self, folder: Path, encoder: Encoder, most_bytes: int = MOST_BYTES) -> None:
        digests = [hashlib.sha256((encoder.folder / name).read_bytes()).hexdigest() for name in FILES]
        origin = "\n".join((*digests, str(MAX_TOKENS), version("onnxruntime")))
        self._key = hashlib.sha256(origin.encode()).digest()
        self.path = folder / f"{self._key.hex()[:16]}.sqlite"
        self._most_bytes = most_bytes
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._connection = self._open()
        except (OSError, sqlite3.OperationalError) as error:
            raise BadSettings(
                f"{folder}: expected a folder to keep sentence vectors in, found {error}; "
                "set ADVISOR_CACHE_URL to another folder, or train with --no-cache"
            ) from None

    def find(self, texts: Sequence[str]) -> dict[str, Vector]:
        """Return the vectors of those of the normalised `texts` that are kept, by text."""
        by_key = {int.from_bytes(digest[:8], signed=True): text for text in texts for digest in [self._digest(text)]}
        keys, found = sorted(by_key), {}
        for start in range(0, len(keys), _AT_ONCE):
            for key, record in self._read(keys[start : start + _AT_ONCE]):
                text, vector = by_key[key], record[_CHECK_BYTES:]
                if record[:_CHECK_BYTES] == self._check(text, vector):
                    found[text] = np.frombuffer(vector, dtype="<f4").astype(np.float32)
        return found

    def keep(self, vectors: Mapping[str, Vector]) -> None:
        """Write vectors, by normalised text, all of them or none; what cannot be written is logged."""
        rows = sorted((self._row(text, vector) for text, vector in vectors.items()), key=lambda row: row[0])
        try:
            self._write(rows)
        except sqlite3.DatabaseError as error:
            self._mend(error)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _open(self) -> sqlite3.Connection:
        """Return a connection to the file, begun anew if it is no database of this kind.

        The journal is rolled back after a kill. `synchronous` is off because only a power cut needs it, and what a
        power cut leaves is caught by the digests.
        """
        self.path.touch(mode=0o600)
        connection = sqlite3.connect(self.path, timeout=WAIT_S, isolation_level=None)
        try:
            connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_TABLE)
            connection.execute("SELECT key, record FROM vectors LIMIT 1").fetchall()
        except sqlite3.DatabaseError as error:
            connection.close()
            if _passes(error):
                raise
            self._remove()
            return self._open()
        return connection

    def _mend(self, error: sqlite3.DatabaseError) -> None:
        """Begin the file anew if its content is at fault; what was asked of it is encoded again."""
        log.warning("%s: expected kept sentence vectors, found %s; the texts are encoded again", self.path, error)
        if not _passes(error):
            self._connection.close()
            self._remove()
            self._connection = self._open()

    def _remove(self) -> None:
        for name in (self.path.name, f"{self.path.name}-journal"):
            self.path.with_name(name).unlink(missing_ok=True)

    def _read(self, keys: Sequence[int]) -> list[tuple[int, bytes]]:
        query = f"SELECT key, record FROM vectors WHERE key IN ({','.join('?' * len(keys))})"  # noqa: S608
        try:
            return self._connection.execute(query, keys).fetchall()
        except sqlite3.DatabaseError as error:
            self._mend(error)
            return []

    def _write(self, rows: Sequence[tuple[int, bytes]]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            while self._bytes() > self._most_bytes:
                self._forget()
            self._connection.execute("COMMIT")
        except sqlite3.DatabaseError:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _bytes(self) -> int:
        """Return the bytes in use; pages that were freed are used again before the file grows."""
        pages, free, size = (
            int(self._connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("page_count", "freelist_count", "page_size")
        )
        return (pages - free) * size

    def _forget(self) -> None:
        """Forget a stretch of keys from a random one on. Keys are digests, so that is a random choice of texts.

        The oldest are not better ones to forget: texts come round in the same order at every training, so that a file
        somewhat too small would always have just forgotten what is asked next.
        """
        count = int(self._connection.execute("SELECT count(*) FROM vectors").fetchone()[0])
        many = max(1, round(count * _STRETCH))
        start = secrets.randbits(64) - 2**63
        for where in ("key >= ?", "key < ?"):
            many -= self._connection.execute(
                f"DELETE FROM vectors WHERE key IN (SELECT key FROM vectors WHERE {where} ORDER BY key LIMIT ?)",  # noqa: S608
                (start, many),
            ).rowcount

    def _row(self, text: str, vector: Vector) -> tuple[int, bytes]:
        content = np.asarray(vector, dtype="<f4").tobytes()
        return int.from_bytes(self._digest(text)[:8], signed=True), self._check(text, content) + content

    def _digest(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode(), key=self._key, digest_size=32).digest()

    def _check(self, text: str, vector: bytes) -> bytes:
        return hashlib.blake2b(vector, key=self._digest(text), digest_size=_CHECK_BYTES).digest()


def _passes(error: sqlite3.DatabaseError) -> bool:
    """Tell whether the fault lies with the moment (a lock, a full disk), not with the file's content."""
    return isinstance(error, sqlite3.OperationalError) and "no such " not in str(error)
