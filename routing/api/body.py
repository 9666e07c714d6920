"""Read a JSON body strictly: the right media type, real JSON, an object."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from flask import Request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema
from webargs.flaskparser import FlaskParser, abort, is_json_request


class StrictParser(FlaskParser):
    """webargs' parser, but nothing is taken for an empty body that is not one, and unknown parameters are refused."""

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {"query": RAISE}

    def load_json(self, req: Request, schema: Schema) -> Any:
        """Return the JSON object of the request; 415, 400 or 422 otherwise."""
        if not is_json_request(req):
            abort(415, detail=f"expected Content-Type application/json, found {req.mimetype or 'none'}; send JSON")
        content = json_of(req.get_data(cache=True))
        if not isinstance(content, dict):
            abort(
                422,
                messages={"json": {"_schema": ["expected a JSON object, found another value; put the fields in { }"]}},
            )
        return content


def json_of(body: bytes) -> Any:
    """Return the content of a whole body; 400 if it is not JSON in UTF-8."""
    try:
        return DECODER.decode(body.decode("utf-8"))
    except UnicodeDecodeError:
        abort(400, detail="expected a body in UTF-8, found other bytes; encode it as UTF-8")
    except json.JSONDecodeError as error:
        abort(400, detail=f"expected JSON, found at line {error.lineno}, column {error.colno}: {error.msg}")
    except (ValueError, RecursionError) as error:
        abort(400, detail=f"expected JSON, found {error}")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"the value {name}, which JSON does not have")


DECODER = json.JSONDecoder(parse_constant=_no_constant)


class StrictBlueprint(Blueprint):
    """A flask-smorest blueprint whose arguments are read by `StrictParser`."""

    ARGUMENTS_PARSER = StrictParser()
