"""What a service trainer would mend in a catalogue's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from jinja2 import TemplateError

from routing.catalogue.asking import mistakes
from routing.catalogue.manners import MANNERS, STAGES_WITH_MANNERS
from routing.catalogue.readability import reading_ease
from routing.catalogue.wording import ORGANISATION, Template, Wording, at_department, at_intent, at_question
from routing.catalogue.wordlists import BLAME, JARGON, NEVER_PROMISED, STANDARDS, TO_COVER
from routing.scripts.aloud import spoken_seconds, unread
from routing.scripts.render import LONGEST_SAY_S

PLAIN_EASE: Final = 60.0  # Flesch's "plain English"; below it, better words are worth looking for
HARD_EASE: Final = 50.0  # from here on "fairly difficult": too hard to follow at first hearing
LEAST_WORDS: Final = 6  # the ease of fewer says nothing
LONGEST_SENTENCE: Final = 30
MUST_SAY: Final = ("greet", "say_back", "transfer")  # the expectation can be said while the call is ringing
OWN_WORDS: Final = {"say_back": "S3", "expectation": "S4"}
LONGEST_QUESTION_S: Final = 9.0  # longer, and the first option is forgotten before the last is heard
ANSWER: Final = "follow_ups"
QUESTION: Final = "ask"

_DENIED = re.compile(r"\b(?:not|never|cannot|nobody|without|\w+n't)\W+(?:\w+\W+){0,3}$")


class Severity(StrEnum):
    """Whether a finding must be mended or may be."""

    FAULT = "fault"
    ADVICE = "advice"


@dataclass(frozen=True)
class Finding:
    """One thing to mend.

    Attributes
    ----------
    where
        The file, and the department or intent, whose words they are.
    stage
        The stage, `follow_ups` for an answer, `ask` for a written question, or empty when it is about all stages.
    standard
        The service standard that is not met.
    message
        What was expected, what was found and what to do.
    """

    where: str
    stage: str
    standard: str
    message: str
    severity: Severity = Severity.FAULT

    def __str__(self) -> str:
        place = f"{self.where}: {self.stage}" if self.stage else self.where
        return f"{place}: {self.message} ({self.standard} {STANDARDS.get(self.standard, 'unknown')})"


def lint(wording: Wording) -> list[Finding]:
    """Return everything to mend, faults first, each once. While a template cannot be filled, only that is found."""
    templates = [template for template in wording.written() if template.words.strip()]
    if broken := [finding for template in templates for finding in _broken(template)]:
        return broken
    found = dict.fromkeys((
        *_text_findings(wording, templates),
        *_manners(wording, templates),
        *_own_words(wording),
        *_length(wording),
        *_questions(wording),
        *_coverage(wording),
    ))  # fmt: skip
    return sorted(found, key=lambda finding: finding.severity is Severity.ADVICE)


def _broken(template: Template) -> Iterator[Finding]:
    try:
        _ = template.filled
    except TemplateError as error:
        message = f"expected a template that can be filled, found {error.message}; mend it"
        yield Finding(template.where, template.stage, "S14", message)


def _text_findings(wording: Wording, templates: Iterable[Template]) -> Iterator[Finding]:
    """Yield what is wrong with single texts: the templates, answers to what callers ask next, and written questions."""
    texts = [(each.where, each.stage, each.filled) for each in templates]
    for intent, own in wording.intents.items():
        texts += [(at_intent(intent), ANSWER, answer) for answer in own.answers]
    for question in wording.questions:
        texts += [(at_question(question), QUESTION, text) for text in (question.ask, *question.options)]
    for where, stage, text in texts:
        yield from _forbidden(wording, where, stage, text.replace("\u2019", "'"))
        if stage != "handoff":
            yield from _plain(where, stage, text)


def _forbidden(wording: Wording, where: str, stage: str, text: str) -> Iterator[Finding]:
    for found in _any_of((*NEVER_PROMISED, *wording.never_promised)).finditer(text):
        if not _DENIED.search(text.lower()[: found.start()]):
            message = f'expected no promise, found "{found[0]}"; say what will be tried instead'
            yield Finding(where, stage, "S15", message)
    for found in _any_of(BLAME).finditer(text):
        message = f'expected no blame, found "{found[0]}"; say what happens next instead'
        yield Finding(where, stage, "S10", message)
    better = {word.lower(): plain for word, plain in JARGON.items()}
    for found in _any_of((*JARGON, *wording.jargon)).finditer(text):
        instead = better.get(found[0].lower(), "a plain word")
        message = f'expected plain words, found "{found[0]}"; say {instead} instead'
        yield Finding(where, stage, "S6", message)


@lru_cache(maxsize=8)
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _plain(where: str, stage: str, text: str) -> Iterator[Finding]:
    ease = round(reading_ease(text))
    if ease < PLAIN_EASE and len(text.split()) >= LEAST_WORDS:
        severity = Severity.FAULT if ease < HARD_EASE else Severity.ADVICE
        message = f"expected a reading ease of {PLAIN_EASE:.0f} or more, found {ease}; use shorter words and sentences"
        yield Finding(where, stage, "S6", message, severity)
    longest = max((len(sentence.split()) for sentence in re.split(r"[.!?]+\s", text)), default=0)
    if longest > LONGEST_SENTENCE:
        message = f"expected at most {LONGEST_SENTENCE} words a sentence, found {longest}; make two of it"
        yield Finding(where, stage, "S6", message, Severity.ADVICE)
    for word in unread(text):
        message = f"expected words that can be said aloud, found {word}; write what is said"
        yield Finding(where, stage, "S6", message, Severity.ADVICE)


def _manners(wording: Wording, templates: Iterable[Template]) -> Iterator[Finding]:
    for stage in STAGES_WITH_MANNERS:
        if not wording.organisation_script.get(stage, "").strip():
            standard = next(manner.standard for manner in MANNERS if manner.stage == stage)
            yield Finding(ORGANISATION, stage, standard, "expected words for this stage, found none; write them")
    for template in templates:
        filled = template.filled
        for manner in MANNERS:
            if manner.stage == template.stage and not manner.kept(filled):
                message = f"expected {manner.expected}, found {filled!r}"
                yield Finding(template.where, template.stage, manner.standard, message)


def _own_words(wording: Wording) -> Iterator[Finding]:
    """Yield intents that do not say in their own words what was understood and what will happen."""
    for stage, standard in OWN_WORDS.items():
        seen: dict[str, str] = {}
        for intent, own in wording.intents.items():
            words = own.script.get(stage, "").strip()
            if not words:
                message = "expected the intent's own words, found none; write them"
                yield Finding(at_intent(intent), stage, standard, message)
            elif words in seen and stage == "say_back":
                message = f"expected words that only fit this intent, found those of {seen[words]}"
                yield Finding(at_intent(intent), stage, standard, message, Severity.ADVICE)
            seen.setdefault(words, intent)


def _length(wording: Wording) -> Iterator[Finding]:
    for intent, own in wording.intents.items():
        heard = wording.effective(own.department, intent)
        seconds = sum(spoken_seconds(heard[stage].filled) for stage in MUST_SAY if stage in heard)
        if seconds > LONGEST_SAY_S:
            message = (
                f"expected {' + '.join(MUST_SAY)} to take at most {LONGEST_SAY_S:.0f} s, "
                f"found {seconds:.1f}; shorten the longest"
            )
            yield Finding(at_intent(intent), "", "S6", message, Severity.ADVICE)


def _questions(wording: Wording) -> Iterator[Finding]:
    for question in wording.questions:
        where = at_question(question)
        yield from (Finding(where, QUESTION, "S3", message) for message in mistakes(question))
        owners = [wording.intents[name].department for name in question.between if name in wording.intents]
        if len(set(owners)) < len(owners):
            message = (
                f"expected intents of different departments, found {', '.join(owners)}; nobody is asked, remove it"
            )
            yield Finding(where, QUESTION, "S1", message)
        if (seconds := spoken_seconds(question.ask)) > LONGEST_QUESTION_S:
            message = f"expected a question of at most {LONGEST_QUESTION_S:.0f} s, found {seconds:.1f}; shorten it"
            yield Finding(where, QUESTION, "S6", message, Severity.ADVICE)


def _coverage(wording: Wording) -> Iterator[Finding]:
    for stage, standards in wording.serves.items():
        for standard in sorted(standards - set(STANDARDS)):
            message = f"expected standards from S1 to S{len(STANDARDS)}, found {standard}; mend or remove it"
            yield Finding(ORGANISATION, stage, standard, message)
    for department in wording.departments:
        missing = _unserved(wording, wording.effective(department))
        yield from (_unserved_finding(at_department(department), standard) for standard in missing)
        for intent, own in wording.intents.items():
            if own.department == department:
                lost = (
                    each for each in _unserved(wording, wording.effective(department, intent)) if each not in missing
                )
                yield from (_unserved_finding(at_intent(intent), standard) for standard in lost)


def _unserved(wording: Wording, heard: dict[str, Template]) -> list[str]:
    served = {
        standard
        for stage, template in heard.items()
        if template.words.strip()
        for standard in wording.serves.get(stage, ())
    }
    return [standard for standard in TO_COVER if standard not in served]


def _unserved_finding(where: str, standard: str) -> Finding:
    message = f"expected a stage with words that serves {standard}, found none; write words or name it in `serves`"
    return Finding(where, "", standard, message)
