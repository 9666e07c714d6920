"""All the words of a catalogue as templates: the organisation's, each department's and each intent's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from routing.domain.catalogue import Catalogue, WrittenQuestion
from routing.scripts.template import SAMPLE_FACTS, fill

ORGANISATION: Final = "scripts.yaml"


@dataclass(frozen=True)
class Template:
    """The words of one stage and where they are written."""

    where: str
    stage: str
    words: str

    @property
    def filled(self) -> str:
        """The words as a caller hears them in the sample call."""
        return fill(self.words, SAMPLE_FACTS)


@dataclass(frozen=True)
class IntentWording:
    """What an intent says in its own words, and the answers to what callers ask next."""

    department: str
    script: Mapping[str, str]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wording:
    """Every template of a catalogue.

    Attributes
    ----------
    organisation_script
        The words of each stage.
    serves
        The standards that each stage declares, such as `{"greet": {"S2"}}`.
    departments
        Each department's own words, by stage; they replace the organisation's.
    intents
        Each intent's own words; they replace its department's.
    questions
        Written for callers who may mean one of several things.
    never_promised, jargon
        Phrases this organisation forbids besides the usual ones.
    """

    organisation_script: Mapping[str, str]
    serves: Mapping[str, frozenset[str]]
    departments: Mapping[str, Mapping[str, str]]
    intents: Mapping[str, IntentWording]
    questions: tuple[WrittenQuestion, ...] = ()
    never_promised: tuple[str, ...] = ()
    jargon: tuple[str, ...] = ()

    def written(self) -> Iterator[Template]:
        """Yield every template once, where it is written."""
        yield from (Template(ORGANISATION, stage, words) for stage, words in self.organisation_script.items())
        for department, script in self.departments.items():
            yield from (Template(at_department(department), stage, words) for stage, words in script.items())
        for intent, wording in self.intents.items():
            yield from (Template(at_intent(intent), stage, words) for stage, words in wording.script.items())

    def effective(self, department: str, intent: str = "") -> dict[str, Template]:
        """Return the template of each stage as a caller of this department, or with this intent, hears it."""
        layers = [(ORGANISATION, self.organisation_script), (at_department(department), self.departments[department])]
        if intent:
            layers.append((at_intent(intent), self.intents[intent].script))
        return {stage: Template(where, stage, words) for where, script in layers for stage, words in script.items()}


def wording_of(catalogue: Catalogue) -> Wording:
    """Return the words of a catalogue."""
    organisation = catalogue.organisation
    return Wording(
        organisation_script=catalogue.script,
        serves=catalogue.serves,
        departments={name: department.script for name, department in catalogue.departments.items()},
        intents={
            name: IntentWording(
                intent.department, intent.script, tuple(follow_up.answer for follow_up in intent.follow_ups)
            )
            for name, intent in catalogue.intents.items()
        },
        questions=catalogue.questions,
        never_promised=organisation.never_promised,
        jargon=organisation.jargon,
    )


def at_department(department: str) -> str:
    """Return where a department's words stand."""
    return f"departments.yaml: {department}"


def at_intent(intent: str) -> str:
    """Return where an intent's words stand."""
    return f"intents: {intent}"


def at_question(question: WrittenQuestion) -> str:
    """Return where a written question stands."""
    return f"questions.yaml: {', '.join(question.between)}"
