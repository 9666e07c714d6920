"""`GET /v1/insights`: what has changed in the calls, and which reasons no intent has yet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import ServiceUnavailable

from routing.api.body import StrictBlueprint
from routing.api.insight_fields import insight_fields
from routing.api.insight_schemas import InsightsQuerySchema, InsightsSchema
from routing.api.problems import MEDIA_TYPE
from routing.services import services

blueprint = StrictBlueprint("insights", __name__, url_prefix="/v1", description="What has changed in the calls")


@blueprint.route("/insights", methods=["GET"])
@blueprint.arguments(InsightsQuerySchema(), location="query")
@blueprint.response(200, InsightsSchema())
@blueprint.alt_response(503, schema="Problem", content_type=MEDIA_TYPE, description="The database does not answer")
def insights(fields: dict[str, Any]) -> dict[str, Any]:
    """Compare the last days with as many before, and list the suggested intents that wait for a person.

    Drift is counted at the moment of asking. Suggestions are those that the last `advisor insights` or training found.
    """
    held = services()
    catalogue = held.advisor.catalogue
    try:
        found = held.insights.read(fields["days"], datetime.now(UTC), catalogue.organisation.time_zone)
    except SQLAlchemyError as error:
        what = type(error).__name__
        raise ServiceUnavailable(f"expected a database that answers, found {what}", retry_after=5) from None
    return insight_fields(found, catalogue)
