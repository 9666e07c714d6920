"""Fill the catalogue's templates: the intent's own, else its department's, else the organisation's."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from routing.domain.decision import Ask, Callback, End, Operator, Transfer, Urgent
from routing.domain.manner import Manner
from routing.scripts.aloud import aloud, spoken_seconds
from routing.scripts.facts import NOBODY, facts_of
from routing.scripts.scene import Scene
from routing.scripts.stages import AFTER_FIRST_SENTENCE, FOR_A_PERSON, LEFT_OUT_FIRST, WHOLE
from routing.scripts.template import fill

LONGEST_SAY_S = 20.0
_SENTENCE_END = re.compile(r"(?<=[.!?]) ")
SLOWLY = frozenset((Manner.CONCERN, Manner.DISTRESS, Manner.CONFUSION))


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
        One text for a machine to speak: numbers in words, under 20 s.
    steps
        All of it, stage by stage, for a person to read.
    handoff_note
        For the colleague who takes the call; empty when the call goes nowhere yet.
    promise
        What the caller may now expect, for whoever speaks to them next; empty if nothing was promised.
    """

    say: str
    steps: tuple[Step, ...]
    handoff_note: str
    promise: str


def render(scene: Scene) -> Script:
    """Return the script for one decision."""
    templates, facts, stages = templates_of(scene), facts_of(scene), _stages(scene)
    if "expectation" in stages:
        facts = {**facts, "promised": fill(templates["expectation"], facts)}
    steps = tuple(_steps(scene, stages, templates, facts))
    promise = _promise(scene, facts)
    if isinstance(scene.decision, Ask):
        return Script(_say(steps), steps, "", promise)
    all_promised = " ".join(dict.fromkeys(filter(None, (scene.call.promised, promise))))
    note = fill(templates["handoff"], {**facts, "promised": all_promised})
    return Script(_say(steps), steps, note, promise)


def _promise(scene: Scene, facts: Mapping[str, Any]) -> str:
    """Return what is promised, a call back by its date, since tomorrow will be today by then."""
    if scene.rings_back:
        return f"{scene.department.name} rings back on {scene.rings_back:%A %d %B at %H:%M}."
    return str(facts["promised"])


def templates_of(scene: Scene) -> Mapping[str, str]:
    """Return the templates in force: organisation, department of the intent, intent, the nearest one first."""
    intent = scene.intent
    department = scene.catalogue.departments[intent.department] if intent else scene.department
    own = dict(intent.script) if intent else {}
    return ChainMap(own, dict(department.script), dict(scene.catalogue.script))


def _steps(
    scene: Scene, stages: Sequence[str], templates: Mapping[str, str], facts: Mapping[str, Any]
) -> Iterator[Step]:
    for stage in stages:
        if stage == "notice":
            yield from (Step(stage, fill(templates[stage], {**facts, "incident": told})) for told in scene.incidents)
        elif stage == "question" and scene.asked:
            yield Step(stage, scene.asked)
        elif text := fill(templates[stage], _told(scene, stage, facts)):
            yield Step(stage, text)


def _told(scene: Scene, stage: str, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the facts that a stage may use.

    An apology names what the caller was first understood to ring about, and never what is only guessed.
    """
    if stage != "apology":
        return facts
    first = scene.catalogue.intents.get(scene.call.first_intent)
    guessed = isinstance(scene.decision, Ask) or not scene.sure_of_intent
    return {**facts, "intent": first or (NOBODY if guessed else facts["intent"])}


def _say(steps: tuple[Step, ...]) -> str:
    """Return what a machine says: the least needed stages left out until it is short enough to listen to."""
    spoken = [Step(step.stage, aloud(step.text)) for step in steps if step.stage not in FOR_A_PERSON]
    takes_s = sum(spoken_seconds(step.text) for step in spoken)
    for stage, how_much in LEFT_OUT_FIRST:
        if takes_s <= LONGEST_SAY_S:
            break
        cut = [step for step in spoken if step.stage == stage]
        left = [Step(stage, text) for step in cut if (text := _shortened(step.text, how_much))]
        takes_s -= sum(spoken_seconds(step.text) for step in cut) - sum(spoken_seconds(step.text) for step in left)
        place = spoken.index(cut[0]) if cut else 0
        spoken = [*spoken[:place], *left, *spoken[place + len(cut) :]]
    return " ".join(step.text for step in spoken)


def _shortened(text: str, how_much: str) -> str:
    """Return what is left of a text when so much is left out; a question, or all there is to say, stays."""
    if how_much == WHOLE:
        return ""
    sentences = _SENTENCE_END.split(text)
    if how_much == AFTER_FIRST_SENTENCE:
        return sentences[0]
    statements = [place for place, sentence in enumerate(sentences) if place and not sentence.endswith("?")]
    return " ".join(sentence for place, sentence in enumerate(sentences) if place not in statements[-1:])


def _stages(scene: Scene) -> tuple[str, ...]:
    """Return what is said, in order."""
    decision = scene.decision
    if isinstance(decision, Urgent):
        return ("safety",)
    if isinstance(decision, End):
        return ("end",)
    if isinstance(decision, Ask):
        return (*_opening(scene), "notice", "question")
    second = ("second",) if scene.second else ()
    if isinstance(decision, Callback):
        return (*_opening(scene), *_meant(scene), "notice", *second, "callback", "close")
    if isinstance(decision, Operator):
        return (*_opening(scene), *_meant(scene), "notice", *second, "owner" if decision.owner else "operator", "close")
    promised = scene.sure_of_intent and scene.closed is None
    sure = ("notice", "expectation") if promised else ("notice",)
    return (*_opening(scene), *_meant(scene), *sure, *second, _leading_over(scene), "hold", "back_from_hold", "close")


def _opening(scene: Scene) -> tuple[str, ...]:
    """Return the first words: a warning to the abusive, no second greeting, no haste with those who need time."""
    call = scene.call
    if Manner.ABUSE in call.manners:
        return ("abuse",)
    if call.questions_asked:
        return ()
    if call.hops:
        return ("apology",)
    return ("calm",) if call.manners & SLOWLY else ("greet",)


def _meant(scene: Scene) -> tuple[str, ...]:
    """Return how the reason is said back; the apology of a later hop has done so already."""
    known = ("say_back", *(("details",) if scene.details else ()), "reassure")
    if scene.call.hops and not scene.call.questions_asked:
        return ()
    if isinstance(scene.decision, Operator):
        return known if scene.intent else ("operator_unsure",)
    return known if scene.sure_of_intent else ("say_back_unsure",)


def _leading_over(scene: Scene) -> str:
    if isinstance(scene.decision, Transfer) and scene.decision.instead_of:
        return "cover"
    return "warm" if scene.call.hops else "transfer"
