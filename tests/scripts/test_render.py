"""Every decision is put into words, with nothing missing and nothing made up."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import TemplateError

from routing.domain.call import Call
from routing.domain.decision import Ask, Operator, Transfer, Urgent
from routing.domain.reasons import SecondReason
from routing.scripts.render import Scene, render
from routing.scripts.template import fault_in, fill

TUESDAY_MORNING = datetime(2026, 11, 24, 11, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
REASON = "my new card has not come"


@pytest.fixture(scope="module")
def scene(catalogue):
    """Return a function that sets the scene of one call to the bank."""

    def set_scene(
        decision, intent="card_not_arrived", *, closed=None, sure=True, second=None, options=(), reason=REASON, **call
    ):
        return Scene(
            catalogue=catalogue,
            call=Call(**{"id": "call-1", "reason": reason, "at": TUESDAY_MORNING, **call}),
            decision=decision,
            department=catalogue.departments[decision.department],
            closed=catalogue.departments[closed] if closed else None,
            intent=catalogue.intents[intent] if intent else None,
            second=second,
            sure_of_intent=sure,
            options=tuple(catalogue.intents[option] for option in options),
            reason=reason,
        )

    return set_scene


def stages(script):
    return tuple(step.stage for step in script.steps)


def words(script, stage):
    return next(step.text for step in script.steps if step.stage == stage)


@pytest.mark.parametrize(
    ("decision", "facts", "expected"),
    [
        (Transfer("cards"), {}, ("greet", "say_back", "expectation", "transfer")),
        (Transfer("cards"), {"sure": False}, ("greet", "say_back_unsure", "transfer")),
        (Operator("front_desk"), {"closed": "loans"}, ("greet", "say_back", "closed")),
        (Transfer("cards"), {"questions_asked": 1}, ("say_back", "expectation", "transfer")),
        (Urgent("front_desk"), {}, ("safety",)),
        (
            Transfer("fraud"),
            {"at": SUNDAY_NIGHT, "intent": "fraud_alert"},
            ("greet", "say_back", "expectation", "transfer"),
        ),
        (Ask("cards", ("cards", "loans")), {"options": ("card_order", "card_lost_or_stolen")}, ("greet", "question")),
        (Operator("front_desk"), {}, ("greet", "say_back", "operator")),
        (Operator("front_desk"), {"intent": None}, ("greet", "operator_unsure", "operator")),
    ],
)
def test_each_decision_has_its_stages_in_the_order_they_are_spoken(scene, decision, facts, expected):
    assert stages(render(scene(decision, **facts))) == expected


def test_what_a_machine_says_is_what_a_person_reads_stage_by_stage(scene):
    script = render(scene(Transfer("cards")))
    assert script.say == " ".join(step.text for step in script.steps)


def test_the_caller_is_greeted_by_name_when_it_is_known_and_smoothly_when_it_is_not(scene):
    assert "Mrs Okafor" in words(render(scene(Transfer("cards"), caller_name="Mrs Okafor")), "greet")
    assert ", ," not in words(render(scene(Transfer("cards"))), "greet")
    assert "  " not in words(render(scene(Transfer("cards"))), "greet")


def test_an_intents_own_words_replace_the_organisations(scene, catalogue):
    own = catalogue.intents["card_not_arrived"].script
    script = render(scene(Transfer("cards")))
    assert words(script, "say_back") == own["say_back"]
    assert words(script, "expectation") == own["expectation"]


def test_without_words_of_its_own_an_intent_is_said_back_by_its_label(scene, catalogue):
    plain = replace(catalogue.intents["card_not_arrived"], script={})
    said = words(render(replace(scene(Transfer("cards")), intent=plain)), "say_back")
    assert plain.label in said


def test_an_intent_that_is_only_guessed_is_never_said_back(scene, catalogue):
    say = render(scene(Transfer("cards"), sure=False)).say
    assert catalogue.intents["card_not_arrived"].script["say_back"] not in say
    assert catalogue.intents["card_not_arrived"].label not in say
    assert catalogue.departments["cards"].spoken in say


def test_a_question_names_each_option_and_something_else(scene, catalogue):
    offered = ("card_not_arrived", "card_lost_or_stolen", "mortgage_rate")
    script = render(scene(Ask("cards", ("cards", "fraud", "mortgages")), options=offered))
    said = words(script, "question")
    positions = [said.index(catalogue.intents[intent].label) for intent in offered]
    assert positions == sorted(positions)
    assert "something else" in said
    assert said.count("?") == 1


def test_a_caller_who_is_asked_is_not_yet_handed_over(scene):
    assert render(scene(Ask("cards", ("cards", "fraud")), options=("card_order", "fraud_alert"))).handoff_note == ""


@pytest.mark.parametrize("decision", [Transfer("cards"), Operator("front_desk")])
def test_the_colleague_learns_who_rings_what_was_said_and_where_they_have_been(scene, catalogue, decision):
    note = render(scene(decision, caller_name="Mrs Okafor", tried=frozenset(("loans", "travel")))).handoff_note
    assert "Mrs Okafor" in note
    assert REASON in note
    assert catalogue.departments["loans"].name in note
    assert catalogue.departments["travel"].name in note


def test_a_colleague_is_not_told_of_departments_when_none_was_tried(scene):
    assert "tried" not in render(scene(Transfer("cards"))).handoff_note.lower()


@pytest.mark.parametrize(
    ("decision", "facts"),
    [
        (Transfer("cards"), {}),
        (Transfer("cards"), {"sure": False}),
        (Operator("front_desk"), {}),
        (Operator("front_desk"), {"closed": "cards", "at": SUNDAY_NIGHT}),
    ],
)
def test_a_second_reason_is_acknowledged_and_the_colleague_learns_whose_it_is(scene, catalogue, decision, facts):
    intent = catalogue.intents["mortgage_apply"]
    second = SecondReason(intent, catalogue.departments[intent.department])
    script = render(scene(decision, second=second, **facts))
    assert intent.label in words(script, "second")
    assert stages(script)[-2] == "second"
    assert f"Also rings about {intent.label} (Mortgages)." in script.handoff_note
    assert "Also" not in render(scene(decision, **facts)).handoff_note


def test_permission_is_asked_and_the_wait_is_told_before_a_transfer(scene):
    said = words(render(scene(Transfer("cards"))), "transfer")
    assert "?" in said
    assert "about three minutes" in said


def test_a_closed_department_says_when_it_opens_and_leads_to_somebody_who_answers_now(scene, catalogue):
    said = words(render(scene(Operator("front_desk"), "loan_apply", closed="loans", at=SUNDAY_NIGHT)), "closed")
    assert "tomorrow at eight" in said
    assert catalogue.front_desk.spoken in said


def test_words_in_braces_from_a_caller_are_repeated_and_never_run(scene):
    script = render(scene(Transfer("cards"), caller_name="{{ 7 * 7 }}", reason="{% raw %} {{ organisation }}"))
    assert "{{ 7 * 7 }}" in words(script, "greet")
    assert "{% raw %} {{ organisation }}" in script.handoff_note


@pytest.mark.parametrize("moment", [TUESDAY_MORNING, SUNDAY_NIGHT], ids=["by day", "by night"])
@pytest.mark.parametrize("sure", [True, False], ids=["sure", "unsure"])
def test_every_intent_of_the_bank_can_be_spoken_at_any_hour(scene, catalogue, moment, sure):
    for intent in catalogue.intents.values():
        script = render(scene(Transfer(intent.department), intent.id, sure=sure, at=moment))
        assert all(step.text.strip() for step in script.steps)
        assert not any(mark in script.say + script.handoff_note for mark in ("{", "}", "  ", " .", " ,", "None"))


@given(reason=st.text(max_size=200), name=st.text(max_size=40))
@settings(max_examples=50)
def test_whatever_a_caller_says_reaches_the_colleague_in_their_words(scene, reason, name):
    assert reason in render(scene(Transfer("cards"), caller_name=name, reason=reason)).handoff_note


def test_a_template_with_an_unknown_placeholder_is_never_filled_with_nothing():
    with pytest.raises(TemplateError):
        fill("Hello {{ nobody }}", {"caller_name": "Mrs Okafor"})


@pytest.mark.parametrize(
    "template", ["{{ department.__class__ }}", "{{ ''.__class__.__mro__ }}", "{{ options.pop() }}"]
)
def test_a_template_cannot_reach_into_the_machine(template):
    assert fault_in(template)


def test_every_template_of_the_bank_can_be_filled(catalogue):
    assert [fault_in(template) for template in catalogue.script.values()] == [""] * len(catalogue.script)
