"""`/`: a receptionist types why the caller rings and reads the department and the words to say."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from routing.advise import Advice
from routing.api.present import request_of
from routing.api.schemas import RouteRequestSchema
from routing.errors import AdvisorError
from routing.messages import first
from routing.scripts.spoken import time_in_words, wait_in_words
from routing.services import services

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
    if form.get("agent", "").strip():
        fields["agent"] = form["agent"].strip()
    if form.getlist("tried"):
        fields["tried"] = form.getlist("tried")
    return fields


def _page(**facts: object) -> str:
    return render_template(
        "desk.html", catalogue=services().advisor.catalogue, form=request.values, later=_LATER, **facts
    )
