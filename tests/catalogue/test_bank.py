"""What the sample bank promises its callers, and the labelled calls it is trained and measured on."""

import csv
import re
from collections import Counter

import pytest

from routing.domain.intent import Urgency
from routing.settings import Settings
from training.calls import OUT_OF_SCOPE

LEAST_DEPARTMENTS, LEAST_INTENTS = 14, 90
LEAST_CALLS = {"calls.csv": (30, 400), "calls-test.csv": (10, 200)}
LEAST_OF_A_STYLE = {"calls.csv": (60, 20), "calls-test.csv": (20, 5)}
LARGEST_SHARE_OF_A_STYLE = 0.3
LEAST_STYLES_OF_AN_INTENT = {"calls.csv": 8, "calls-test.csv": 3}
FILES = tuple(LEAST_CALLS)

PLACEHOLDERS = re.compile(r"{[{%].*?[%}]}")
MISREAD_ALOUD = re.compile(
    r"(?i:\b(?:e\.g|i\.e|etc|approx|mins?|hrs?|secs?|vs|aka|asap|acct|dept|tel|incl|max|nos?\.(?= ?\d)))\b|\bIDs?\b"
    r"|\bT&Cs?\b|[&/<>\[\]#@*_~^|\\]|\d ?[-–] ?\d|\.{3}|…"
)
JARGON = re.compile(
    r"(?i)\b(?:authenticat\w*|verif(?:y|ied|ies|ication)|kyc|aml|mfa|otp|2fa|apr|aer|ltv|escalat\w*|onboard\w*"
    r"|utili[sz]\w*|remit\w*|beneficiar\w*|chargebacks?|disburs\w*|arrears|collateral|amorti[sz]\w*|liquidity"
    r"|pursuant|hereby|aforementioned|facilitat\w*|commenc\w*|terminat\w*|endeavou?r\w*|workflow|back-?end|routing"
    r"|parameter\w*|credentials?|biometrics?|leverag\w*|synerg\w*|stakeholders?|touchpoints?|ticket|tier|queue)\b"
)
BLAME = re.compile(
    r"(?i)\byou (?:should(?:'ve| have)|failed|forgot|neglected|must have|were supposed|didn't (?:read|tell|follow|check"
    r"|listen)|have to understand|got (?:it|that) wrong|caused)\b|\byour (?:own )?(?:fault|mistake|error)\b"
    r"|\bcareless|\bcalm down\b|\bwhy didn't you\b|\bas (?:i|we)(?:'ve| have)? (?:already )?said\b|\bobviously\b"
)


def spoken_texts(catalogue):
    """Yield the place and the words of everything that a caller may hear."""
    for stage, template in catalogue.script.items():
        yield f"scripts.yaml {stage}", PLACEHOLDERS.sub("", template)
    yield from ((f"department {department.id}", department.spoken) for department in catalogue.departments.values())
    for intent in catalogue.intents.values():
        yield f"{intent.id} label", intent.label
        yield from ((f"{intent.id} {stage}", text) for stage, text in intent.script.items())
        for follow_up in intent.follow_ups:
            yield f"{intent.id} question", follow_up.question
            yield f"{intent.id} answer", follow_up.answer


def found_in(catalogue, pattern):
    return [f"{place}: {text}" for place, text in spoken_texts(catalogue) if pattern.search(text)]


def calls_of(name):
    with (Settings().catalogue / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def in_scope(rows):
    return [row for row in rows if row["intent"] != OUT_OF_SCOPE]


@pytest.fixture(scope="module")
def calls():
    """The labelled calls by file."""
    return {name: calls_of(name) for name in FILES}


def test_the_bank_has_departments_and_intents_enough_to_be_worth_advising_on(catalogue):
    assert len(catalogue.departments) >= LEAST_DEPARTMENTS
    assert len(catalogue.intents) >= LEAST_INTENTS


def test_every_department_but_the_front_desk_has_intents(catalogue):
    busy = {intent.department for intent in catalogue.intents.values()}
    assert busy | {catalogue.front_desk.id} == set(catalogue.departments)


def test_fraud_and_the_front_desk_are_open_day_and_night(catalogue):
    assert catalogue.departments["fraud"].hours.always
    assert catalogue.front_desk.hours.always


def test_what_cannot_wait_belongs_to_a_department_that_is_always_open(catalogue):
    urgent = [intent for intent in catalogue.intents.values() if intent.urgency is Urgency.URGENT]
    assert urgent
    assert [intent.id for intent in urgent if not catalogue.departments[intent.department].hours.always] == []


def test_no_two_departments_share_an_extension_or_a_name(catalogue):
    for fact in ("extension", "name", "spoken"):
        values = [getattr(department, fact) for department in catalogue.departments.values()]
        assert len(set(values)) == len(values)


def test_every_intent_has_words_for_the_caller_and_answers_for_what_comes_next(catalogue):
    wanting = [
        intent.id
        for intent in catalogue.intents.values()
        if not (intent.synonyms and intent.script.get("say_back") and intent.script.get("expectation"))
        or not intent.follow_ups
        or not all(follow_up.question.endswith("?") and follow_up.answer for follow_up in intent.follow_ups)
    ]
    assert wanting == []


@pytest.mark.parametrize("stage", ["say_back", "expectation"])
def test_no_two_intents_are_answered_in_the_same_words(catalogue, stage):
    counts = Counter(intent.script[stage].casefold() for intent in catalogue.intents.values())
    assert [text for text, count in counts.items() if count > 1] == []


def test_no_two_intents_share_a_label(catalogue):
    counts = Counter(intent.label.casefold() for intent in catalogue.intents.values())
    assert [label for label, count in counts.items() if count > 1] == []


def test_nothing_is_written_that_a_machine_would_read_out_wrongly(catalogue):
    assert found_in(catalogue, MISREAD_ALOUD) == []


def test_no_jargon_is_spoken(catalogue):
    assert found_in(catalogue, JARGON) == []


def test_nobody_is_blamed(catalogue):
    assert found_in(catalogue, BLAME) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (MISREAD_ALOUD, "Bring a document, e.g. a passport."),
        (MISREAD_ALOUD, "Bring an ID."),
        (MISREAD_ALOUD, "In 2-3 days"),
        (MISREAD_ALOUD, "Terms & conditions"),
        (MISREAD_ALOUD, "and/or"),
        (MISREAD_ALOUD, "pens, paper, etc."),
        (JARGON, "We must authenticate you."),
        (BLAME, "You should have told us sooner."),
        (BLAME, "That was your mistake."),
    ],
)
def test_the_search_for_such_words_finds_them(pattern, text):
    assert pattern.search(text)


