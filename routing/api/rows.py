"""Rows as they stream in: one JSON array, or one JSON object a line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from flask import Request
from webargs.flaskparser import abort
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from routing.api.array import elements
from routing.api.body import DECODER
from routing.errors import BadRow

MOST_ROWS = 10_000
MAX_BODY_BYTES = 32 * 1024 * 1024
LONGEST_LINE = 64 * 1024
CHUNK = 64 * 1024
ARRAY, LINES = ("application/json",), ("application/x-ndjson", "application/jsonl", "application/x-jsonlines")
IN_PIECES = f"send at most {MOST_ROWS} rows and {MAX_BODY_BYTES // 2**20} MiB at a time"
TOO_LARGE = f"expected at most {MAX_BODY_BYTES} bytes, found more; {IN_PIECES}"

Raw = dict[str, Any] | BadRow


class Body:
    """The body of a request, read once and a piece at a time; its digest is known when it has been read.

    Parameters
    ----------
    media_type
        As the request names it; 415 if it is neither JSON nor JSON lines.
    length
        In bytes, if the request says; None for one that comes in chunks.
    """

    def __init__(self, stream: IO[bytes], media_type: str, length: int | None) -> None:
        if media_type not in ARRAY + LINES:
            wanted = " or ".join((*ARRAY, *LINES))
            abort(415, detail=f"expected Content-Type {wanted}, found {media_type or 'none'}; send JSON")
        self.stream = stream
        self.length = length
        self.in_lines = media_type in LINES
        self._read = 0
        self._hash = hashlib.sha256(b"lines\0" if self.in_lines else b"array\0")

    @classmethod
    def of(cls, request: Request) -> Body:
        """Return the body of a request; it may be larger than other addresses take."""
        request.max_content_length = MAX_BODY_BYTES
        try:
            return cls(request.stream, request.mimetype, request.content_length)
        except RequestEntityTooLarge:
            abort(413, detail=TOO_LARGE)

    @property
    def digest(self) -> str:
        """SHA-256 of what has been read so far, and of whether it is read by lines."""
        return self._hash.hexdigest()

    def rows(self) -> Iterator[Raw]:
        """Yield each row, or why it is none.

        A malformed array is refused before its first row; more rows than are taken, before the first too many.
        """
        for number, row in enumerate(self._line_rows() if self.in_lines else self._array_rows()):
            if number == MOST_ROWS:
                kept = f"the first {MOST_ROWS} are kept; " if self.in_lines else ""
                abort(413, detail=f"expected at most {MOST_ROWS} rows, found more; {kept}send the rest in another post")
            yield row

    def drain(self) -> None:
        """Read what is left."""
        for _ in self._chunks():
            pass

    def _chunks(self) -> Iterator[bytes]:
        try:
            while chunk := self.stream.read(CHUNK):
                self._read += len(chunk)
                self._hash.update(chunk)
                yield chunk
        except RequestEntityTooLarge:
            abort(413, detail=TOO_LARGE)
        except (ClientDisconnected, OSError):
            abort(400, detail="expected the whole body, found its end too early; send it again")
        if self.length is not None and self._read < self.length:
            abort(400, detail=f"expected {self.length} bytes, found {self._read}; send it again")

    def _line_rows(self) -> Iterator[Raw]:
        for line in self._lines():
            if line is None:
                yield _bad(f"expected a line of at most {LONGEST_LINE} bytes, found a longer one; shorten it")
            elif not line.isspace():
                yield _row(line)

    def _lines(self) -> Iterator[bytes | None]:
        """Yield each line with at least one byte; None for one that is too long, which is never held whole."""
        left, skipping = b"", False
        for chunk in self._chunks():
            *whole, left = (left + chunk).split(b"\n")
            for line in whole:
                if skipping or line:
                    yield None if skipping or len(line) > LONGEST_LINE else line
                skipping = False
            if skipping or len(left) > LONGEST_LINE:
                left, skipping = b"", True
        if skipping or left:
            yield None if skipping else left

    def _array_rows(self) -> Iterator[Raw]:
        try:
            text = b"".join(self._chunks()).decode("utf-8")
        except UnicodeDecodeError:
            abort(400, detail="expected a body in UTF-8, found other bytes; encode it as UTF-8")
        rows = list(islice(elements(text, LONGEST_LINE), MOST_ROWS + 1))
        if len(rows) > MOST_ROWS:
            abort(413, detail=f"expected at most {MOST_ROWS} rows, found more; none is kept; {IN_PIECES}")
        yield from map(_object, rows)


def _row(line: bytes) -> Raw:
    try:
        return _object(DECODER.decode(line.decode("utf-8-sig")))
    except UnicodeDecodeError:
        return _bad("expected UTF-8, found other bytes; encode it as UTF-8")
    except json.JSONDecodeError as error:
        return _bad(f"expected JSON, found at column {error.colno}: {error.msg}")
    except (ValueError, RecursionError) as error:
        return _bad(f"expected JSON, found {error}")


def _object(content: Any) -> Raw:
    if isinstance(content, dict):
        return content
    return _bad("expected a JSON object, found another value; put the fields in { }")


def _bad(message: str) -> BadRow:
    return BadRow([("row", message)])
