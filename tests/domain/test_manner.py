"""What the words of a caller say of their manner, and how words and model are joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.danger import in_danger
from routing.domain.manner import HEARD, Manner, manners, said_outright

DANGER = (
    "I want to kill myself",
    "I\u2019m going to end my life tonight",
    "i dont want to be alive any more",
    "they'd be better off without me",
    "I've swallowed a whole packet of painkillers",
    "he's going to kill me, he's outside with a knife",
    "my husband's hitting me",
    "my dad's collapsed and he's not breathing",
    "there's a really strong smell of gas in the hall",
    "the kitchen's on fire",
    "my little boy has drunk bleach",
    "my son is on the bridge and says he'll jump",
    "send an ambulance please",
)
DENIED = (
    "I'm not going to hurt myself, I just want somebody to listen",
    "i'm not suicidal but i keep thinking about it",
    "I wouldn't really kill myself",
)
LOOK_ALIKES = (
    "this queue is killing me",
    "I could murder a sandwich",
    "the line went dead",
    "my card was swallowed by the machine",
    "please kill this direct debit",
    "I'd like to give to the suicide prevention charity",
    "I want to end my life insurance",
    "my mum's going to kill me if I've lost the receipt",
    "we had a kitchen fire last month and I want to claim",
    "my father took his own life last year and I need to close his account",
    "he had a heart attack in June and needs travel insurance",
    "the app keeps crashing",
    "I nearly had a heart attack when I saw the bill",
    "don't let me go on hold",
)
PERSON = ("0", "operator", "Agent!", "human", "can I speak to a real person please", "I'm not talking to a machine")
ABUSE = ("you're a moron", "shut your mouth you stupid cow", "I'll smash your face in", "what are you wearing")
CIVIL = (
    "your app is rubbish",
    "this is a bloody disgrace",
    "I've been an idiot and lost my card",
    "I hate this hold music",
)


@pytest.mark.parametrize("reason", [*DANGER, *DENIED])
def test_danger_is_heard_in_the_words_even_when_it_is_denied(reason):
    assert in_danger(reason)
    assert Manner.DANGER in manners(reason, {})


@pytest.mark.parametrize("reason", LOOK_ALIKES)
def test_a_figure_of_speech_and_what_is_over_are_no_danger(reason):
    assert not in_danger(reason)


@pytest.mark.parametrize("danger", DANGER)
@pytest.mark.parametrize(
    "around", ["Hello, it's about my council tax. {}", "um i rang about a parcel and {}", "{}. Can you help?"]
)
def test_danger_is_heard_wherever_it_stands_in_a_reason(danger, around):
    assert in_danger(around.format(danger))


@pytest.mark.parametrize("reason", PERSON)
def test_who_asks_for_a_person_is_heard(reason):
    assert said_outright(reason) == {Manner.PERSON}


@pytest.mark.parametrize("reason", ABUSE)
def test_insults_and_threats_to_the_person_on_the_line_are_abuse(reason):
    assert Manner.ABUSE in said_outright(reason)


@pytest.mark.parametrize("reason", CIVIL)
def test_anger_at_the_situation_is_no_abuse(reason):
    assert Manner.ABUSE not in said_outright(reason)


def test_tears_and_a_lost_thread_are_heard():
    assert said_outright("sorry I can't stop crying") == {Manner.DISTRESS}
    assert said_outright("who have I rung") == {Manner.CONFUSION}


@given(believed=st.dictionaries(st.sampled_from([manner.value for manner in Manner]), st.floats(0, 1)))
def test_what_the_model_hears_counts_from_one_half_on(believed):
    counted = {Manner(name) for name, p in believed.items() if p >= HEARD}
    assert manners("a plain reason", believed) - {Manner.CONCERN} == counted - {Manner.CONCERN}


def test_where_danger_is_plain_there_is_no_mere_concern():
    assert manners("a plain reason", {"concern": 0.9, "danger": 0.2}) == {Manner.CONCERN}
    assert manners("a plain reason", {"concern": 0.9, "danger": 0.6}) == {Manner.DANGER}
    assert manners("I want to kill myself", {"concern": 0.9}) == {Manner.DANGER}


@given(reason=st.text(), believed=st.dictionaries(st.sampled_from([m.value for m in Manner]), st.floats(0, 1)))
def test_the_model_only_ever_adds_to_what_the_words_say(reason, believed):
    assert manners(reason, believed) >= said_outright(reason) - {Manner.CONCERN}


@given(reason=st.text())
def test_any_text_at_all_can_be_read(reason):
    assert said_outright(reason) <= set(Manner)
