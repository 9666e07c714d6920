"""`/healthz`: the process lives. `/readyz`: it can answer a call."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import ServiceUnavailable

from routing.services import services

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> dict[str, Any]:
    """Answer as long as the process serves requests at all."""
    return {"status": "ok"}


@blueprint.get("/readyz")
def readyz() -> dict[str, Any]:
    """Answer 200 when model, catalogue and database are there, 503 otherwise."""
    held = services()
    recorder = held.journal.recorder
    counts = vars(recorder.counts()) if recorder else {}
    try:
        held.journal.check()
        ever = {"dropped_ever": held.journal.dropped()}
    except SQLAlchemyError as error:
        waits = f"; advice that waits to be recorded: {counts['waiting']}" if counts else ""
        raise ServiceUnavailable(
            f"expected a database that answers, found {type(error).__name__}{waits}", retry_after=5
        ) from None
    return {
        "status": "ready",
        "model": held.advisor.model.version,
        "catalogue": held.advisor.catalogue.digest[:12],
        "advice": counts | ever,
    }
