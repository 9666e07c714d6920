"""`GET /v1/insights`: what has changed in the calls, and which reasons no intent has yet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from routing.api.body import StrictBlueprint
from routing.api.database import database
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
    with database():
        found = held.insights.read(fields["days"], datetime.now(UTC), catalogue.organisation.time_zone)
    return insight_fields(found, catalogue)
