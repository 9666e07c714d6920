"""Versions change under callers: every worker follows, nobody is turned away, and no answer mixes two models."""

import http.client
import itertools
import json
import threading
import time
import urllib.request
from collections import Counter
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import pytest

from routing.serving.served import lot
from routing.store.engine import open_engine
from routing.store.promotions import Promotions
from routing.store.trials import Trials
from routing.store.workers import Workers
from routing.text.checksum import sha256_of
from training.calls import OUT_OF_SCOPE

DEADLINE_S = 60
WORKERS, CALLERS = 2, 4


@pytest.fixture
def server(serving, models, tmp_path):
    """A server of two workers that knows two versions; yields its address."""
    with serving(tmp_path, ADVISOR_WORKERS=str(WORKERS), ADVISOR_MODELS_URL=str(models)) as address:
        yield address


@pytest.fixture
def engine(server, tmp_path):
    opened = open_engine(f"sqlite:///{tmp_path / 'deep' / 'advisor.sqlite'}")
    yield opened
    opened.dispose()


@pytest.fixture
def promotions(engine):
    return Promotions(engine)


@pytest.fixture
def workers(engine):
    """Return a function that waits until what the workers say of themselves keeps a promise, and returns that."""

    def until(promise):
        deadline = time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline:
            alive = Workers(engine).alive(datetime.now(UTC))
            if len(alive) == WORKERS and all(map(promise, alive)):
                return alive
            time.sleep(0.05)
        raise AssertionError(f"the workers did not come to it: {alive}")

    return until


@pytest.fixture(scope="session")
def expected(small_calls, swapped):
    """Return what each version answers to each reason: labelled calls word for word, which no two versions share."""
    return {
        "one": {call.reason: call.intent for call in small_calls if call.intent != OUT_OF_SCOPE},
        "two": {call.reason: call.intent for call in swapped if call.intent != OUT_OF_SCOPE},
    }


def digest(models, version):
    return sha256_of(models / version / "manifest.json")


class Caller:
    """Asks over one kept-alive connection."""

    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)

    def ask(self, **fields):
        self.connection.request("POST", "/v1/route", json.dumps(fields), {"Content-Type": "application/json"})
        response = self.connection.getresponse()
        answer = json.load(response)
        assert response.status == 200, answer
        return answer

    def close(self):
        self.connection.close()


def answered(address, **fields):
    """Return the answer to one request over a connection of its own."""
    with closing(Caller(address)) as caller:
        return caller.ask(**fields)


@contextmanager
def calling(address, reasons):
    """Ask all the time, several callers at once; yields the list of answers, each with its reason."""
    answers, faults, ended = [], [], threading.Event()

    def call(first):
        try:
            with closing(Caller(address)) as caller:
                for reason in itertools.islice(itertools.cycle(reasons), first, None, CALLERS):
                    if ended.is_set():
                        return
                    answers.append((reason, caller.ask(reason=reason)))
        except Exception as fault:
            faults.append(fault)

    callers = [threading.Thread(target=call, args=(first,)) for first in range(CALLERS)]
    for caller in callers:
        caller.start()
    try:
        yield answers
    finally:
        ended.set()
        for caller in callers:
            caller.join()
    assert faults == []


def test_every_worker_follows_while_callers_are_answered_and_each_answer_is_one_versions(
    server, models, promotions, workers, expected
):
    with calling(server, list(expected["one"])) as answers:
        for version in ("two", "one", "two"):
            promotions.promote(version, digest(models, version), "Ann", "")
            workers(lambda worker, version=version: worker.version == version)
        assert {answered(server, reason="lost card")["model"] for _ in range(20)} == {"two"}
    seen = Counter(answer["model"] for _, answer in answers)
    assert set(seen) == {"one", "two"}
    mixed = [
        (reason, answer["model"], answer["intent"]["id"])
        for reason, answer in answers
        if answer["intent"]["id"] != expected[answer["model"]][reason]
    ]
    assert mixed == []


def truncate(folder):
    path = folder / "characters_weights.npy"
    path.write_bytes(path.read_bytes()[:-64])


def flip_a_bit(folder):
    path = folder / "words_weights.npy"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)


def put_anything_in_its_place(folder):
    (folder / "manifest.json").write_text('{"model": "of somebody else"}')


