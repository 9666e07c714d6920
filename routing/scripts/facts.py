"""What a template may speak of, as it is said: names, waits and times in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routing.domain.manner import Manner
from routing.scripts.scene import Scene
from routing.scripts.spoken import (
    choice_in_words,
    digits_in_words,
    list_in_words,
    time_in_words,
    wait_in_words,
)

_NOBODY = {"label": ""}


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
        "intent": scene.intent or _NOBODY,
        "urgency": scene.intent.urgency.value if scene.intent else "routine",
        "second": scene.second.intent if scene.second else _NOBODY,
        "second_department": scene.second.department if scene.second else scene.department,
        "caller_name": call.caller_name,
        "agent": call.agent,
        "wait": wait_in_words(scene.wait_s),
        "opens": time_in_words(scene.opens_at, call.at, meant.hours.zone) if scene.opens_at else "",
        "callback": time_in_words(scene.rings_back, call.at, meant.hours.zone) if scene.rings_back else "",
        "reason": scene.reason,
        "concern": Manner.CONCERN in call.manners,
        "details": list_in_words(scene.details),
        "options": choice_in_words((*scene.options, "something else")),
        "tried": list_in_words([catalogue.departments[name].spoken for name in sorted(call.tried)]),
        "incident": "",
        "promised": "",
        "owner": scene.owner,
        "emergency_number": digits_in_words(catalogue.organisation.emergency_number),
    }
