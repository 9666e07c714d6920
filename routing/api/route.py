"""`POST /v1/route`: one piece of advice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from routing.api.body import StrictBlueprint
from routing.api.present import advice_fields, request_of
from routing.api.schemas import AdviceSchema, ExplainSchema, RouteRequestSchema
from routing.services import services

blueprint = StrictBlueprint("route", __name__, url_prefix="/v1", description="Ask for advice")


@blueprint.route("/route", methods=["POST"])
@blueprint.arguments(RouteRequestSchema())
@blueprint.arguments(ExplainSchema(), location="query")
@blueprint.response(200, AdviceSchema())
@blueprint.alt_response(400, schema="Problem", content_type="application/problem+json", description="Not JSON")
@blueprint.alt_response(413, schema="Problem", content_type="application/problem+json", description="Too large")
@blueprint.alt_response(415, schema="Problem", content_type="application/problem+json", description="Not sent as JSON")
def route(fields: dict[str, Any], parameters: dict[str, Any]) -> dict[str, Any]:
    """Say which department can finish this call, and the words for getting the caller there.

    Always exactly one department: with the action `ask` the best guess so far, with `operator` the front desk.
    """
    return advice_fields(services().switch.advise(request_of(fields, datetime.now(UTC), **parameters)))
