"""`GET /v1/departments`: the catalogue's departments."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from routing.api.body import StrictBlueprint
from routing.api.present import listed_departments
from routing.api.schemas import DepartmentsSchema
from routing.services import services

blueprint = StrictBlueprint("departments", __name__, url_prefix="/v1", description="Who there is")


@blueprint.route("/departments", methods=["GET"])
@blueprint.response(200, DepartmentsSchema())
def departments() -> dict[str, Any]:
    """List all departments, whether they are open now, and the intents they finish."""
    return {"departments": listed_departments(services().advisor.catalogue, datetime.now(UTC))}
