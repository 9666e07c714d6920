"""Words that would fail a caller are found before a caller hears them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.catalogue.lint import Finding, Severity, lint
from routing.catalogue.manners import MANNERS, STAGES_WITH_MANNERS
from routing.catalogue.standards import Served, standards_table
from routing.catalogue.wording import IntentWording, Wording, wording_of
from routing.catalogue.wordlists import BLAME, JARGON, NEVER_PROMISED, TO_COVER

SCRIPT = {
    "greet": "Hello{% if caller_name %}, {{ caller_name }}{% endif %}, this is {{ organisation }}.",
    "calm": "Hello, this is {{ organisation }}. Take your time.",
    "say_back": "So this is about {{ intent.label }}.",
    "say_back_unsure": "This is something for {{ closed.spoken }}.",
    "details": "I've noted {{ details }}.",
    "reassure": "",
    "apology": "I'm sorry that you've been passed on. You rang about {{ intent.label }} and tried {{ tried }}.",
    "notice": "One thing you should know: {{ incident }}.",
    "expectation": "They will tell you at once what they can do.",
    "second": "I've also noted {{ second.label }}.",
    "question": "Is this about {{ options }}?",
    "transfer": "May I put you through to {{ department.spoken }}? They answer in {{ wait }}.",
    "warm": "I'll take you to {{ department.spoken }} myself, and stay on the line.",
    "cover": "I'm sorry, {{ closed.spoken }} is closed. May I take you to {{ department.spoken }}?",
    "operator": "I'll put you through to {{ department.spoken }}. They answer in {{ wait }}.",
    "operator_unsure": "I want you to reach the right person.",
    "owner": "{{ owner.name }} will see this through with you.",
    "callback": "We can ring you back {{ callback }}.",
    "hold": "May I ask you to hold for {{ wait }} while I look that up?",
    "back_from_hold": "Thank you for holding.",
    "safety": "Please stay with me. If a life is in danger, ring {{ emergency_number }}.",
    "abuse": "I want to help you. Please speak calmly, or I will end this call.",
    "end": "I'm going to end this call now. You can ring us again at any time.",
    "close": "So you will have {{ promised }}. Is there anything else I can help with? Thank you for ringing.",
    "handoff": "They said: {{ reason }}. Tried: {{ tried }}.",
}
SERVES = {
    "greet": frozenset(("S2", "S10")),
    "calm": frozenset(("S12",)),
    "say_back": frozenset(("S3",)),
    "expectation": frozenset(("S4", "S11")),
    "question": frozenset(("S1",)),
    "transfer": frozenset(("S5", "S6")),
    "close": frozenset(("S7",)),
    "notice": frozenset(("S8",)),
    "handoff": frozenset(("S9",)),
}
RENEW = IntentWording(
    "lending",
    {"say_back": "You'd like to keep a book for longer.", "expectation": "They can do that with you now."},
    ("Three times, if no one waits for it.",),
)
LOST = IntentWording(
    "lending",
    {"say_back": "You can't find a book.", "expectation": "They will look it up for you."},
    ("They'll tell you what it costs.",),
)
SOUND = Wording(SCRIPT, SERVES, {"lending": {}, "welcome": {}}, {"renew": RENEW, "lost": LOST})


def saying(stage, words):
    """Return the sound wording with other words for one stage of the organisation."""
    return replace(SOUND, organisation_script={**SCRIPT, stage: words})


def renewing(**words):
    """Return the sound wording with other words for one intent."""
    return replace(SOUND, intents={"renew": replace(RENEW, script={**RENEW.script, **words}), "lost": LOST})


def places(found):
    return {(finding.where, finding.stage, finding.standard) for finding in found}


def test_sound_words_have_nothing_to_mend():
    assert lint(SOUND) == []


# For each manner, words for its stage that break this one.
BROKEN_MANNERS = {
    ("greet", "{{ organisation }}"): "Hello, {{ caller_name }}.",
    ("greet", "{{ caller_name }}"): "Hello, this is {{ organisation }}.",
    ("calm", "{{ organisation }}"): "Hello. Take your time.",
    ("calm", "no menu"): "Hello, this is {{ organisation }}. Is it {{ options }}?",
    ("say_back_unsure", "{{ closed.spoken }}"): "This is something for them.",
    ("question", "{{ options }}"): "What is it about?",
    ("question", "one question"): "Is this about {{ options }}.",
    ("details", "{{ details }}"): "I've noted that.",
    ("apology", "the word sorry"): "You rang about {{ intent.label }} and tried {{ tried }}.",
    ("apology", "{{ reason }} or"): "I'm sorry. You tried {{ tried }}.",
    ("apology", "{{ tried }}"): "I'm sorry. You rang about {{ intent.label }}.",
    ("notice", "{{ incident }}"): "Something is wrong today.",
    ("second", "{{ second.label }}"): "I've noted the other thing.",
    ("transfer", "a question"): "I'll put you through to {{ department.spoken }}. They answer in {{ wait }}.",
    ("transfer", "{{ wait }}"): "May I put you through to {{ department.spoken }}?",
    ("transfer", "{{ department.spoken }}"): "May I put you through? They answer in {{ wait }}.",
    ("warm", "{{ department.spoken }}"): "I'll stay on the line.",
    ("warm", "stay on the line"): "I'll take you to {{ department.spoken }}.",
    ("cover", "{{ closed.spoken }}"): "May I take you to {{ department.spoken }}?",
    ("cover", "{{ department.spoken }}"): "I'm sorry, {{ closed.spoken }} is closed.",
    ("operator", "{{ department.spoken }}"): "They answer in {{ wait }}.",
    ("operator", "{{ wait }}"): "I'll put you through to {{ department.spoken }}.",
    ("owner", "{{ owner.name }}"): "One of us will see this through with you.",
    ("callback", "{{ callback }}"): "We can ring you back.",
    ("hold", "a question"): "Please hold for {{ wait }} while I look that up.",
    ("hold", "the reason"): "May I ask you to hold for {{ wait }}?",
    ("hold", "{{ wait }}"): "May I ask you to hold while I look that up?",
    ("back_from_hold", "thanks"): "I'm back.",
    ("safety", "{{ emergency_number }}"): "Please stay with me.",
    ("abuse", "a warning"): "I want to help you. Please speak calmly.",
    ("abuse", "a chance"): "I will end this call.",
    ("end", "the call ends now"): "You can ring us again at any time.",
    ("close", "{{ promised }}"): "Is there anything else I can help with? Thank you for ringing.",
    ("close", "an offer"): "So you will have {{ promised }}. Thank you for ringing.",
    ("close", "thanks"): "So you will have {{ promised }}. Is there anything else I can help with?",
    ("handoff", "{{ reason }}"): "Tried: {{ tried }}.",
    ("handoff", "{{ tried }}"): "They said: {{ reason }}.",
}


@pytest.mark.parametrize(("stage", "expected"), BROKEN_MANNERS)
def test_words_without_their_manners_are_found(stage, expected):
    (found,) = lint(saying(stage, BROKEN_MANNERS[stage, expected]))
    assert found.severity is Severity.FAULT
    assert found.stage == stage
    assert expected in found.message


def test_every_manner_is_broken_once_here():
    assert len(BROKEN_MANNERS) == len(MANNERS)
    for manner in MANNERS:
        broken = [expected for stage, expected in BROKEN_MANNERS if stage == manner.stage]
        assert any(each in manner.expected for each in broken), manner


def test_a_manner_is_asked_of_whoever_replaces_the_words():
    rude = "I'll put you through to {{ department.spoken }} in {{ wait }}."
    assert places(lint(renewing(transfer=rude))) == {("intents: renew", "transfer", "S5")}
    of_department = replace(SOUND, departments={"lending": {"transfer": rude}, "welcome": {}})
    assert places(lint(of_department)) == {("departments.yaml: lending", "transfer", "S5")}


@pytest.mark.parametrize("stage", STAGES_WITH_MANNERS)
def test_a_stage_that_nobody_wrote_is_found(stage):
    assert ("scripts.yaml", stage) in {(where, at) for where, at, _ in places(lint(saying(stage, " ")))}


@pytest.mark.parametrize("phrase", [*NEVER_PROMISED, "a refund by Friday"])
def test_a_promise_is_found_wherever_it_stands(phrase):
    wording = replace(SOUND, never_promised=("a refund by Friday",))
    said = f"So {phrase} it will be so."
    in_answer = replace(wording, intents={"renew": replace(RENEW, answers=(said,)), "lost": LOST})
    assert ("scripts.yaml", "say_back", "S15") in places(
        lint(replace(wording, organisation_script={**SCRIPT, "say_back": said}))
    )
    assert ("intents: renew", "follow_ups", "S15") in places(lint(in_answer))


@pytest.mark.parametrize("denial", ["I can't say you have", "That's not", "I never said", "I cannot say"])
def test_to_say_that_something_is_not_promised_is_no_promise(denial):
    wording = replace(SOUND, never_promised=("a refund by Friday",))
    said = renewing(say_back=f"{denial} a refund by Friday.")
    assert lint(replace(wording, intents=said.intents)) == []


@pytest.mark.parametrize("phrase", BLAME)
def test_blame_is_found(phrase):
    assert ("intents: renew", "say_back", "S10") in places(lint(renewing(say_back=f"Well, {phrase}, so it is.")))


def test_blame_is_found_under_a_printers_apostrophe():
    found = lint(renewing(say_back="You shouldn\u2019t have done it."))
    assert places(found) == {("intents: renew", "say_back", "S10")}


@pytest.mark.parametrize("word", [*JARGON, "demurrage"])
def test_jargon_is_found_and_better_words_are_named(word):
    wording = replace(renewing(say_back=f"So, {word}, you see."), jargon=("demurrage",))
    found = [finding for finding in lint(wording) if f'found "{word}"' in finding.message]
    assert [finding.standard for finding in found] == ["S6"]
    assert f"say {JARGON.get(word, 'a plain word')} instead" in found[0].message


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        ("You enquire about international documentation requirements.", Severity.FAULT),
        ("You're ringing about opening a current account with us.", Severity.ADVICE),
        (" ".join(["so we go"] * 11) + ".", Severity.ADVICE),
        ("You ask for the XQT of a book.", Severity.ADVICE),
    ],
)
def test_words_that_are_hard_to_follow_are_found(words, severity):
    assert [(finding.standard, finding.severity) for finding in lint(renewing(expectation=words))] == [("S6", severity)]


def test_a_note_that_only_a_colleague_reads_may_be_dense():
    note = "{{ reason }}, tried {{ tried }}: international documentation requirements enquiry."
    assert lint(saying("handoff", note)) == []


def test_too_much_to_say_before_the_call_moves_on_is_found():
    found = lint(renewing(say_back="You'd like to keep a book. " * 12))
    assert [(finding.where, finding.standard, finding.severity) for finding in found] == [
        ("intents: renew", "S6", Severity.ADVICE)
    ]


@pytest.mark.parametrize(("stage", "standard"), [("say_back", "S3"), ("expectation", "S4")])
def test_an_intent_without_words_of_its_own_is_found(stage, standard):
    script = {name: words for name, words in RENEW.script.items() if name != stage}
    bare = replace(SOUND, intents={"renew": replace(RENEW, script=script), "lost": LOST})
    assert places(lint(bare)) == {("intents: renew", stage, standard)}


def test_two_intents_that_say_the_same_back_are_found():
    (found,) = lint(renewing(say_back=LOST.script["say_back"]))
    assert (found.where, found.standard, found.severity) == ("intents: lost", "S3", Severity.ADVICE)


@pytest.mark.parametrize("standard", TO_COVER)
def test_a_standard_that_no_stage_serves_is_found_for_every_department(standard):
    serves = {stage: served - {standard} for stage, served in SERVES.items()}
    assert places(lint(replace(SOUND, serves=serves))) == {
        ("departments.yaml: lending", "", standard),
        ("departments.yaml: welcome", "", standard),
    }


def test_a_department_that_empties_the_only_stage_for_a_standard_is_found_alone():
    silent = replace(SOUND, departments={"lending": {"notice": ""}, "welcome": {}})
    assert places(lint(silent)) == {("departments.yaml: lending", "", "S8")}


def test_an_intent_that_empties_the_only_stage_for_a_standard_is_found_alone():
    assert places(lint(renewing(notice=""))) == {("intents: renew", "", "S8")}


def test_a_standard_that_does_not_exist_is_found():
    found = lint(replace(SOUND, serves={**SERVES, "second": frozenset(("S99",))}))
    assert places(found) == {("scripts.yaml", "second", "S99")}


def test_a_template_that_cannot_be_filled_is_one_line_and_not_an_exception():
    (found,) = lint(renewing(say_back="You want {{ nothing_known }}."))
    assert (found.where, found.stage) == ("intents: renew", "say_back")
    assert "\n" not in str(found)


def test_a_finding_says_where_what_and_which_standard():
    finding = Finding("scripts.yaml", "greet", "S2", "expected a name, found none; write it")
    assert str(finding) == "scripts.yaml: greet: expected a name, found none; write it (S2 positive start)"


def test_faults_come_before_advice():
    broken = replace(
        renewing(say_back="You're ringing about opening a current account with us."),
        organisation_script={**SCRIPT, "notice": "Well."},
    )
    assert [finding.severity for finding in lint(broken)] == [Severity.FAULT, Severity.ADVICE]


@given(stage=st.sampled_from(sorted(SCRIPT)), words=st.text("abc £5{}%.?", max_size=30))
def test_whatever_is_written_the_findings_are_single_lines(stage, words):
    assert all("\n" not in str(finding) for finding in lint(saying(stage, words)))


def test_the_table_has_a_row_for_each_template_with_its_standards_in_order():
    rows = standards_table(renewing(reassure="We'll find it.", notice=""))
    assert len(rows) == len(SCRIPT) + len(RENEW.script) + len(LOST.script) + 2
    assert Served("scripts.yaml", "greet", ("S2", "S10")) in rows
    assert Served("intents: renew", "say_back", ("S3",)) in rows
    assert Served("intents: renew", "notice", ()) in rows


def test_a_catalogue_gives_all_its_words(catalogue):
    cards = replace(catalogue.departments["cards"], script={"greet": "Hello."})
    wording = wording_of(replace(catalogue, departments={**catalogue.departments, "cards": cards}))
    heard = wording.effective("cards", "card_order")
    assert heard["greet"].words == "Hello."
    assert heard["say_back"].words == catalogue.intents["card_order"].script["say_back"]
    assert heard["transfer"].words == catalogue.script["transfer"]
    assert wording.intents["card_order"].answers[0] == catalogue.intents["card_order"].follow_ups[0].answer


def test_the_sample_bank_has_no_words_to_mend_and_nothing_to_weigh(catalogue):
    assert [str(finding) for finding in lint(wording_of(catalogue))] == []
