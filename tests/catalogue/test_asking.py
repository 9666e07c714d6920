"""A written question that would lead a caller astray is found before a caller is asked it."""

from dataclasses import replace

import pytest

from routing.catalogue.lint import lint
from routing.catalogue.wording import IntentWording, Wording
from routing.domain.catalogue import WrittenQuestion

WORDING = Wording(
    {},
    {},
    {"lending": {}, "welcome": {}},
    {"renew": IntentWording("lending", {}), "lost": IntentWording("welcome", {})},
)
WHERE = "questions.yaml: renew, lost"


def asking(ask, keep="a book you have", lost="a book you cannot find"):
    """Return the findings about one question, between intents of two departments and with no other words."""
    question = WrittenQuestion(("renew", "lost"), ask, (keep, lost))
    return [found for found in lint(replace(WORDING, questions=(question,))) if found.where == WHERE]


def test_a_sound_question_has_nothing_to_mend():
    assert asking("Is it a book you have, or a book you cannot find?") == []


@pytest.mark.parametrize(
    ("ask", "standard", "fault"),
    [
        ("We promise to help: is it a book you have, or one you cannot find?", "S15", "no promise"),
        ("Is it a book you have, or one you should have brought and cannot find?", "S10", "no blame"),
        ("Is it a loan ticket for a book you have, or one you cannot find?", "S6", "plain words"),
        ("Have you documentation regarding outstanding obligations, or can you find nothing?", "S6", "reading ease"),
        ("Is it the XQT of a book you have, or one you cannot find?", "S6", "said aloud"),
        ("Tell me if it is a book you have, or one you cannot find.", "S3", "a question"),
        ("Is it one you cannot find, or a book you have?", "S3", "in the order"),
        ("Is it a book you have, or one that is gone?", "S3", "'a book you cannot find'"),
        (
            "Is it a book you have, or one that you have looked for " + "here and there " * 6 + "and cannot find?",
            "S6",
            "s,",
        ),
    ],
)
def test_a_question_with_something_to_mend_is_found(ask, standard, fault):
    assert {(found.stage, found.standard) for found in asking(ask) if fault in found.message} == {("ask", standard)}


@pytest.mark.parametrize("name", ["a book", "a book not found", "the first"])
def test_an_option_that_cannot_be_said_back_is_found(name):
    found = asking("Is it a book you have, or the first book not found?", lost=name)
    assert any(f"can say back, found {name!r}" in finding.message for finding in found)


def test_a_question_between_intents_of_one_department_is_found_for_nobody_is_asked_it():
    question = WrittenQuestion(("renew", "lost"), "Is it a book you have, or one you lost?", ("have", "lost"))
    intents = {name: IntentWording("lending", {}) for name in question.between}
    found = lint(replace(WORDING, intents=intents, questions=(question,)))
    assert [each.standard for each in found if each.where == WHERE] == ["S1"]


def test_a_forbidden_word_in_what_an_option_is_called_is_found():
    found = asking("Is it a book you have, or a ticket you lost?", lost="a ticket")
    assert [each.message for each in found] == ['expected plain words, found "ticket"; say note instead']
