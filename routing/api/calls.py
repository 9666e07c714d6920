"""`/v1/calls`: post labelled calls, look them up, erase one."""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any, NoReturn

from flask import Response, request
from marshmallow import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from webargs.flaskparser import abort
from werkzeug.exceptions import Conflict

from routing.api.body import StrictBlueprint
from routing.api.call_schemas import (
    BY_CALL,
    CallSchema,
    CallsQuerySchema,
    CallsSchema,
    ErasedSchema,
    PostedSchema,
)
from routing.api.database import NO_DATABASE, database
from routing.api.keeping import kept
from routing.api.problems import MEDIA_TYPE
from routing.api.rows import ARRAY, LINES, MOST_ROWS, Body
from routing.api.showing_calls import call_fields, cursor_of, position_of, row_fields
from routing.fields import IDENTIFIER
from routing.posting import RowSchema
from routing.services import Services, services
from routing.store.idempotency import Answer, Claim, UnderWay
from routing.store.labelled import Wanted
from routing.versions.erased import learnt_from

blueprint = StrictBlueprint("calls", __name__, url_prefix="/v1", description="What calls turned out to be")

_KEY = "Idempotency-Key"
_KEY_FORM = re.compile(r"[\x21-\x7e]{1,255}\Z")
_BODY = {
    "required": True,
    "content": {
        **{kind: {"schema": {"type": "array", "maxItems": MOST_ROWS, "items": RowSchema}} for kind in ARRAY},
        **{kind: {"schema": RowSchema} for kind in LINES},
    },
}
_KEY_PARAMETER = {
    "in": "header",
    "name": _KEY,
    "schema": {"type": "string", "maxLength": 255},
    "description": "Chosen by the sender; the same request under the same key is answered the same for 24 hours",
}


class InFlight(Conflict):
    """The first request of an idempotency key has no answer yet."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"expected one request of this {_KEY} at a time, found another under way; try again later")
        self.wait_s = wait_s

    def get_headers(self, *args: Any, **options: Any) -> list[tuple[str, str]]:
        """Return the usual headers, and when to try again."""
        return [*super().get_headers(*args, **options), ("Retry-After", str(self.wait_s))]


@blueprint.route("/calls", methods=["POST"])
@blueprint.doc(requestBody=_BODY, parameters=[_KEY_PARAMETER])
@blueprint.response(200, PostedSchema())
@blueprint.alt_response(400, schema="Problem", content_type=MEDIA_TYPE, description="Not JSON, or cut short")
@blueprint.alt_response(409, schema="Problem", content_type=MEDIA_TYPE, description="The same key is under way")
@blueprint.alt_response(413, schema="Problem", content_type=MEDIA_TYPE, description="Too large")
@blueprint.alt_response(415, schema="Problem", content_type=MEDIA_TYPE, description="Neither JSON nor JSON lines")
@blueprint.alt_response(422, schema="Problem", content_type=MEDIA_TYPE, description="The key was another request's")
@blueprint.alt_response(503, **NO_DATABASE)
def post() -> Response:
    """Keep labelled calls and outcomes: a JSON array, or JSON lines with one object each, up to 10,000 rows.

    The answer has a result for each row; one that is refused does not sink the rest. What is answered as stored is on
    the disk. A row is known by call_id and hop: the same again is unchanged, another label is a new revision.
    """
    held, body, key = services(), Body.of(request), request.headers.get(_KEY)
    with database():
        return _json(_kept(held, body)) if key is None else _once(held, key, body)


@blueprint.route("/calls", methods=["GET"])
@blueprint.arguments(CallsQuerySchema(), location="query")
@blueprint.response(200, CallsSchema())
@blueprint.alt_response(503, **NO_DATABASE)
def listing(parameters: dict[str, Any]) -> dict[str, Any]:
    """List the rows on record, the newest first or by call, a page at a time."""
    held = services()
    order, limit, cursor = parameters.pop("order"), parameters.pop("limit"), parameters.pop("cursor", "")
    intents = held.advisor.catalogue.intents.values()
    wanted = Wanted(
        limit=limit + 1,
        its_intents=[intent.id for intent in intents if intent.department == parameters["department"]],
        by_call=order == BY_CALL,
        after=position_of(cursor, order) if cursor else None,
        **parameters,
    )
    with database():
        found = held.calls.page(wanted)
    fields: dict[str, Any] = {"rows": [row_fields(kept) for kept in found[:limit]]}
    return fields | ({"next": cursor_of(order, found[limit - 1].row)} if len(found) > limit else {})


@blueprint.route("/calls/<call_id>", methods=["GET"])
@blueprint.response(200, CallSchema())
@blueprint.alt_response(404, schema="Problem", content_type=MEDIA_TYPE, description="No such call")
@blueprint.alt_response(503, **NO_DATABASE)
def show(call_id: str) -> dict[str, Any]:
    """Show a call: its rows with their history, the advice given in it, and how it ended."""
    _check(call_id)
    calls = services().calls
    with database():
        rows, given = calls.of_call(call_id), calls.advice_of(call_id)
    if not rows and not given:
        _unknown(call_id)
    return call_fields(call_id, rows, given)


@blueprint.route("/calls/<call_id>", methods=["DELETE"])
@blueprint.response(200, ErasedSchema())
@blueprint.alt_response(404, schema="Problem", content_type=MEDIA_TYPE, description="No call can have this call_id")
@blueprint.alt_response(503, **NO_DATABASE)
def erase(call_id: str) -> dict[str, Any]:
    """Erase a call: every row and revision, the advice given in it, and its words in suggested intents.

    It may be asked for again, and of a call that is not on record: a model may have learnt from it before.
    """
    _check(call_id)
    held = services()
    with database():
        erased = held.calls.erase(call_id)
    return {"call_id": call_id} | vars(erased) | {"learnt_by": learnt_from(held.versions.shelf, call_id)}


def _check(call_id: str) -> None:
    """Answer 404 to what cannot be the call_id of any call."""
    try:
        IDENTIFIER(call_id)
    except ValidationError:
        _unknown(call_id)


def _unknown(call_id: str) -> NoReturn:
    abort(404, detail=f"expected the call_id of a call on record, found {call_id!r}")


def _once(held: Services, key: str, body: Body) -> Response:
    """Answer the first request of a key, and later ones the same."""
    if not _KEY_FORM.match(key):
        abort(422, messages={"json": {_KEY: ["expected 1 to 255 visible ASCII characters"]}})
    begun = held.answers.begin(key)
    if isinstance(begun, UnderWay):
        raise InFlight(begun.lost_in_s)
    if isinstance(begun, Answer):
        return _again(begun, body)
    text = _claimed(held, begun, body)
    return _json(text)


def _claimed(held: Services, claim: Claim, body: Body) -> str:
    try:
        text = _kept(held, body)
        held.answers.finish(claim, Answer(body.digest, 200, text))
    except BaseException:
        with contextlib.suppress(SQLAlchemyError):
            held.answers.release(claim)
        raise
    return text


def _again(answer: Answer, body: Body) -> Response:
    body.drain()
    if body.digest != answer.digest:
        message = "expected the body that was first sent under this key, found another; choose a new key"
        abort(422, messages={"json": {_KEY: [message]}})
    response = _json(answer.body, answer.status)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _kept(held: Services, body: Body) -> str:
    answer = kept(body.rows(), held.calls, held.advisor.catalogue)
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def _json(text: str, status: int = 200) -> Response:
    return Response(text, status, mimetype="application/json")
