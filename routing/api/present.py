"""Advice as the API shows it; the command line shows the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from routing.advise import Advice, Neighbour
from routing.domain.decision import Ask
from routing.domain.department import Department
from routing.domain.intent import Intent
from routing.domain.reasons import SecondReason
from routing.request import Request
from routing.scripts.render import Script
from routing.scripts.spoken import time_in_words
from routing.text.model import Hypothesis

FULL = "full"


def request_of(fields: dict[str, Any], now: datetime, explain: str = "") -> Request:
    """Return the use case's request for the validated fields of `POST /v1/route` and its parameter `explain`."""
    heard = tuple(Hypothesis(**transcript) for transcript in fields.get("transcripts", ()))
    said = (Hypothesis(fields["reason"]),) if fields.get("reason", "").strip() else ()
    return Request(
        hypotheses=said + heard,
        at=fields.get("at", now),
        received_at=now,
        call_id=fields.get("call_id", ""),
        channel=fields["channel"],
        caller_name=fields.get("caller", {}).get("name", ""),
        caller_phone=fields.get("caller", {}).get("phone", ""),
        agent=fields.get("agent", ""),
        tried=tuple(fields.get("tried", ())),
        question_id=fields.get("question_id", ""),
        nearest=explain == FULL,
    )


def advice_fields(advice: Advice) -> dict[str, Any]:
    """Return one answer as the fields of `AdviceSchema`; what does not apply is left out."""
    fields: dict[str, Any] = {
        "advice_id": advice.id,
        "call_id": advice.call.id,
        "action": advice.decision.action,
        "department": department_fields(advice.department, advice.open, advice.wait_s),
    }
    if advice.intent:
        fields["intent"] = _intent_fields(advice.intent)
    if advice.second:
        fields["second_reason"] = _second_reason(advice.second)
    if advice.rings_back:
        fields["callback"] = {"at": advice.rings_back.isoformat(), "department": advice.department.id}
    fields["confidence"] = round(advice.confidence, 4)
    if isinstance(advice.decision, Ask):
        fields["question"] = _question(advice)
    fields |= {
        "script": _script(advice.script),
        "alternatives": [
            {"department": other.department.id, "name": other.department.name, "confidence": round(other.confidence, 4)}
            for other in advice.alternatives
        ],
        "because": [vars(word) for word in advice.because],
    }
    if advice.nearest:
        fields["nearest"] = [_neighbour(one) for one in advice.nearest]
    return fields | {
        "notices": _notices(advice),
        "hops": advice.call.hops,
        "model": advice.model,
        "catalogue": advice.catalogue,
        "took_ms": round(advice.took_ms, 2),
    }


def _second_reason(second: SecondReason) -> dict[str, Any]:
    department = second.department
    return {"intent": _intent_fields(second.intent), "department": department.id, "name": department.name}


def _script(script: Script) -> dict[str, Any]:
    fields: dict[str, Any] = {"say": script.say, "steps": [vars(step) for step in script.steps]}
    return fields | ({"handoff_note": script.handoff_note} if script.handoff_note else {})


def _neighbour(one: Neighbour) -> dict[str, Any]:
    department = {"department": one.department.id} if one.department else {}
    return vars(one.example) | department


def _intent_fields(intent: Intent) -> dict[str, str]:
    return {"id": intent.id, "label": intent.label}


def _notices(advice: Advice) -> list[str]:
    if advice.closed is None:
        return list(advice.notices)
    zone = advice.closed.hours.zone
    opens = f"; it opens {time_in_words(advice.opens_at, advice.call.at, zone)}" if advice.opens_at else ""
    state = f"is closed at this time{opens}" if advice.is_closed else "has too long a queue"
    return [*advice.notices, f"{advice.closed.name} (extension {advice.closed.extension}) {state}."]


def department_fields(department: Department, is_open: bool, wait_s: int) -> dict[str, Any]:
    """Return a department as the fields of `DepartmentSchema`."""
    return {
        "id": department.id,
        "name": department.name,
        "extension": department.extension,
        "open": is_open,
        "wait_s": wait_s,
    }


def _question(advice: Advice) -> dict[str, Any]:
    spoken = next(step.text for step in advice.script.steps if step.stage == "question")
    options = [
        {"number": number, "department": choice.intent.department, "label": choice.label}
        for number, choice in enumerate(advice.choices, start=1)
    ]
    return {"id": advice.id, "text": spoken, "options": options}
