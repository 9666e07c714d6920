"""JSON objects, one a line or all in one array, read as they come and written one a line."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from io import BufferedReader
from itertools import chain, islice
from typing import IO, Any

from routing.errors import BadFile
from routing.files.sheet import Record, Sheet, is_filled

PEEKED = 1000
CHUNK = 1 << 16
LONGEST = 1 << 20  # of a line or an object
UNREAD = "unread"  # the heading under which a line stands that is no JSON
_BETWEEN = (re.compile(r"\s*\[?\s*"), re.compile(r"\s*,?\s*"))  # before the first object, and before another


def sheet(name: str, file: BufferedReader) -> Sheet:
    """Return the objects of an open file; an array if its first character is `[`, else one object a line.

    A line that is no JSON object is a record with a fault. In an array nothing after a fault can be read.
    """
    records = _array(name, file) if _begins_array(name, file) else _lines(name, file)
    first = list(islice(records, PEEKED))
    columns = dict.fromkeys(column for record in first for column in record.cells if not record.fault)
    return Sheet(name, tuple(columns), chain(first, records))


def write(file: IO[str], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write one object a line; None is left out."""
    for row in rows:
        cells = {name: value for name, value in zip(columns, row, strict=True) if value is not None}
        file.write(json.dumps(cells, ensure_ascii=False, default=_written) + "\n")


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _begins_array(name: str, file: BufferedReader) -> bool:
    """Tell whether the first character that is no blank opens an array, leaving the file where it begins."""
    return file.peek(CHUNK).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"["


def _lines(name: str, file: BufferedReader) -> Iterator[Record]:
    number = 0
    while raw := file.readline(LONGEST):
        number += 1
        place = f"{name}:{number}"
        if len(raw) == LONGEST and not raw.endswith(b"\n"):
            raise BadFile(f"{place}: expected a line of at most {LONGEST} bytes, found a longer one; part the file")
        if raw.strip():
            yield _record(place, raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw)


def _record(place: str, raw: bytes) -> Record:
    try:
        content = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        fault = f"expected UTF-8, found byte {raw[error.start]:#04x}; write the file as UTF-8"
    except json.JSONDecodeError as error:
        fault = f"expected a JSON object, found {error.msg.lower()} at column {error.colno}; mend the line"
    except (RecursionError, ValueError):
        fault = "expected a JSON object, found one too deep or a number too long; mend the line"
    else:
        return _object(place, content)
    return Record(place, {UNREAD: raw.decode("utf-8", errors="replace").strip()}, fault)


def _object(place: str, content: Any) -> Record:
    if not isinstance(content, dict):
        fault = f"expected a JSON object, found {json.dumps(content)[:40]}; mend it"
        return Record(place, {UNREAD: json.dumps(content)}, fault)
    return Record(place, {name: value for name, value in content.items() if is_filled(value)})


def _array(name: str, file: BufferedReader) -> Iterator[Record]:
    """Yield the objects of an array, each as soon as it is read; its place is its number."""
    decoder, text = json.JSONDecoder(), _pieces(name, file)
    kept, at, number = "", 0, 0
    while True:
        at = _BETWEEN[number > 0].match(kept, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        if kept[at : at + 1] == "]":
            return
        try:
            content, at = decoder.raw_decode(kept, at)
        except (json.JSONDecodeError, RecursionError) as error:
            more = next(text, "")
            if not more or len(kept) - at > LONGEST:
                found = str(error).split(":")[0].lower()
                place = f"{name}: object {number + 1}"
                raise BadFile(f"{place}: expected a JSON object, found {found}; mend it, or write one a line") from None
            kept, at = kept[at:] + more, 0
        else:
            number += 1
            yield _object(f"{name}: object {number}", content)


def _pieces(name: str, file: BufferedReader) -> Iterator[str]:
    """Yield the text of a file a piece at a time."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        for raw in iter(partial(file.read, CHUNK), b""):
            yield decoder.decode(raw)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        found = f"byte {error.object[error.start]:#04x}"
        raise BadFile(f"{name}: expected UTF-8, found {found}; write the file as UTF-8") from None
