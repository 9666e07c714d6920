"""Give back to the system what a model took that is served no longer."""

from __future__ import annotations

import ctypes
import ctypes.util
import platform


def give_back() -> None:
    """Return free memory of the C library's heap to the system, where that is glibc; elsewhere do nothing.

    A model's vocabularies and rows are many small pieces. Freed, they would stay with the process, and the next model
    would be laid out beside them.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).malloc_trim(0)
