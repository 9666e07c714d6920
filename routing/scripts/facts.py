"""What a template may speak of, as it is said: names, waits and times in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routing.domain.decision import Operator
from routing.domain.department import Department
from routing.domain.manner import Manner
from routing.scripts.scene import Scene
from routing.scripts.spoken import (
    choice_in_words,
    digits_in_words,
    list_in_words,
    time_in_words,
    wait_in_words,
)

NOBODY = {"label": ""}


def facts_of(scene: Scene) -> Mapping[str, Any]:
    """Return a value for each placeholder; what is not known is empty."""
    catalogue, call = scene.catalogue, scene.call
    meant = scene.closed or scene.department
    return {
        "organisation": catalogue.organisation.name,
        "department": scene.department,
        "front_desk": catalogue.front_desk,
        "closed": meant,
        "is_closed": scene.closed is not None and scene.is_closed,
        "intent": scene.intent or NOBODY,
        "urgency": scene.intent.urgency.value if scene.intent else "routine",
        "second": scene.second.intent if scene.second else NOBODY,
        "second_department": scene.second.department if scene.second else scene.department,
        "caller_name": call.caller_name,
        "agent": call.agent,
        "wait": wait_in_words(scene.wait_s),
        "opens": _opens(scene, meant),
        "callback": time_in_words(scene.rings_back, call.at, meant.hours.zone) if scene.rings_back else "",
        "reason": scene.reason,
        "danger": Manner.DANGER in call.manners,
        "concern": Manner.CONCERN in call.manners,
        "may_end": catalogue.organisation.may_end_calls,
        "owned": isinstance(scene.decision, Operator) and scene.decision.owner,
        "number": call.caller_phone,
        "details": list_in_words(scene.details),
        "options": choice_in_words((*scene.options, "something else")),
        "tried": list_in_words([catalogue.departments[name].spoken for name in _tried(scene)]),
        "incident": "",
        "promised": "",
        "owner": scene.owner,
        "emergency_number": digits_in_words(catalogue.organisation.emergency_number),
    }


def _opens(scene: Scene, department: Department) -> str:
    """Return when a department opens, so that it can follow "until": "tomorrow at noon", "Monday at eight"."""
    if scene.opens_at is None:
        return ""
    return time_in_words(scene.opens_at, scene.call.at, department.hours.zone).removeprefix("on ")


def _tried(scene: Scene) -> list[str]:
    desk = {scene.catalogue.front_desk.id} if scene.call.had_by_front_desk else set()
    return sorted(scene.call.tried | desk)
