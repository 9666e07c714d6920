"""A catalogue that can be read may still hold scripts that cannot be said; each is told by file and field."""

from dataclasses import replace

import pytest

from routing.catalogue.check import idle_departments, script_faults
from routing.catalogue.schemas import STAGES

GREETING_WITHOUT_A_NAME = "{% if caller_name %}Hello, {{ caller_name }}.{% else %}Hello, {{ nobody }}.{% endif %}"

UNSPEAKABLE = {
    "unknown placeholder": "So this is about {{ matter }}.",
    "unknown field": "We'll ring {{ department.owner }}.",
    "unknown placeholder in the branch for others": GREETING_WITHOUT_A_NAME,
    "unknown filter": "So this is about {{ reason | shorten }}.",
    "unclosed": "So this is about {{ reason",
    "unclosed condition": "{% if caller_name %}Hello",
    "nothing to say": "{# to be written #}",
    "a sum that cannot be done": "In {{ 1 / 0 }} minutes.",
    "a number added to words": "In {{ wait + 1 }} minutes.",
    "a loop without end": "{% for i in range(10 ** 9) %}on{% endfor %}",
    "the machine's insides": "{{ department.__class__.__mro__ }}",
    "another file": "{% include 'secrets' %}",
}


def saying(catalogue, stage, template):
    return replace(catalogue, script={**catalogue.script, stage: template})


def test_the_sample_bank_has_no_faults(catalogue):
    assert list(script_faults(catalogue)) == []
    assert list(idle_departments(catalogue)) == []


@pytest.mark.parametrize("template", UNSPEAKABLE.values(), ids=UNSPEAKABLE)
def test_a_template_of_the_organisation_that_cannot_be_filled_is_told(catalogue, template):
    (fault,) = script_faults(saying(catalogue, "greet", template))
    assert fault.startswith("scripts.yaml: greet: expected")
    assert "\n" not in fault


@pytest.mark.parametrize("template", UNSPEAKABLE.values(), ids=UNSPEAKABLE)
def test_a_template_of_an_intent_that_cannot_be_filled_is_told(catalogue, template):
    intent = replace(catalogue.intents["card_order"], script={"say_back": template})
    (fault,) = script_faults(replace(catalogue, intents={**catalogue.intents, "card_order": intent}))
    assert fault.startswith("intents")
    assert "card_order: script.say_back: expected" in fault
    assert "\n" not in fault


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_without_a_template_is_told(catalogue, stage):
    script = {name: template for name, template in catalogue.script.items() if name != stage}
    (fault,) = script_faults(replace(catalogue, script=script))
    assert fault.startswith(f"scripts.yaml: {stage}: expected a template for every stage, found none")


def test_an_unknown_placeholder_is_told_with_those_that_are_known(catalogue):
    (fault,) = script_faults(saying(catalogue, "greet", "Hello {{ callers_name }}"))
    assert "callers_name" in fault
    assert "caller_name" in fault.replace("callers_name", "")


def test_every_fault_is_told_at_once(catalogue):
    several = saying(saying(catalogue, "greet", "{{ a }}"), "operator", "{{ b }}")
    assert len(list(script_faults(several))) == 2


def test_a_department_that_no_intent_leads_to_is_told_but_never_the_front_desk(catalogue):
    intents = {
        name: intent for name, intent in catalogue.intents.items() if intent.department not in ("loans", "front_desk")
    }
    (fault,) = idle_departments(replace(catalogue, intents=intents))
    assert fault.startswith("departments.yaml: loans: expected at least one intent")