@pytest.mark.parametrize("spoil", [truncate, flip_a_bit, put_anything_in_its_place])
def test_a_spoilt_version_never_goes_live_and_says_why_while_the_one_before_serves(
    server, models, promotions, workers, expected, spoil
):
    promoted = digest(models, "two")
    spoil(models / "two")
    with calling(server, list(expected["one"])) as answers:
        promotions.promote("two", promoted, "Ann", "")
        alive = workers(lambda worker: worker.refused == "two")
    assert {(worker.version, "two" in worker.why) for worker in alive} == {("one", True)}
    assert {answer["model"] for _, answer in answers} == {"one"}
    with urllib.request.urlopen(f"{server}/readyz", timeout=30) as response:
        ready = json.load(response)
    assert (ready["model"], ready["refused"]) == ("one", [{"model": "two", "why": alive[0].why}])


def test_a_canary_answers_its_calls_at_every_hop_and_no_others(server, models, promotions, workers):
    promotions.try_out("two", digest(models, "two"), "canary", 40, "Ann", "")
    workers(lambda worker: worker.trial == "two")
    reason = "I have lost my bank card"
    for number in range(30):
        call_id = f"call-{number}"
        expected = "two" if lot(call_id) < 40 else "one"
        hops = {answered(server, reason=reason, call_id=call_id)["model"] for _ in range(3)}
        assert hops == {expected}
    fresh = [answered(server, reason=reason) for _ in range(30)]
    assert all(answer["model"] == ("two" if lot(answer["call_id"]) < 40 else "one") for answer in fresh)
    with urllib.request.urlopen(f"{server}/readyz", timeout=30) as response:
        assert json.load(response)["trial"] == {"model": "two", "role": "canary", "share": 40}
    promotions.end_trial("Ann", "")
    workers(lambda worker: worker.trial == "")
    assert {answered(server, reason=reason, call_id=f"call-{number}")["model"] for number in range(30)} == {"one"}


def test_a_shadow_is_compared_and_no_caller_hears_it(server, models, promotions, workers, engine, expected, catalogue):
    promotions.try_out("two", digest(models, "two"), "shadow", 0, "Ann", "")
    workers(lambda worker: worker.trial == "two")
    reasons = list(expected["one"])[:20]
    answers = [answered(server, reason=reason) for reason in reasons]
    assert {answer["model"] for answer in answers} == {"one"}
    assert [answer["intent"]["id"] for answer in answers] == [expected["one"][reason] for reason in reasons]
    deadline = time.monotonic() + DEADLINE_S
    departments = {intent.id: intent.department for intent in catalogue.intents.values()}
    while time.monotonic() < deadline:
        found = Trials(engine).compared("one", "two", departments)
        if found.advice == len(reasons):
            break
        time.sleep(0.1)
    same = sum(departments[expected["one"][each]] == departments[expected["two"][each]] for each in reasons)
    assert (found.advice, found.same_department) == (len(reasons), same)


def test_a_server_that_starts_anew_serves_what_was_promoted_or_the_last_before_it_that_can_be(
    server, serving, models, promotions, workers, tmp_path
):
    promotions.promote("one", digest(models, "one"), "Ann", "")
    promotions.promote("two", digest(models, "two"), "Ann", "")
    workers(lambda worker: worker.version == "two")
    with serving(tmp_path, ADVISOR_WORKERS="1", ADVISOR_MODELS_URL=str(models)) as another:
        assert answered(another, reason="lost card")["model"] == "two"
    truncate(models / "two")
    with serving(tmp_path, ADVISOR_WORKERS="1", ADVISOR_MODELS_URL=str(models)) as third:
        assert answered(third, reason="lost card")["model"] == "one"
    assert "version two should be live and cannot be served" in (tmp_path / "log").read_text()


def test_workers_that_end_in_good_order_are_listed_no_longer(serving, models, tmp_path):
    url = f"sqlite:///{tmp_path / 'deep' / 'advisor.sqlite'}"
    with serving(tmp_path, ADVISOR_WORKERS="1", ADVISOR_MODELS_URL=str(models)):
        engine = open_engine(url)
        deadline = time.monotonic() + DEADLINE_S
        while not Workers(engine).alive(datetime.now(UTC)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(Workers(engine).alive(datetime.now(UTC))) == 1
    assert Workers(engine).alive(datetime.now(UTC)) == []
    engine.dispose()
