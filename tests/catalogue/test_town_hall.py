"""What the sample town hall promises its callers, and the labelled calls it is trained and measured on."""

from collections import Counter
from pathlib import Path

import pytest
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from routing.catalogue.schemas import DepartmentSchema
from routing.catalogue.yaml_lines import read
from tests.catalogue.test_bank import BLAME, JARGON, MISREAD_ALOUD, PLACEHOLDERS
from training.calls import OUT_OF_SCOPE, read_calls
from training.duplicates import near_duplicates

TOWN_HALL = Path(__file__).parents[2] / "catalogues" / "town_hall"
LONGEST_SAID_WORDS = 30
LEAST_CALLS = {"calls.csv": (35, 100), "calls-test.csv": (4, 40)}
LEAST_SHARE_OF_PLAIN_CALLS = 0.4
STANDARDS = {f"S{number}" for number in range(1, 18)}
NIGHT_HOUR = 18
SUNDAY = 6


def content(name):
    return read(TOWN_HALL / name, name).content


@pytest.fixture(scope="module")
def departments():
    """The rows of departments.yaml by id, their hours read."""
    return {row["id"]: row for row in DepartmentSchema(many=True).load(content("departments.yaml"))}


@pytest.fixture(scope="module")
def intents():
    """The intents by id, each with its department."""
    files = [content(f"intents/{path.name}") for path in sorted((TOWN_HALL / "intents").glob("*.yaml"))]
    return {row["id"]: {**row, "department": file["department"]} for file in files for row in file["intents"]}


@pytest.fixture(scope="module")
def script():
    """The stages of scripts.yaml."""
    return content("scripts.yaml")


@pytest.fixture(scope="module")
def calls(departments, intents):
    """The labelled calls by file."""
    return {name: read_calls(TOWN_HALL / name, intents, departments) for name in LEAST_CALLS}


def spoken_texts(departments, intents, script):
    """Yield everything that a caller may hear, without its placeholders."""
    yield from (PLACEHOLDERS.sub("", stage["words"]) for name, stage in script.items() if name != "handoff")
    yield from (department["spoken"] for department in departments.values())
    for intent in intents.values():
        yield from (intent["label"], *(PLACEHOLDERS.sub("", words) for words in intent["script"].values()))
        yield from (text for follow_up in intent["follow_ups"] for text in follow_up.values())


def test_every_intent_belongs_to_a_department_and_every_department_has_intents(departments, intents):
    assert {intent["department"] for intent in intents.values()} == set(departments)


def test_nobody_answers_at_night_or_on_a_sunday(departments):
    late = {
        name
        for name, row in departments.items()
        if not row["hours"] or SUNDAY in row["hours"] or any(_into_the_night(day) for day in row["hours"].values())
    }
    assert late == set()


def _into_the_night(day):
    """Tell whether a day's opening times, one span or several, go past the evening."""
    spans = day if isinstance(day, tuple | list) else (day,)
    return any(
        span.closes is None or span.closes.hour + span.closes.minute / 60 > NIGHT_HOUR or span.opens >= span.closes
        for span in spans
    )


def test_what_is_said_of_each_intent_is_short_enough_to_listen_to(intents):
    lengths = {
        name: len(f"{row['script']['say_back']} {row['script']['expectation']}".split())
        for name, row in intents.items()
    }
    assert {name: words for name, words in lengths.items() if words > LONGEST_SAID_WORDS} == {}


@pytest.mark.parametrize("stage", ["say_back", "expectation"])
def test_no_two_intents_are_answered_in_the_same_words(intents, stage):
    counts = Counter(intent["script"][stage] for intent in intents.values())
    assert [words for words, count in counts.items() if count > 1] == []


def test_every_follow_up_asks_a_question_and_answers_it(intents):
    for intent in intents.values():
        assert len(intent["follow_ups"]) >= 2
        assert all(each["question"].endswith("?") and each["answer"] for each in intent["follow_ups"])


def test_what_cannot_wait_has_words_of_its_own_for_when_nobody_is_there(intents):
    urgent = {name: row["script"] for name, row in intents.items() if row.get("urgency") == "urgent"}
    assert {"homeless_tonight", "dangerous_tree", "dangerous_building", "utility_emergency"} == set(urgent)
    assert [name for name, own in urgent.items() if "{{ callback }}" not in own.get("callback", "")] == []


@pytest.mark.parametrize("pattern", [MISREAD_ALOUD, JARGON, BLAME], ids=["misread", "jargon", "blame"])
def test_nothing_is_said_that_a_machine_misreads_that_is_jargon_or_that_blames(departments, intents, script, pattern):
    assert [text for text in spoken_texts(departments, intents, script) if pattern.search(text)] == []


def test_every_stage_names_the_standards_it_serves(script):
    assert [
        name for name, stage in script.items() if not stage["serves"] or not STANDARDS.issuperset(stage["serves"])
    ] == []


def test_the_scripts_are_not_the_banks(script):
    bank = read(TOWN_HALL.parent / "bank" / "scripts.yaml", "scripts.yaml").content
    others = {words["words"] if isinstance(words, dict) else words for words in bank.values()}
    assert others.isdisjoint(stage["words"] for stage in script.values())


@pytest.mark.parametrize("opens", ["", "tomorrow at eight in the morning"])
def test_a_caller_in_danger_is_told_whom_to_ring_and_never_to_wait_for_a_closed_desk(script, opens):
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    said = environment.from_string(script["safety"]["words"]).render(emergency_number="nine nine nine", opens=opens)
    assert "ring nine nine nine now" in said
    assert ("fetch one of us" in said) == (not opens)
    assert ("Please don't wait for us" in said) == bool(opens)


@pytest.mark.parametrize("name", LEAST_CALLS)
def test_every_intent_has_labelled_calls_enough_and_so_has_what_is_out_of_scope(intents, calls, name):
    least, least_out_of_scope = LEAST_CALLS[name]
    counts = Counter(call.intent for call in calls[name])
    assert counts[OUT_OF_SCOPE] >= least_out_of_scope
    assert {intent: counts[intent] for intent in intents if counts[intent] < least} == {}


@pytest.mark.parametrize("name", LEAST_CALLS)
def test_many_callers_speak_plainly_and_none_is_without_a_way_of_speaking(calls, name):
    styles = Counter(call.style for call in calls[name] if call.in_scope)
    assert styles["plain"] >= LEAST_SHARE_OF_PLAIN_CALLS * styles.total()
    assert styles[""] == 0


def test_no_call_is_nearly_another_in_either_file_or_both(calls):
    trained, measured = calls["calls.csv"], calls["calls-test.csv"]
    assert near_duplicates(trained) == []
    assert near_duplicates(measured) == []
    assert near_duplicates(measured, trained) == []
