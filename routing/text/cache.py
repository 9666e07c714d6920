"""What was worked out for reasons that callers say again and again ("lost card"), kept without the words.

An entry's key is a digest of the model's version and the text, made with a secret of this process: nobody who reads
the memory can tell what callers said, and a new version never gets an old version's answer.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class CacheInfo:
    """How often an answer was found kept, how often not, how many are kept and how many can be."""

    hits: int
    misses: int
    kept: int
    most: int


class Recent(Generic[Value]):
    """At most `most` values, those asked for longest ago dropped first. Threads may share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._secret = os.urandom(32)
        self._values: OrderedDict[bytes, Value] = OrderedDict()
        self._lock = threading.Lock()
        self._hits = self._misses = 0

    def get(self, key: tuple[str, ...], make: Callable[[], Value]) -> Value:
        """Return the value kept for `key`, or what `make` returns. Two threads may both make it; either is kept.

        `key` is normalised texts and names: none of its parts may hold a NUL.
        """
        if not self._most:
            return make()
        digest = hashlib.blake2b("\0".join(key).encode(), digest_size=16, key=self._secret).digest()
        with self._lock:
            value = self._values.get(digest)
            if value is not None:
                self._hits += 1
                self._values.move_to_end(digest)
                return value
        value = make()
        with self._lock:
            self._misses += 1
            self._values[digest] = value
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def info(self) -> CacheInfo:
        """Return the counts since the process started."""
        with self._lock:
            return CacheInfo(self._hits, self._misses, len(self._values), self._most)
