"""A written question names its options in their order, and each is understood however a caller picks it."""

import re
from itertools import product
from pathlib import Path

import pytest

from routing.catalogue.lint import lint
from routing.catalogue.read import read_catalogue
from routing.catalogue.wording import wording_of
from routing.domain.answer import words_apart
from routing.domain.question import question_between
from routing.scripts.aloud import spoken_seconds

LONGEST_S = 9.0
LONGEST_WORDS = 25
CATALOGUES = {name: read_catalogue(Path("catalogues") / name) for name in ("bank", "town_hall")}
LEAST_QUESTIONS = {"bank": 100, "town_hall": 20}
QUESTIONS = [
    pytest.param(name, question, id=f"{name}: {'-'.join(question.between)}")
    for name, catalogue in CATALOGUES.items()
    for question in catalogue.questions
]
every_question = pytest.mark.parametrize(("name", "written"), QUESTIONS)
PLACES = (
    ("the first one", "number one", "1", "Option 1, please."),
    ("the second one", "two", "2", "Press two."),
    ("the third one", "number three", "3", "I think it's the third."),
    ("the fourth", "four", "4"),
)


def asked_of(written, catalogue):
    """Yield the question as it is asked of callers, whichever intents of its departments are likeliest."""
    if set(written.between) <= set(catalogue.intents):
        yield question_between([catalogue.intents[name] for name in written.between], catalogue)
        return
    intents = [[each for each in catalogue.intents.values() if each.department == name] for name in written.between]
    for place, own in enumerate(intents):
        for intent in own:
            others = [each[0] for each in intents]
            others[place] = intent
            question = question_between(others, catalogue)
            if not question.tells_intents:
                yield question


def first_heard(words, sentence):
    """Return how many words of a sentence come before the first of `words`."""
    return next(place for place, word in enumerate(re.findall(r"[\w']+", sentence.lower())) if word in words)


@every_question
def test_a_question_asks_for_its_options_in_the_order_of_their_numbers(name, written):
    places = [first_heard(words, written.ask) for words in words_apart(written.options)]
    assert places == sorted(places)


@every_question
def test_an_option_is_understood_when_its_own_words_are_said_back(name, written):
    for question, place in product(asked_of(written, CATALOGUES[name]), range(len(written.options))):
        option = question.choices[place].label
        assert option == written.options[place]
        assert question.place_of(option) == place
        assert question.place_of(f"{option}, please") == place
        assert question.place_of(f"I think it's {option}.") == place


@every_question
def test_an_option_is_understood_by_its_place_and_the_number_after_the_last_means_neither(name, written):
    question = next(asked_of(written, CATALOGUES[name]))
    for place, replies in enumerate(PLACES[: len(written.options) + 1]):
        assert [question.place_of(reply) for reply in replies] == [place] * len(replies)
    for reply in ("neither", "none of those", "something else", "no, neither of them"):
        assert question.place_of(reply) == len(written.options)


@every_question
def test_what_no_option_names_is_left_to_the_text_model(name, written):
    for question in asked_of(written, CATALOGUES[name]):
        assert question.place_of("well my uncle told me to ring about the sailing boat he bought") is None


@every_question
def test_a_question_is_short_enough_to_be_kept_in_mind(name, written):
    assert spoken_seconds(written.ask) < LONGEST_S
    assert len(written.ask.split()) < LONGEST_WORDS


@pytest.mark.parametrize("name", CATALOGUES)
def test_no_written_question_needs_mending(name):
    catalogue = CATALOGUES[name]
    assert len(catalogue.questions) >= LEAST_QUESTIONS[name]
    assert [str(found) for found in lint(wording_of(catalogue)) if found.stage == "ask"] == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_question_chooses_between_different_departments_and_never_offers_the_front_desk(name):
    catalogue = CATALOGUES[name]
    for written in catalogue.questions:
        departments = {
            catalogue.intents[each].department if each in catalogue.intents else each for each in written.between
        }
        assert len(departments) == len(written.between), written.ask
        assert catalogue.front_desk.id not in departments, written.ask
