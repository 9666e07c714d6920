"""Open a file for reading, or say why it cannot be."""

from __future__ import annotations

from io import BufferedReader
from pathlib import Path

from routing.errors import BadFile


def open_bytes(path: Path) -> BufferedReader:
    """Return a file, open for reading.

    Raises
    ------
    BadFile
        There is none, or it cannot be read.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise BadFile(f"{path}: expected a file, found {error.strerror or error}; name one that can be read") from None
