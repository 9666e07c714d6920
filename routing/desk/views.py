"""`/`: a receptionist types why the caller rings, reads what to say, and afterwards notes where the call ended."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from routing.advise import Advice
from routing.api.present import request_of
from routing.api.schemas import RouteRequestSchema
from routing.errors import AdvisorError
from routing.messages import first
from routing.posting import checked
from routing.scripts.spoken import time_in_words, wait_in_words
from routing.services import services
from routing.text.examples import OUT_OF_SCOPE

log = logging.getLogger(__name__)

blueprint = Blueprint("desk", __name__, template_folder="templates", static_folder="static", static_url_path="/desk")

_FORM = RouteRequestSchema(only=("reason", "channel", "caller", "agent", "call_id", "tried", "question_id"))
_LATER = {"hold": "To put the caller on hold", "back_from_hold": "Past the time you named", "close": "To end the call"}


@blueprint.get("/")
def empty() -> ResponseReturnValue:
    """Show the form, ready to type."""
    return _page()


@blueprint.post("/")
def answer() -> ResponseReturnValue:
    """Show the advice for what was typed, the form above it for the next words or the next caller."""
    asked = {name: request.form.get(name, "") for name in ("call_id", "question_id") if request.form.get("question_id")}
    try:
        fields = _FORM.load(_typed())
        advice = services().switch.advise(request_of(fields, datetime.now(UTC)))
    except ValidationError as error:
        return _page(fault=first(error.messages), asked=asked), 422
    except AdvisorError as error:
        return _page(fault=str(error)), 422
    return _page(
        advice=advice,
        asked={"call_id": advice.call.id, "question_id": advice.id} if advice.choices else {},
        wait=wait_in_words(advice.wait_s),
        rings_back=_in_words(advice.rings_back, advice),
        opens=_in_words(advice.opens_at, advice),
    )


@blueprint.post("/outcome")
def outcome() -> ResponseReturnValue:
    """Note where a call ended: it labels the call's first reason. Then show the form, ready for the next caller."""
    held, ended = services(), request.form.get("ended", "")
    where = {"intent": OUT_OF_SCOPE} if ended == OUT_OF_SCOPE else {"department": ended}
    hop = request.form.get("hop", "")
    row = where | {"call_id": request.form.get("call_id", ""), "hop": int(hop) if hop.isdecimal() else hop}
    try:
        kept = checked(row | {"source": "desk"} | _agent(), held.advisor.catalogue, datetime.now(UTC))
        held.calls.put([kept])
    except AdvisorError as error:
        return _page(fault=str(error)), 422
    except SQLAlchemyError:
        log.exception("where call %s ended could not be noted", request.form.get("call_id"))
        return _page(fault="Where the call ended could not be noted: the database does not answer. Try again."), 503
    department = held.advisor.catalogue.departments.get(ended)
    return _page(noted=f"Noted: the last call ended {f'at {department.name}' if department else 'as not for us'}.")


def _in_words(moment: datetime | None, advice: Advice) -> str:
    if moment is None or advice.closed is None:
        return ""
    return time_in_words(moment, advice.call.at, advice.closed.hours.zone)


def _typed() -> dict[str, object]:
    """Return the form's fields as those of `POST /v1/route`; empty ones are left out."""
    form = request.form
    fields: dict[str, object] = {"reason": form.get("reason", ""), "channel": "reception"}
    fields |= {name: form[name] for name in ("call_id", "question_id") if form.get(name)}
    if form.get("name", "").strip():
        fields["caller"] = {"name": form["name"].strip()}
    fields |= _agent()
    if form.getlist("tried"):
        fields["tried"] = form.getlist("tried")
    return fields


def _agent() -> dict[str, str]:
    """Return who answers the telephone, if they said so."""
    agent = request.form.get("agent", "").strip()
    return {"agent": agent} if agent else {}


def _page(**facts: object) -> str:
    return render_template(
        "desk.html",
        catalogue=services().advisor.catalogue,
        form=request.values,
        later=_LATER,
        nowhere=OUT_OF_SCOPE,
        **facts,
    )
