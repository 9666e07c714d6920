"""From a judgement to the scene that its script is written for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from routing.domain.call import Call
from routing.domain.catalogue import Catalogue, Owner
from routing.domain.decision import Callback
from routing.domain.intent import Intent
from routing.domain.judgement import MOSTLY, Judgement
from routing.domain.live import LiveStatus, in_force, incidents_for, opens_at
from routing.domain.question import Question
from routing.domain.reasons import SecondReason
from routing.domain.switchboard import Switchboard
from routing.scripts.details import details
from routing.scripts.scene import Scene
from routing.store.redact import redact


def scene_of(
    catalogue: Catalogue,
    call: Call,
    judgement: Judgement,
    intent: Intent | None,
    second: SecondReason | None,
    question: Question | None,
    board: Switchboard,
    statuses: Mapping[str, LiveStatus],
) -> Scene:
    """Return all that the script of one decision may speak of."""
    decision, right_place = judgement.decision, judgement.right_place
    reason = redact(call.reason)
    rings_back = decision.at if isinstance(decision, Callback) else None
    return Scene(
        catalogue=catalogue,
        call=call,
        decision=decision,
        department=catalogue.departments[decision.department],
        wait_s=board.waits_s[decision.department],
        closed=catalogue.departments[right_place] if rings_back or right_place != decision.department else None,
        is_closed=right_place in board.closed,
        opens_at=opens_at(catalogue.departments[right_place], statuses.get(right_place), call.at),
        rings_back=rings_back,
        intent=intent,
        second=second,
        sure_of_intent=judgement.sure_of_intent,
        options=tuple(choice.label for choice in question.choices) if question else (),
        asked=question.asked if question else "",
        incidents=_concerning(catalogue, judgement, statuses, call.at),
        owner=_owner(catalogue, statuses.get(catalogue.front_desk.id), call.at),
        details=details(
            reason, catalogue.organisation.places, said=intent.script.get("say_back", "") if intent else ""
        ),
        reason=reason,
    )


def _concerning(
    catalogue: Catalogue, judgement: Judgement, statuses: Mapping[str, LiveStatus], moment: datetime
) -> tuple[str, ...]:
    """Return what is known that more likely than not concerns this caller, whichever of its intents they mean."""
    if not any(status.incidents for status in statuses.values()):
        return ()
    likely: dict[str, float] = {}
    for name, p in judgement.known.intents.items():
        for incident in incidents_for(catalogue.intents[name], statuses, moment):
            likely[incident.text] = likely.get(incident.text, 0.0) + p
    return tuple(text for text, p in likely.items() if p > MOSTLY)


def _owner(catalogue: Catalogue, status: LiveStatus | None, moment: datetime) -> Owner:
    """Return who takes a call that was passed on too often: whoever leads the front desk's shift, if that is known."""
    live = in_force(status, moment)
    usual = catalogue.organisation.owner
    return Owner(live.on_duty, usual.role) if live and live.on_duty else usual
