"""The same reason gets the same advice, whichever channel and worker takes the call, and the right one."""

from dataclasses import replace

import pytest

from routing.advise import Advisor
from routing.catalogue.golden import GOLDEN, read_golden
from routing.request import Request
from routing.services import live_model
from routing.settings import Settings
from routing.text.cache import Recent
from routing.text.model import Hypothesis
from training.differences import NoJournal, advise_unrecorded, missed

SHIPPED = Settings()
CHANNELS = ("ivr", "reception", "web", "api")
LEAST_RIGHT = 0.95


@pytest.fixture(scope="module")
def calls(catalogue):
    """The sample bank's golden calls."""
    return read_golden(SHIPPED.catalogue / GOLDEN, catalogue)


@pytest.fixture(scope="module")
def workers(catalogue, shipped):
    """Two workers with models of their own; the second has a cache, as a server's workers do."""
    cached = replace(live_model(SHIPPED), predictions=Recent(100), reasons=Recent(100))
    return Advisor(catalogue, shipped, NoJournal()), Advisor(catalogue, cached, NoJournal())


def told(advisor, call, channel):
    advice = advisor.advise(Request((Hypothesis(call.reason),), call.at, channel=channel))
    return advice.decision, advice.department, advice.intent, advice.confidence, advice.script, advice.because


def test_the_same_reason_gets_the_same_advice_on_every_channel_and_from_every_worker(workers, calls):
    one, other = workers
    first = [told(one, call, CHANNELS[0]) for call in calls]

    for channel in CHANNELS:
        backwards = [told(other, call, channel) for call in reversed(calls)]
        assert backwards[::-1] == first


def test_the_same_reason_gets_the_same_advice_over_http_on_every_channel(ask, calls):
    for call in calls[::10]:
        answers = [ask(reason=call.reason, channel=channel, at=call.at.isoformat()).json for channel in CHANNELS]
        said = [(each["action"], each["department"], each["confidence"], each["script"]) for each in answers]
        assert said == said[:1] * len(CHANNELS)


def test_the_shipped_model_gives_the_advice_a_good_receptionist_would(catalogue, shipped, calls):
    wrong = [call for call in calls if missed(call, advise_unrecorded(catalogue, shipped, call.reason, call.at))]
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(calls), [call.reason for call in wrong]
