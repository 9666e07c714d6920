"""A catalogue that can be read may still hold departments that nobody is sent to."""

from dataclasses import replace

from routing.catalogue.check import idle_departments


def test_the_sample_bank_has_no_idle_department(catalogue):
    assert list(idle_departments(catalogue)) == []


def test_a_department_that_no_intent_leads_to_is_told_but_never_the_front_desk(catalogue):
    intents = {
        name: intent for name, intent in catalogue.intents.items() if intent.department not in ("loans", "front_desk")
    }
    (fault,) = idle_departments(replace(catalogue, intents=intents))
    assert fault.startswith("departments.yaml: loans: expected at least one intent")
