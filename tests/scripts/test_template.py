"""A template that cannot be said is told to its author in one line, before a caller has to hear it."""

import pytest

from routing.scripts.template import PLACEHOLDERS, fault_in

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


@pytest.mark.parametrize("template", UNSPEAKABLE.values(), ids=UNSPEAKABLE)
def test_a_template_that_cannot_be_filled_is_told_in_one_line(template):
    fault = fault_in(template)
    assert fault.startswith("expected")
    assert "\n" not in fault


def test_every_placeholder_may_be_used():
    assert fault_in("x" + "".join(f"{{{{ {placeholder} }}}}" for placeholder in PLACEHOLDERS)) == ""


def test_an_unknown_placeholder_is_told_with_those_that_are_known():
    fault = fault_in("Hello {{ callers_name }}")
    assert "found no placeholder callers_name" in fault
    assert all(placeholder in fault for placeholder in PLACEHOLDERS)
