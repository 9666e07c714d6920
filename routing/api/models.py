"""`/v1/models`: the versions there are, their reports, and which of them answers calls."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy.exc import SQLAlchemyError
from webargs.flaskparser import abort
from werkzeug.exceptions import ServiceUnavailable

from routing.api.body import StrictBlueprint
from routing.api.model_schemas import PromoteRequestSchema, PromotionSchema, VersionDetailSchema, VersionsSchema
from routing.api.present_models import detail_fields, promotion_fields, version_fields
from routing.api.problems import MEDIA_TYPE, RETRY_AFTER_S
from routing.errors import BadModel, UnreachableShelf
from routing.services import services
from routing.text.artefact import REPORT
from routing.versions.change import Wish, promote
from routing.versions.facts import Version, describe
from routing.versions.held import State, Versions

blueprint = StrictBlueprint("models", __name__, url_prefix="/v1", description="The model versions")
NO_SUCH = {"schema": "Problem", "content_type": MEDIA_TYPE, "description": "No such version"}
AWAY = {"schema": "Problem", "content_type": MEDIA_TYPE, "description": "The shelf or the database does not answer"}


@blueprint.route("/models", methods=["GET"])
@blueprint.response(200, VersionsSchema())
@blueprint.alt_response(503, **AWAY)
def models() -> dict[str, Any]:
    """List all model versions, the newest first: which answers calls, how good each is, who serves it."""
    held = services().versions
    state = _looked(held)
    return {"models": [version_fields(describe(held.shelf, name, state)) for name in reversed(state.versions)]}


@blueprint.route("/models/<version>", methods=["GET"])
@blueprint.response(200, VersionDetailSchema())
@blueprint.alt_response(404, **NO_SUCH)
@blueprint.alt_response(503, **AWAY)
def model(version: str) -> dict[str, Any]:
    """Tell all that is known of a version. `live` and `previous` are names, too, and so is a unique beginning."""
    return detail_fields(_described(version))


@blueprint.route("/models/<version>/report", methods=["GET"])
@blueprint.response(200, {"type": "string"}, content_type="text/html", description="A page that needs no other file")
@blueprint.alt_response(404, **NO_SUCH)
@blueprint.alt_response(503, **AWAY)
def report(version: str) -> Response:
    """Give the report on a version, as a page that can be kept and opened offline."""
    found = _described(version)
    if not found.has_report:
        abort(404, detail=f"expected a version with a report, found {found.name}, which was published without one")
    page = Response(services().versions.shelf.read(found.name, REPORT), mimetype="text/html")
    page.headers["Content-Security-Policy"] = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"
    return page


@blueprint.route("/models/<version>/promote", methods=["POST"])
@blueprint.arguments(PromoteRequestSchema())
@blueprint.response(200, PromotionSchema())
@blueprint.alt_response(400, schema="Problem", content_type=MEDIA_TYPE, description="Not JSON")
@blueprint.alt_response(404, **NO_SUCH)
@blueprint.alt_response(409, schema="Problem", content_type=MEDIA_TYPE, description="It cannot be that, or may not be")
@blueprint.alt_response(413, schema="Problem", content_type=MEDIA_TYPE, description="Too large")
@blueprint.alt_response(415, schema="Problem", content_type=MEDIA_TYPE, description="Not sent as JSON")
@blueprint.alt_response(503, **AWAY)
def promote_model(fields: dict[str, Any], version: str) -> dict[str, Any]:
    """Make a version live, or try it out beside the live one. Every worker follows within two seconds.

    All of it is checked first. What the gate did not pass is refused, unless `despite_gate` says why it should be used.
    """
    held = services().versions
    try:
        return promotion_fields(promote(held, _looked(held).named(version), Wish(by="api", **fields)))
    except UnreachableShelf:
        raise
    except BadModel as error:
        abort(409, detail=str(error))
    except SQLAlchemyError as error:
        raise _database_is_away(error) from None


def _described(name: str) -> Version:
    held = services().versions
    state = _looked(held)
    return describe(held.shelf, state.named(name), state)


def _looked(held: Versions) -> State:
    try:
        return held.look()
    except SQLAlchemyError as error:
        raise _database_is_away(error) from None


def _database_is_away(error: SQLAlchemyError) -> ServiceUnavailable:
    return ServiceUnavailable(
        f"expected a database that answers, found {type(error).__name__}", retry_after=RETRY_AFTER_S
    )
