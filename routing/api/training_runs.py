"""`/v1/training-runs`: start a retraining in a process of its own, watch it, cancel it."""

from __future__ import annotations

from typing import Any

from flask import url_for
from webargs.flaskparser import abort
from werkzeug.exceptions import ServiceUnavailable

from routing.api.body import StrictBlueprint
from routing.api.database import NO_DATABASE, database
from routing.api.problems import MEDIA_TYPE, RETRY_AFTER_S
from routing.api.training_run_schemas import (
    MOST_LINES,
    AfterSchema,
    RunRequestSchema,
    RunSchema,
    RunsSchema,
    RunWithLogSchema,
)
from routing.errors import BadRun
from routing.services import services
from routing.store.training_runs import FAILED, RUNNING, WAITING, Run

blueprint = StrictBlueprint("training_runs", __name__, url_prefix="/v1", description="Retraining")

SHOWN_IF_ANY = ("started_at", "finished_at", "stage", "version", "verdict", "error")


@blueprint.route("/training-runs", methods=["POST"])
@blueprint.arguments(RunRequestSchema())
@blueprint.response(202, RunSchema())
@blueprint.alt_response(400, schema="Problem", content_type=MEDIA_TYPE, description="Not JSON")
@blueprint.alt_response(
    409, schema="Problem", content_type=MEDIA_TYPE, description="Another is under way, or five wait"
)
@blueprint.alt_response(413, schema="Problem", content_type=MEDIA_TYPE, description="Too large")
@blueprint.alt_response(415, schema="Problem", content_type=MEDIA_TYPE, description="Not sent as JSON")
@blueprint.alt_response(
    503, schema="Problem", content_type=MEDIA_TYPE, description="It cannot be started, or the database does not answer"
)
def start(fields: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Start a retraining from the catalogue's and the store's calls, in a process of its own.

    One runs at a time on all machines together; the others wait for their turn in the order they were asked for.
    """
    by, if_busy = fields.pop("by", "api"), fields.pop("if_busy", "wait")
    with database():
        run = _started({"role": "live"} | fields, by, if_busy)
        return shown(run), 202, {"Location": url_for("training_runs.look", run_id=run.id)}


@blueprint.route("/training-runs", methods=["GET"])
@blueprint.response(200, RunsSchema())
@blueprint.alt_response(503, **NO_DATABASE)
def latest() -> dict[str, Any]:
    """List the latest training runs."""
    with database():
        return {"runs": [shown(run) for run in services().runs.latest()]}


@blueprint.route("/training-runs/<run_id>", methods=["GET"])
@blueprint.arguments(AfterSchema(), location="query")
@blueprint.response(200, RunWithLogSchema())
@blueprint.alt_response(404, schema="Problem", content_type=MEDIA_TYPE, description="No such run")
@blueprint.alt_response(503, **NO_DATABASE)
def look(paging: dict[str, int], run_id: str) -> dict[str, Any]:
    """Return how far a training run is, and what its log says after a line."""
    with database():
        run = _found(run_id)
        lines = services().runs.log(run.id, paging["after"], MOST_LINES)
        log = [vars(line) for line in lines]
        return shown(run) | {"log": log, "next_after": lines[-1].id if lines else paging["after"]}


@blueprint.route("/training-runs/<run_id>", methods=["DELETE"])
@blueprint.response(200, RunSchema())
@blueprint.alt_response(404, schema="Problem", content_type=MEDIA_TYPE, description="No such run")
@blueprint.alt_response(409, schema="Problem", content_type=MEDIA_TYPE, description="The run is over")
@blueprint.alt_response(503, **NO_DATABASE)
def cancel(run_id: str) -> dict[str, Any]:
    """Cancel a training run that waits or runs; its process stops within seconds, between two steps."""
    with database():
        run = _found(run_id)
        if not services().runs.cancel(run.id, "api"):
            found = f"found one that is {run.state}; there is nothing to stop"
            abort(409, detail=f"expected a run that waits or runs, {found}")
        return shown(_found(run.id))


def _started(options: dict[str, Any], by: str, if_busy: str) -> Run:
    """Return a new run whose process has been started."""
    held = services()
    try:
        run = held.runs.create(options, by, if_busy)
    except BadRun as error:
        abort(409, detail=str(error))
    if run is None:
        abort(409, detail="expected no training under way, found one; wait for it, or send if_busy: wait")
    try:
        held.start_training(run.id)
    except BadRun as error:
        held.runs.finish(run.id, FAILED, error=str(error))
        raise ServiceUnavailable(str(error), retry_after=RETRY_AFTER_S) from None
    return run


def _found(run_id: str) -> Run:
    run = services().runs.get(run_id)
    if run is None:
        abort(404, detail=f"expected the id of a training run, found {run_id!r}; GET /v1/training-runs lists them")
    return run


def shown(run: Run) -> dict[str, Any]:
    """Return a run as the API gives it: what does not apply is left out."""
    fields = {name: getattr(run, name) for name in ("id", "state", "requested_at", "requested_by", "options")}
    fields |= {name: getattr(run, name) for name in SHOWN_IF_ANY if getattr(run, name)}
    if run.state == RUNNING:
        fields["progress"] = run.progress
    if run.state == WAITING:
        fields["position"] = services().runs.position(run.id)
    return fields
