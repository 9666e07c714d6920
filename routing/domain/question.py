"""A clarifying question: what it chooses between, and what each choice is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routing.domain.answer import named, understood
from routing.domain.belief import Belief
from routing.domain.catalogue import Catalogue
from routing.domain.intent import Intent


@dataclass(frozen=True)
class Choice:
    """One answer to a question: the intent it most likely means, and what it is called."""

    intent: Intent
    label: str


@dataclass(frozen=True)
class Question:
    """One question with two or three choices, or one to be confirmed.

    Attributes
    ----------
    asked
        Its words, if the catalogue has written it; empty if it is to be made from the labels.
    choices
        In the order in which they are said.
    tells_intents
        Whether an answer tells the intent; otherwise only the department.
    """

    asked: str
    choices: tuple[Choice, ...]
    tells_intents: bool

    def place_of(self, reply: str) -> int | None:
        """Return the place of the choice that a reply names, the number of choices for "neither", else None.

        The words of the question count before synonyms, which the caller has not heard.
        """
        heard = [each.label for each in self.choices]
        known = [" ".join((each.label, *each.intent.synonyms)) for each in self.choices]
        places = (understood(reply, len(self.choices)), named(reply, heard), named(reply, known))
        return next((place for place in places if place is not None), None)

    def believed_after(self, chosen: Choice, before: Belief) -> Belief:
        """Return what is believed once a choice was picked, given what was believed of the reason before."""
        department = chosen.intent.department
        own = {name: p for name, p in before.intents.items() if before.department_of[name] == department}
        total = sum(own.values())
        if self.tells_intents or not total:
            return Belief({chosen.intent.id: 1.0}, {chosen.intent.id: department})
        return Belief({name: p / total for name, p in own.items()}, dict.fromkeys(own, department))


def question_between(intents: Sequence[Intent], catalogue: Catalogue) -> Question:
    """Return the question written for exactly these intents, else for their departments, else one of their labels."""
    ids, departments = [each.id for each in intents], [each.department for each in intents]
    for names in (ids, departments):
        written = catalogue.written_question(frozenset(names))
        if written and len(set(names)) == len(intents):
            of_name = dict(zip(names, intents, strict=True))
            pairs = zip(written.between, written.options, strict=True)
            choices = tuple(Choice(of_name[name], label) for name, label in pairs)
            return Question(written.ask, choices, tells_intents=names is ids)
    return Question("", tuple(Choice(intent, intent.label) for intent in intents), tells_intents=True)
