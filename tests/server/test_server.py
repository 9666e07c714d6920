"""The real server process, over real sockets."""

import json
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest


@pytest.fixture(scope="module")
def server(serving, tmp_path_factory):
    """`advisor serve` on a free port with two workers; yields its address."""
    with serving(tmp_path_factory.mktemp("server")) as address:
        yield address


def post(address, fields):
    request = urllib.request.Request(
        f"{address}/v1/route", json.dumps(fields).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def test_a_call_is_routed_over_http(server):
    assert post(server, {"reason": "uh hi my purse was stolen"})["department"]["id"] == "fraud"


def test_many_callers_at_once_each_get_their_own_answer(server):
    asked = [("my card was stolen", "card_lost_or_stolen"), ("how do i open an isa", "isa"), ("hello", None)] * 20

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda pair: post(server, {"reason": pair[0]}), asked))

    assert [answer.get("intent", {}).get("id") for answer in answers] == [intent for _, intent in asked]
    assert len({answer["advice_id"] for answer in answers}) == len(asked)


def test_a_question_asked_by_one_worker_can_be_answered_at_any(server):
    for _ in range(6):
        question = post(server, {"reason": "my payment has not gone through"})["question"]
        answer = post(server, {"reason": "1", "question_id": question["id"]})
        assert answer["department"]["id"] == question["options"][0]["department"]


def test_a_status_set_at_one_worker_comes_to_be_seen_at_every_worker(server):
    body = json.dumps({"on_duty": "Sam", "for_s": 600}).encode()
    request = urllib.request.Request(
        f"{server}/v1/departments/savings/status", body, {"Content-Type": "application/json"}, method="PUT"
    )
    urllib.request.urlopen(request, timeout=30).close()

    deadline, alike = time.monotonic() + 20, 0
    while alike < 20 and time.monotonic() < deadline:
        with urllib.request.urlopen(f"{server}/v1/departments", timeout=30) as response:
            listed = json.load(response)["departments"]
        alike = alike + 1 if any(each.get("on_duty") == "Sam" for each in listed) else 0
    assert alike == 20


def test_a_problem_is_a_problem_over_http_too(server):
    with pytest.raises(urllib.error.HTTPError) as refused:
        post(server, {"reason": ""})

    assert refused.value.code == 422
    assert refused.value.headers["Content-Type"] == "application/problem+json"
    refused.value.close()
