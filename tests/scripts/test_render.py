"""Every decision is put into words, with nothing missing and nothing made up."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import TemplateError

from routing.domain.call import Call
from routing.domain.decision import Ask, Callback, End, Operator, Transfer, Urgent
from routing.domain.manner import Manner
from routing.domain.reasons import SecondReason
from routing.scripts.aloud import aloud, spoken_seconds
from routing.scripts.render import LONGEST_SAY_S, render
from routing.scripts.scene import Scene
from routing.scripts.stages import FOR_A_PERSON, MAY_BE_SILENT
from routing.scripts.template import fault_in, fill

TUESDAY_MORNING = datetime(2026, 11, 24, 11, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 8, 15, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
REASON = "my new card has not come"


@pytest.fixture(scope="module")
def scene(catalogue):
    """Return a function that sets the scene of one call to the bank."""

    def set_scene(decision, intent="card_not_arrived", *, options=(), reason=REASON, around=None, **call):
        department = catalogue.departments[decision.department]
        usual = {
            "wait_s": department.typical_wait_s,
            "closed": None,
            "is_closed": False,
            "opens_at": None,
            "rings_back": None,
            "second": None,
            "sure_of_intent": True,
            "asked": "",
            "incidents": (),
            "owner": catalogue.organisation.owner,
            "details": (),
        }
        return Scene(
            catalogue=catalogue,
            call=Call(**{"id": "call-1", "reason": reason, "at": TUESDAY_MORNING, **call}),
            decision=decision,
            department=department,
            intent=catalogue.intents[intent] if intent else None,
            options=tuple(catalogue.intents[option].label for option in options),
            reason=reason,
            **usual | (around or {}),
        )

    return set_scene


@pytest.fixture(scope="module")
def shut(catalogue):
    """Return what is around a call whose department does not answer."""
    return lambda name, **more: {"closed": catalogue.departments[name], "is_closed": True, **more}


def stages(script):
    return tuple(step.stage for step in script.steps)


def words(script, stage):
    return next(step.text for step in script.steps if step.stage == stage)


AFTERWARDS = ("hold", "back_from_hold", "close")
UNSURE = {"around": {"sure_of_intent": False}}
ABUSIVE, CRYING = frozenset((Manner.ABUSE,)), frozenset((Manner.DISTRESS,))


@pytest.mark.parametrize(
    ("decision", "facts", "expected"),
    [
        (Transfer("cards"), {}, ("greet", "say_back", "expectation", "transfer", *AFTERWARDS)),
        (Transfer("cards"), UNSURE, ("greet", "say_back_unsure", "transfer", *AFTERWARDS)),
        (Transfer("cards"), {"questions_asked": 1}, ("say_back", "expectation", "transfer", *AFTERWARDS)),
        (Transfer("cards"), {"handed_on": 1}, ("apology", "expectation", "warm", *AFTERWARDS)),
        (
            Transfer("cards"),
            {"handed_on": 1, "questions_asked": 1},
            ("say_back", "expectation", "warm", *AFTERWARDS),
        ),
        (Transfer("cards"), {"manners": CRYING}, ("calm", "say_back", "expectation", "transfer", *AFTERWARDS)),
        (
            Transfer("cards"),
            {"manners": ABUSIVE},
            ("abuse", "say_back", "expectation", "transfer", *AFTERWARDS),
        ),
        (
            Transfer("cards"),
            {"around": {"details": ("£50",), "incidents": ("The post is late.", "Two days at most.")}},
            ("greet", "say_back", "details", "notice", "notice", "expectation", "transfer", *AFTERWARDS),
        ),
        (
            Transfer("fraud"),
            {"at": SUNDAY_NIGHT, "intent": "card_lost_or_stolen"},
            ("greet", "say_back", "reassure", "expectation", "transfer", *AFTERWARDS),
        ),
        (Urgent("front_desk"), {}, ("safety",)),
        (End("front_desk"), {}, ("end",)),
        (Ask("cards", ("cards", "loans")), {"options": ("card_order", "card_lost_or_stolen")}, ("greet", "question")),
        (Operator("front_desk"), {}, ("greet", "say_back", "operator", "close")),
        (Operator("front_desk"), {"intent": None}, ("greet", "operator_unsure", "operator", "close")),
        (Operator("front_desk", owner=True), {"handed_on": 3}, ("apology", "owner", "close")),
        (Callback("cards", WEDNESDAY), {}, ("greet", "say_back", "callback", "close")),
    ],
)
def test_each_decision_has_its_stages_in_the_order_they_are_spoken(scene, decision, facts, expected):
    assert stages(render(scene(decision, **facts))) == expected


def test_a_machine_says_what_a_person_reads_without_what_only_a_person_needs(scene):
    script = render(scene(Operator("front_desk"), None))
    spoken = [step for step in script.steps if step.stage not in FOR_A_PERSON]
    assert script.say == " ".join(aloud(step.text) for step in spoken)


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
    say = render(scene(Transfer("cards"), **UNSURE)).say
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
    assert catalogue.departments["loans"].spoken in note
    assert catalogue.departments["travel"].spoken in note


def test_a_colleague_is_not_told_of_departments_when_none_was_tried(scene):
    assert "tried" not in render(scene(Transfer("cards"))).handoff_note.lower()


@pytest.mark.parametrize(
    ("decision", "around"),
    [
        (Transfer("cards"), {}),
        (Transfer("cards"), {"sure_of_intent": False}),
        (Operator("front_desk"), {}),
        (Callback("cards", WEDNESDAY), {}),
    ],
)
def test_a_second_reason_is_acknowledged_and_the_colleague_learns_whose_it_is(scene, catalogue, decision, around):
    intent = catalogue.intents["mortgage_apply"]
    second = SecondReason(intent, catalogue.departments[intent.department])
    script = render(scene(decision, around=around | {"second": second}))
    assert intent.label in words(script, "second")
    spoken = [stage for stage in stages(script) if stage not in FOR_A_PERSON]
    assert spoken[-2] == "second"
    assert f"Also rings about {intent.label} (Mortgages)." in script.handoff_note
    assert "Also" not in render(scene(decision, around=around)).handoff_note


def test_permission_is_asked_and_the_wait_is_told_before_a_transfer(scene):
    said = words(render(scene(Transfer("cards"))), "transfer")
    assert "?" in said
    assert "about three minutes" in said


def test_a_closed_department_says_when_it_opens_and_leads_to_somebody_who_answers_now(scene, catalogue, shut):
    closed = scene(
        Transfer("accounts", instead_of="savings"),
        "savings_open",
        around=shut("savings", opens_at=MONDAY),
        at=SUNDAY_NIGHT,
    )
    said = words(render(closed), "cover")
    assert "tomorrow at eight" in said
    assert catalogue.departments["savings"].spoken in said
    assert catalogue.departments["accounts"].spoken in said


def test_a_department_with_a_long_queue_is_not_called_closed(scene, shut):
    busy = shut("savings") | {"is_closed": False}
    script = render(scene(Transfer("accounts", instead_of="savings"), "savings_open", around=busy))
    assert "closed" not in script.say


def test_a_call_back_names_the_day_and_the_hour(scene, shut):
    around = shut("cards", rings_back=WEDNESDAY)
    script = render(scene(Callback("cards", WEDNESDAY), around=around))
    assert "tomorrow at quarter past eight in the morning" in words(script, "callback")
    assert "tomorrow at quarter past eight in the morning" in words(script, "close")


def test_from_the_second_hop_the_script_is_sorry_and_says_what_is_known_and_tried(scene, catalogue):
    script = render(scene(Transfer("cards"), tried=frozenset(("loans",)), caller_name="Mrs Okafor"))
    said = words(script, "apology")
    assert "sorry" in said
    assert "Mrs Okafor" in said
    assert catalogue.intents["card_not_arrived"].label in said
    assert catalogue.departments["loans"].spoken in said
    assert "stay on" in words(script, "warm")


def test_at_the_last_hop_one_named_person_takes_the_call(scene, catalogue):
    said = words(render(scene(Operator("front_desk", owner=True), handed_on=3)), "owner")
    assert catalogue.organisation.owner.name in said


def test_the_colleague_learns_what_was_promised(scene):
    note = render(scene(Transfer("cards"), handed_on=1, promised="Our cards team rings back on Friday.")).handoff_note
    assert "Our cards team rings back on Friday." in note


def test_danger_is_told_the_emergency_number_of_the_country_digit_by_digit(scene):
    assert "nine nine nine" in render(scene(Urgent("front_desk"))).say


def test_a_written_question_is_asked_in_its_own_words(scene):
    asked = "Is it a payment you made with your card, or a bank transfer?"
    said = words(render(scene(Ask("cards", ("cards", "payments")), around={"asked": asked})), "question")
    assert asked in said
    assert "Is this about" not in said


@pytest.mark.parametrize("level", ["department", "intent"])
def test_the_nearest_words_win_intent_before_department_before_organisation(scene, catalogue, level):
    intent = catalogue.intents["card_not_arrived"]
    cards = replace(catalogue.departments["cards"], script={"close": "Goodbye from cards.", "expectation": "Ours."})
    narrower = replace(catalogue, departments={**catalogue.departments, "cards": cards})
    if level == "intent":
        intent = replace(intent, script={**intent.script, "close": "Goodbye from the post."})
    script = render(replace(scene(Transfer("cards")), catalogue=narrower, intent=intent))
    assert words(script, "close") == ("Goodbye from cards." if level == "department" else "Goodbye from the post.")
    assert words(script, "expectation") == intent.script["expectation"]


def test_words_in_braces_from_a_caller_are_repeated_and_never_run(scene):
    script = render(scene(Transfer("cards"), caller_name="{{ 7 * 7 }}", reason="{% raw %} {{ organisation }}"))
    assert "{{ 7 * 7 }}" in words(script, "greet")
    assert "{% raw %} {{ organisation }}" in script.handoff_note


def test_a_machine_that_would_talk_too_long_leaves_out_the_comfort_before_the_facts(scene):
    facts = {"details": ("£50", "last Tuesday"), "incidents": ("The post is late this week.",)}
    script = render(scene(Transfer("fraud"), "card_lost_or_stolen", around=facts))
    assert aloud(words(script, "notice")) in script.say
    assert words(script, "transfer") in script.say
    assert "Mrs" not in script.say
    assert "fifty pounds" not in script.say
    assert "£50" in words(script, "details")


ACTIONS = (
    lambda intent: (Transfer(intent.department), {}),
    lambda intent: (Transfer(intent.department), UNSURE),
    lambda intent: (Transfer(intent.department), {"handed_on": 1, "tried": frozenset(("front_desk",))}),
    lambda intent: (Transfer("front_desk", instead_of=intent.department), {"shut": True}),
    lambda intent: (Callback(intent.department, WEDNESDAY), {"shut": True}),
    lambda intent: (Operator("front_desk"), {}),
    lambda intent: (Operator("front_desk", owner=True), {"handed_on": 3}),
    lambda intent: (Ask(intent.department, (intent.department,)), {"options": (intent.id,)}),
)


@pytest.mark.parametrize("manner", [Manner.DISTRESS, Manner.CONCERN])
@pytest.mark.parametrize("action", ACTIONS)
def test_slow_words_and_news_leave_a_machine_time_to_be_listened_to(scene, catalogue, shut, action, manner):
    for intent in list(catalogue.intents.values())[::5]:
        decision, facts = action(intent)
        facts = {**facts, "manners": frozenset((manner,))}
        around = {"incidents": ("Cards ordered last week are late because of the post.",), **facts.pop("around", {})}
        if facts.pop("shut", False):
            around |= shut(intent.department, rings_back=getattr(decision, "at", None))
        script = render(scene(decision, intent.id, caller_name="Mrs Okafor", around=around, **facts))
        assert spoken_seconds(script.say) <= LONGEST_SAY_S, script.say


@pytest.mark.parametrize("action", ACTIONS)
def test_every_intent_of_the_bank_can_be_spoken_with_every_action_in_time_to_be_listened_to(
    scene, catalogue, shut, action
):
    for intent in catalogue.intents.values():
        decision, facts = action(intent)
        facts = dict(facts)
        if facts.pop("shut", False):
            facts["around"] = shut(intent.department, rings_back=getattr(decision, "at", None))
        script = render(scene(decision, intent.id, caller_name="Mrs Okafor", agent="Tom", **facts))
        assert all(step.text.strip() for step in script.steps)
        assert not any(mark in script.say + script.handoff_note for mark in ("{", "}", "  ", " .", " ,", "None"))
        assert not re.search(r"\d", script.say)
        assert spoken_seconds(script.say) <= LONGEST_SAY_S, script.say


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
    faults = [fault_in(template, stage in MAY_BE_SILENT) for stage, template in catalogue.script.items()]
    assert faults == [""] * len(catalogue.script)
