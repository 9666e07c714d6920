"""Every error as `application/problem+json` (RFC 9457), with a path for each field at fault."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

from flask import Response, current_app
from flask_smorest import Api
from marshmallow import Schema, fields
from werkzeug.exceptions import (
    BadRequest,
    Conflict,
    HTTPException,
    InternalServerError,
    NotFound,
    ServiceUnavailable,
    UnprocessableEntity,
)

from routing.errors import (
    AdvisorError,
    BadPromotion,
    BadReason,
    GateFailed,
    UnknownDepartment,
    UnknownQuestion,
    UnknownVersion,
    UnreachableShelf,
)
from routing.messages import plain

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_FIELD_OF = {BadReason: "reason", UnknownDepartment: "tried", UnknownQuestion: "question_id"}
_STATUS_OF: dict[type[AdvisorError], type[HTTPException]] = {
    UnknownVersion: NotFound,
    GateFailed: Conflict,
    BadPromotion: Conflict,
    UnreachableShelf: ServiceUnavailable,
}
RETRY_AFTER_S = 5
_DETAIL = {
    404: "There is nothing at this address; /docs lists what there is.",
    405: "This address does not take that method; /docs lists what it takes.",
    413: "The request is larger than this service reads.",
    500: "The service met an error of its own; it has been logged.",
}


class FieldFault(Schema):
    """One field at fault."""

    field = fields.String(required=True, metadata={"description": "Path of the field, such as transcripts.0.text"})
    message = fields.String(required=True)


class Problem(Schema):
    """What went wrong, after RFC 9457."""

    type = fields.String(required=True, metadata={"description": "Always about:blank: the status says it all"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "What was expected, what was found, what to do"})
    errors = fields.List(fields.Nested(FieldFault), metadata={"description": "The fields at fault, if fields are"})


class ProblemApi(Api):
    """flask-smorest's `Api`, answering every error as a problem."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        super()._register_error_handlers()
        self._app.register_error_handler(AdvisorError, self.handle_advisor_error)

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Return the problem for an error of HTTP or of validation."""
        data = getattr(error, "data", None) or {}
        faults = [
            {"field": ".".join(path) or "body", "message": plain(message)}
            for path, message in _faults(data.get("messages", {}), ())
        ]
        response = problem(error, data.get("detail") or _detail(error, faults), faults)
        for header, value in error.get_headers(None):
            if header.lower() in ("allow", "retry-after"):
                response.headers[header] = value
        return response

    def handle_advisor_error(self, error: AdvisorError) -> Response:
        """Return the problem for one of our own errors: the sender's, if a field is to blame."""
        status = _STATUS_OF.get(type(error))
        if status:
            response = problem(status(), str(error), [])
            if status is ServiceUnavailable:
                response.headers["Retry-After"] = str(RETRY_AFTER_S)
            return response
        field = _FIELD_OF.get(type(error))
        if field is None:
            log.error("unexpected %s", type(error).__name__, exc_info=error)
            return problem(InternalServerError(), _DETAIL[500], [])
        return problem(UnprocessableEntity(), f"{field}: {error}", [{"field": field, "message": str(error)}])


def problem(error: HTTPException, detail: str, faults: list[dict[str, str]]) -> Response:
    """Return a problem response with the status of `error`."""
    body: dict[str, Any] = {"type": "about:blank", "title": error.name, "status": error.code, "detail": detail}
    if faults:
        body["errors"] = faults
    return current_app.response_class(json.dumps(body, ensure_ascii=False), error.code, mimetype=MEDIA_TYPE)


def _detail(error: HTTPException, faults: list[dict[str, str]]) -> str:
    if faults:
        return "; ".join(f"{fault['field']}: {fault['message']}" for fault in faults)
    if isinstance(error, BadRequest) and error.description:
        return error.description
    return _DETAIL.get(error.code or 500, error.description or error.name)


def _faults(tree: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(tree, dict):
        for key, branch in tree.items():
            skipped = key in ("_schema",) or (not path and key in ("json", "query", "query_or_form"))
            yield from _faults(branch, path if skipped else (*path, str(key)))
    else:
        yield from ((path, str(message)) for message in tree)
