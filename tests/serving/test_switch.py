"""Each request is answered by one model, the whole call by the same one, and a shadow is heard by nobody."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import OperationalError

from routing.errors import UnknownQuestion
from routing.request import Request
from routing.serving.served import Served
from routing.serving.switch import Switch
from routing.store.journal import Question
from routing.text.model import Hypothesis

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Questions:
    """Knows the question `asked`, of the call `call-7`."""

    def __init__(self, away=False):
        self.away = away

    def question(self, question_id):
        if self.away:
            raise OperationalError("select", {}, OSError("away"))
        if question_id != "asked":
            raise UnknownQuestion(question_id)
        return Question("call-7", 0, "my card", ())


class Answering:
    """Answers every request with its own name and the request."""

    def __init__(self, name, journal=None):
        self.name, self.journal = name, journal or Questions()

    def advise(self, request):
        return self.name, request


def saying(**facts):
    return Request((Hypothesis("my card"),), NOON, **facts)


def switch_to(role, share=0, live=None):
    switch = Switch(live or Answering("live"))
    switch.change(Served(switch.served.live, Answering("trial"), role, share))
    return switch


def test_without_a_trial_the_live_model_gets_the_request_as_it_came():
    assert Switch(Answering("live")).advise(saying()) == ("live", saying())


def test_after_a_change_the_next_request_is_answered_by_the_new_model():
    switch = Switch(Answering("live"))
    switch.change(Served(Answering("next")))
    assert switch.advise(saying())[0] == "next"


def test_a_request_under_way_is_answered_by_the_model_it_began_with():
    class ChangedMeanwhile(Answering):
        def advise(self, request):
            switch.change(Served(Answering("next"), Answering("trial"), "shadow"))
            return super().advise(request)

    heard = []
    switch = Switch(ChangedMeanwhile("live"), lambda *told: heard.append(told))
    assert switch.advise(saying())[0] == "live"
    assert heard == []


def test_a_new_call_gets_its_id_before_the_model_is_chosen_so_that_later_hops_meet_the_same():
    switch = switch_to("canary", 50)
    for _ in range(50):
        model, request = switch.advise(saying())
        assert request.new_call_id
        assert switch.advise(saying(call_id=request.new_call_id))[0] == model


def test_the_reply_to_a_question_is_answered_by_the_model_that_answers_the_questions_call():
    for share in range(1, 101):
        switch = switch_to("canary", share)
        model, request = switch.advise(saying(question_id="asked"))
        assert (model, request.call_id) == (switch.advise(saying(call_id="call-7"))[0], "call-7")


@pytest.mark.parametrize("journal", [Questions(), Questions(away=True)], ids=["unknown", "away"])
def test_the_reply_to_a_question_nobody_knows_is_left_to_the_model(journal):
    switch = switch_to("canary", 50, Answering("live", journal))
    _, request = switch.advise(saying(question_id="never asked"))
    assert (request.call_id, request.question_id) == ("", "never asked")
    assert request.new_call_id


def test_a_shadow_overhears_what_was_asked_and_what_the_live_model_said():
    heard = []
    switch = Switch(Answering("live"), lambda *told: heard.append(told))
    trial = Answering("trial")
    switch.change(Served(switch.served.live, trial, "shadow"))
    advice = switch.advise(saying())
    assert advice == ("live", saying())
    assert heard == [(trial, saying(), advice)]


def test_a_canary_is_not_overheard():
    heard = []
    switch = Switch(Answering("live"), lambda *told: heard.append(told))
    switch.change(Served(switch.served.live, Answering("trial"), "canary", 50))
    switch.advise(saying())
    assert heard == []
