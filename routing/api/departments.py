"""`GET /v1/departments`: who there is and how they are now. `PUT …/status`: say how one is now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from webargs.flaskparser import abort

from routing.api.body import StrictBlueprint
from routing.api.database import database
from routing.api.department_schemas import DepartmentsSchema, ListedDepartmentSchema, StatusRequestSchema
from routing.api.listing import listed, listed_departments
from routing.api.problems import MEDIA_TYPE
from routing.api.status_request import status_of
from routing.services import services

blueprint = StrictBlueprint("departments", __name__, url_prefix="/v1", description="Who there is")


@blueprint.route("/departments", methods=["GET"])
@blueprint.response(200, DepartmentsSchema())
def departments() -> dict[str, Any]:
    """List all departments, whether they are open now, their wait and incidents, and the intents they finish."""
    held = services()
    return {"departments": listed_departments(held.advisor.catalogue, held.statuses.all(), datetime.now(UTC))}


@blueprint.route("/departments/<department_id>/status", methods=["PUT"])
@blueprint.arguments(StatusRequestSchema())
@blueprint.response(200, ListedDepartmentSchema())
@blueprint.alt_response(400, schema="Problem", content_type=MEDIA_TYPE, description="Not JSON")
@blueprint.alt_response(404, schema="Problem", content_type=MEDIA_TYPE, description="No such department")
@blueprint.alt_response(413, schema="Problem", content_type=MEDIA_TYPE, description="Too large")
@blueprint.alt_response(415, schema="Problem", content_type=MEDIA_TYPE, description="Not sent as JSON")
@blueprint.alt_response(503, schema="Problem", content_type=MEDIA_TYPE, description="The database does not answer")
def status(fields: dict[str, Any], department_id: str) -> dict[str, Any]:
    """Say how a department is now: open or closed, its wait, incidents, who is on duty, and for how long.

    The new status takes the place of the last one. Every worker sees it within two seconds, and it expires by itself.
    """
    held, now = services(), datetime.now(UTC)
    catalogue = held.advisor.catalogue
    department = catalogue.departments.get(department_id)
    if department is None:
        known = ", ".join(catalogue.departments)
        abort(404, detail=f"expected a department of the catalogue ({known}), found {department_id!r}")
    live = status_of(department.id, fields, catalogue.intents, now) if fields else None
    with database():
        if live:
            held.statuses.put(live)
        else:
            held.statuses.clear(department.id)
    return listed(department, catalogue, live, now)
