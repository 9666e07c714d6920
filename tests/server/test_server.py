"""The real server process, over real sockets."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """`advisor serve` on a free port with two workers; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    folder = tmp_path_factory.mktemp("server")
    environment = os.environ | {
        "ADVISOR_BIND": address,
        "ADVISOR_DATABASE_URL": f"sqlite:///{folder / 'deep' / 'advisor.sqlite'}",
    }
    with (folder / "log").open("w") as log:
        command = [sys.executable, "-c", "from routing.cli import main; main()", "serve"]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        wait_until_ready(f"http://{address}", process)
        yield f"http://{address}"
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=40) == 0


def wait_until_ready(address, process):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server did not become ready")


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
        assert answer["intent"]["label"] == question["options"][0]["label"]


def test_a_problem_is_a_problem_over_http_too(server):
    with pytest.raises(urllib.error.HTTPError) as refused:
        post(server, {"reason": ""})

    assert refused.value.code == 422
    assert refused.value.headers["Content-Type"] == "application/problem+json"
    refused.value.close()