@pytest.mark.parametrize(
    "text", ["It's made in a minute, identity and all.", "Midday, the maximum is ten.", "No, it's free."]
)
def test_the_search_for_such_words_leaves_plain_ones(text):
    assert not any(pattern.search(text) for pattern in (MISREAD_ALOUD, JARGON, BLAME))


@pytest.mark.parametrize("name", FILES)
def test_every_intent_has_labelled_calls_enough_and_so_has_what_is_out_of_scope(catalogue, calls, name):
    least, least_out_of_scope = LEAST_CALLS[name]
    counts = Counter(row["intent"] for row in calls[name])
    assert counts[OUT_OF_SCOPE] >= least_out_of_scope
    assert {intent: counts[intent] for intent in catalogue.intents if counts[intent] < least} == {}


@pytest.mark.parametrize("name", FILES)
def test_every_labelled_call_has_a_reason_a_style_and_an_intent_of_the_catalogue(catalogue, calls, name):
    known = {*catalogue.intents, OUT_OF_SCOPE}
    assert [
        row for row in calls[name] if not row["reason"].strip() or not row["style"] or row["intent"] not in known
    ] == []


def test_no_reason_stands_twice_in_a_file_or_in_both(calls):
    counts = Counter(" ".join(row["reason"].casefold().split()) for rows in calls.values() for row in rows)
    assert [reason for reason, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", FILES)
def test_every_way_of_speaking_has_a_fair_share(calls, name):
    callers = Counter(row["style"] for row in in_scope(calls[name]))
    others = Counter(row["style"] for row in calls[name] if row["intent"] == OUT_OF_SCOPE)
    least, least_out_of_scope = LEAST_OF_A_STYLE[name]
    assert {style: count for style, count in callers.items() if count < least} == {}
    assert {style: count for style, count in others.items() if count < least_out_of_scope} == {}
    assert max(callers.values()) <= LARGEST_SHARE_OF_A_STYLE * callers.total()


def test_every_way_of_speaking_that_is_trained_is_also_measured(calls):
    trained, measured = ({row["style"] for row in calls[name]} for name in FILES)
    assert trained == measured


@pytest.mark.parametrize("name", FILES)
def test_no_intent_is_known_from_one_way_of_speaking_alone(catalogue, calls, name):
    styles = {intent: set() for intent in catalogue.intents}
    for row in in_scope(calls[name]):
        styles[row["intent"]].add(row["style"])
    assert {intent: ways for intent, ways in styles.items() if len(ways) < LEAST_STYLES_OF_AN_INTENT[name]} == {}


def test_each_call_with_two_reasons_expects_the_more_urgent_department_or_the_first(catalogue):
    for row in calls_of("calls-two-reasons.csv"):
        said = [catalogue.intents[row[name]] for name in ("first", "second") if row[name]]
        urgencies = [list(Urgency).index(intent.urgency) for intent in said]
        assert row["department"] == said[urgencies.index(max(urgencies))].department, row["reason"]
        assert len({intent.department for intent in said}) == len(said), row["reason"]
        assert row["part"] in ("dev", "test")


def test_no_call_with_two_reasons_or_its_look_alike_stands_among_other_labelled_calls(calls):
    known = {row["reason"].lower() for rows in calls.values() for row in rows}
    own = [row["reason"].lower() for row in calls_of("calls-two-reasons.csv")]
    assert known.isdisjoint(own)
    assert len(set(own)) == len(own)
