"""Read a JSON array element by element, so that a body full of tiny rows cannot fill the memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from webargs.flaskparser import abort

from routing.api.body import DECODER

_BLANK = re.compile(r"[ \t\n\r]*")


def elements(text: str, longest: int) -> Iterator[Any]:
    """Yield the elements of a JSON array; 400 if the text is none, or an element is longer than `longest` characters.

    An array can hold ten times its own size once it is decoded; here the reader decides how many elements are made.
    """
    place = _after_blanks(text, 0)
    if place == len(text):
        _refuse(text, place, "Expecting value")
    if text[place] != "[":
        abort(400, detail="expected a JSON array of rows, found another value; put the rows in [ ]")
    place = _after_blanks(text, place + 1)
    more = text[place : place + 1] != "]"
    while more:
        element, place = _element(text, place, longest)
        yield element
        place = _after_blanks(text, place)
        more = text[place : place + 1] == ","
        if more:
            place = _after_blanks(text, place + 1)
    if text[place : place + 1] != "]":
        _refuse(text, place, "Expecting ',' delimiter")
    if _after_blanks(text, place + 1) != len(text):
        _refuse(text, _after_blanks(text, place + 1), "Extra data")


def _element(text: str, place: int, longest: int) -> tuple[Any, int]:
    try:
        element, length = DECODER.raw_decode(text[place : place + longest])
    except json.JSONDecodeError as error:
        if len(text) - place > longest:
            abort(400, detail=f"expected rows of at most {longest} characters, found a longer one or one cut short")
        _refuse(text, place + error.pos, error.msg)
    except (ValueError, RecursionError) as error:
        abort(400, detail=f"expected JSON, found {error}")
    return element, place + length


def _refuse(text: str, place: int, found: str) -> NoReturn:
    error = json.JSONDecodeError(found, text, place)
    abort(400, detail=f"expected JSON, found at line {error.lineno}, column {error.colno}: {error.msg}")


def _after_blanks(text: str, place: int) -> int:
    found = _BLANK.match(text, place)
    return found.end() if found else place
