"""`GET /v1/reports/transfers`: how often callers were passed on, and what they were spared."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response

from routing.api.body import StrictBlueprint
from routing.api.database import database
from routing.api.problems import MEDIA_TYPE
from routing.api.report_schemas import TransferParametersSchema, TransferReportSchema
from routing.reports.present import misroutes_csv, report_csv, report_fields
from routing.reports.stories import read_stories
from routing.reports.transfers import baseline_of, transfer_report
from routing.services import services

blueprint = StrictBlueprint("reports", __name__, url_prefix="/v1/reports", description="How callers fared")

USUAL_WINDOW = timedelta(days=28)


@blueprint.route("/transfers", methods=["GET"])
@blueprint.arguments(TransferParametersSchema(), location="query")
@blueprint.response(200, TransferReportSchema())
@blueprint.alt_response(503, schema="Problem", content_type=MEDIA_TYPE, description="The database does not answer")
def transfers(parameters: dict[str, Any]) -> Any:
    """Report on transfers: how often callers were passed on, right first time, misroutes, questions, time saved.

    What outcomes tell (`POST /v1/calls`) is measured; what is concluded from advice alone is an estimate. With
    `format=csv` a table, a line for each group; with `format=misroutes` the pairs of departments as CSV.
    """
    held = services()
    catalogue = held.advisor.catalogue
    until = parameters.get("until", datetime.now(UTC))
    since = parameters.get("since", until - USUAL_WINDOW)
    baseline = baseline_of(catalogue, parameters.get("baseline"), parameters.get("cost_per_minute"))
    with database():
        stories = read_stories(held.journal.engine, catalogue, since, until)
        report = transfer_report(stories, catalogue, parameters["by"], baseline)
    if parameters["format"] != "json":
        as_csv = report_csv if parameters["format"] == "csv" else misroutes_csv
        return Response(as_csv(report), mimetype="text/csv")
    return {"since": since, "until": until} | report_fields(report, baseline)
