"""Plain sentences that the shipped words and head must hear rightly, together."""

from dataclasses import replace

import pytest

from routing.domain.manner import Manner
from routing.hearing import hear
from routing.settings import Settings
from routing.text.manner import load_manner
from routing.text.model import Hypothesis

HEARD = (
    ("i want to kill myself i owe so much", Manner.DANGER),
    ("my mum's fallen down the stairs and she isn't moving", Manner.DANGER),
    ("there's smoke coming under the door", Manner.DANGER),
    ("you're a useless idiot", Manner.ABUSE),
    ("I'm sorry, I can't stop crying", Manner.DISTRESS),
    ("I can't remember why I rang you", Manner.CONFUSION),
    ("operator", Manner.PERSON),
    ("emergency", Manner.CONCERN),
    ("0", Manner.PERSON),
    (
        "good afternoon I'm ringing about the direct debit for my gas bill which went up in March and I wanted to ask "
        "whether it can be lowered but to be honest I've been sitting here with the tablets counted out and I don't "
        "know why I even rang you about a bill",
        Manner.DANGER,
    ),
)
UNREMARKABLE = (
    "this queue is killing me",
    "I've lost my debit card",
    "I want to cancel a direct debit to my old gym",
    "my card was swallowed by the machine outside",
    "what time does your branch close today",
    "two",
    "no",
    "thank you",
    "you know",
    "he's ten",
    "neither of those",
)


@pytest.fixture(scope="module")
def heard(shipped, catalogue):
    """Return the manners of a reason as the service hears them."""
    model = replace(shipped, manner=load_manner(Settings().manner, shipped.encoder.sha256))
    return lambda reason: hear(model, catalogue, (Hypothesis(reason),)).manners


@pytest.mark.parametrize(("reason", "manner"), HEARD)
def test_a_plain_sentence_is_heard_in_its_manner(heard, reason, manner):
    assert manner in heard(reason)


@pytest.mark.parametrize("reason", UNREMARKABLE)
def test_an_unremarkable_call_shows_no_manner(heard, reason):
    assert heard(reason) == frozenset()
