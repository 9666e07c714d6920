"""`/healthz`: the process lives. `/readyz`: it can answer a call."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import ServiceUnavailable

from routing.services import Services, services

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> dict[str, Any]:
    """Answer as long as the process serves requests at all."""
    return {"status": "ok"}


@blueprint.get("/readyz")
def readyz() -> dict[str, Any]:
    """Answer 200 when model, catalogue and database are there, 503 otherwise.

    `trial` and `refused` are of this process: what it tries out, and the versions it would not serve, with the reason.
    """
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
    return _what_is_served(held) | {"advice": counts | ever}


def _what_is_served(held: Services) -> dict[str, Any]:
    served, refusals = held.switch.served, held.switch.refusals
    fields: dict[str, Any] = {
        "status": "ready",
        "model": served.live.model.version,
        "catalogue": served.live.catalogue.digest[:12],
    }
    if served.trial:
        fields["trial"] = {"model": served.trial.model.version, "role": served.role}
        fields["trial"] |= {"share": served.share} if served.canary else {}
        fields["trial"] |= {"dropped": held.shadow.dropped} if served.shadow and held.shadow else {}
    if refusals:
        fields["refused"] = [{"model": refusal.version, "why": refusal.why} for refusal in refusals]
    return fields
