"""Fill the catalogue's templates: the organisation's, unless the intent has its own for that stage."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from routing.domain.call import Call
from routing.domain.catalogue import Catalogue
from routing.domain.decision import Ask, Decision, Operator, Urgent
from routing.domain.department import Department
from routing.domain.intent import Intent
from routing.domain.reasons import SecondReason
from routing.scripts.spoken import choice_in_words, opening_in_words, wait_in_words
from routing.scripts.template import fill


@dataclass(frozen=True)
class Step:
    """One stage of the conversation and its words."""

    stage: str
    text: str


@dataclass(frozen=True)
class Script:
    """What to say.

    Attributes
    ----------
    say
        All of it as one spoken text, for a machine.
    steps
        The same, stage by stage, for a person.
    handoff_note
        For the colleague who takes the call; empty when the call goes nowhere yet.
    """

    say: str
    steps: tuple[Step, ...]
    handoff_note: str


@dataclass(frozen=True)
class Scene:
    """All that a script may speak of.

    Attributes
    ----------
    closed
        The department that would finish the call but does not answer now.
    second
        What else the caller rings about, for another department.
    sure_of_intent
        Whether the intent may be said back as what the caller meant.
    options
        What a question chooses between.
    reason
        The caller's words, redacted, for the handoff note.
    """

    catalogue: Catalogue
    call: Call
    decision: Decision
    department: Department
    closed: Department | None
    intent: Intent | None
    second: SecondReason | None
    sure_of_intent: bool
    options: tuple[Intent, ...]
    reason: str


def render(scene: Scene) -> Script:
    """Return the script for one decision."""
    templates = ChainMap(dict(scene.intent.script) if scene.intent else {}, dict(scene.catalogue.script))
    facts = _facts(scene)
    steps = tuple(Step(stage, fill(templates[stage], facts)) for stage in _stages(scene))
    note = "" if isinstance(scene.decision, Ask) else fill(templates["handoff"], facts)
    return Script(" ".join(step.text for step in steps), steps, note)


def _stages(scene: Scene) -> tuple[str, ...]:
    """Return what is said, in order. A caller who answers a question is not greeted again."""
    greet = () if scene.call.questions_asked else ("greet",)
    second = ("second",) if scene.second else ()
    if isinstance(scene.decision, Urgent):
        return ("safety",)
    if isinstance(scene.decision, Ask):
        return (*greet, "question")
    if isinstance(scene.decision, Operator):
        known = "say_back" if scene.intent else "operator_unsure"
        return (*greet, known, *second, "closed" if scene.closed else "operator")
    meant = ("say_back", "expectation") if scene.sure_of_intent else ("say_back_unsure",)
    return (*greet, *meant, *second, "transfer")


def _facts(scene: Scene) -> Mapping[str, Any]:
    departments = scene.catalogue.departments
    return {
        "organisation": scene.catalogue.organisation.name,
        "department": scene.department,
        "intent": scene.intent or {"label": ""},
        "second": scene.second.intent if scene.second else {"label": ""},
        "second_department": scene.second.department if scene.second else scene.department,
        "caller_name": scene.call.caller_name,
        "front_desk": scene.catalogue.front_desk,
        "wait": wait_in_words(scene.department.typical_wait_s),
        "closed": scene.closed or scene.department,
        "opens": opening_in_words((scene.closed or scene.department).hours, scene.call.at),
        "reason": scene.reason,
        "options": choice_in_words((*(option.label for option in scene.options), "something else")),
        "tried": ", ".join(departments[name].name for name in sorted(scene.call.tried)),
    }
