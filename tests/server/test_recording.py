"""Every answer of a real server comes into the database, however the server ends."""

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
from contextlib import contextmanager
from http.client import HTTPException

import pytest
from sqlalchemy import select

from routing.store.engine import READING, open_engine
from routing.store.tables import advice

DEADLINE_S = 60


def route(address, fields):
    request = urllib.request.Request(
        f"{address}/v1/route", json.dumps(fields).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def readiness(address):
    with urllib.request.urlopen(f"{address}/readyz", timeout=30) as response:
        return json.load(response)


def recorded(url):
    engine = open_engine(url)
    with engine.connect().execution_options(**READING) as connection:
        found = set(connection.execute(select(advice.c.id)).scalars())
    engine.dispose()
    return found


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'deep' / 'advisor.sqlite'}"


def until(condition):
    """Wait until a condition holds; tell whether it came to."""
    deadline = time.monotonic() + DEADLINE_S
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return condition()


@contextmanager
def locked(url):
    """Hold the lock of every writer, as a long import does."""
    engine = open_engine(url)
    with engine.begin():
        yield
    engine.dispose()


def test_a_server_that_is_ended_first_writes_down_what_waits(serving, tmp_path, url):
    with serving(tmp_path) as server, ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(lambda n: route(server, {"reason": f"my card was stolen {n}"}), range(60)))
    assert {answer["advice_id"] for answer in answers} == recorded(url)
    assert [path.name for path in (tmp_path / "spool").rglob("*") if path.is_file()] == ["lock"]
    log = (tmp_path / "log").read_text("utf-8")
    counts = [line.split("Advice recorded: ")[1] for line in log.splitlines() if "Advice recorded: " in line]
    assert sum(int(line.split(",")[0]) for line in counts) == 60
    assert all(line.endswith("left in the spool: 0, dropped: 0") for line in counts)


def test_while_writers_are_locked_out_callers_are_answered_and_their_questions_known_to_every_worker(
    serving, tmp_path, url
):
    with serving(tmp_path) as server:
        with locked(url):
            for _ in range(6):
                question = route(server, {"reason": "my payment has not gone through"})["question"]
                answer = route(server, {"reason": "1", "question_id": question["id"]})
                assert answer["department"]["id"] == question["options"][0]["department"]
            assert recorded(url) == set()
        assert until(lambda: len(recorded(url)) == 12)


def test_a_killed_server_has_lost_no_answer(serving, tmp_path, url):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    settings = {"ADVISOR_BIND": address, "ADVISOR_DATABASE_URL": url, "ADVISOR_SPOOL": str(tmp_path / "spool")}
    command = [sys.executable, "-c", "from routing.cli import main; main()", "serve"]
    with (tmp_path / "log").open("a") as log:
        process = subprocess.Popen(command, env=os.environ | settings, stdout=log, stderr=log, start_new_session=True)
    assert until(lambda: answers_at(address))
    answered = []

    def call(number):
        try:
            answered.append(route(f"http://{address}", {"reason": f"my card was stolen {number}"})["advice_id"])
        except (OSError, HTTPException):  # the server was killed before it had answered
            return
        if len(answered) == 100:
            os.killpg(process.pid, signal.SIGKILL)

    with locked(url), ThreadPoolExecutor(8) as callers:
        list(callers.map(call, range(200)))
    assert process.wait(timeout=30) == -signal.SIGKILL
    assert 100 <= len(answered) < 200
    assert recorded(url) == set()

    with serving(tmp_path) as server:
        assert until(lambda: set(answered) <= recorded(url))
        counts = readiness(server)["advice"]
    assert (counts["dropped"], counts["dropped_ever"]) == (0, 0)
    assert not list((tmp_path / "spool").rglob("*.spool"))


def answers_at(address):
    try:
        return readiness(f"http://{address}")["status"] == "ready"
    except (OSError, HTTPException):
        return False


def test_readiness_tells_what_became_of_the_advice(start, tmp_path, url):
    server = start()
    route(server, {"reason": "my card was stolen"})
    assert until(lambda: readiness(server)["advice"]["recorded"] == 1)
    assert readiness(server)["advice"] == {
        "recorded": 1,
        "waiting": 0,
        "dropped": 0,
        "spooling": True,
        "dropped_ever": 0,
    }
    with locked(url):
        for _ in range(3):
            route(server, {"reason": "my card was stolen"})
        assert readiness(server)["advice"]["waiting"] == 3


def test_a_database_that_goes_away_and_comes_back_loses_nothing(start_on, own_postgres):
    url = own_postgres.get_uri()
    server = start_on(url)
    answered = {route(server, {"reason": "my card was stolen"})["advice_id"]}
    assert until(lambda: readiness(server)["advice"]["recorded"] == 1)

    own_postgres.stop()
    answered |= {route(server, {"reason": "how do i open an isa"})["advice_id"] for _ in range(10)}
    with pytest.raises(urllib.error.HTTPError) as refused:
        readiness(server)
    assert refused.value.code == 503
    assert "advice that waits to be recorded: 10" in refused.value.read().decode()
    own_postgres.start()

    assert until(lambda: answered <= recorded(url))
    counts = readiness(server)["advice"]
    assert (counts["recorded"], counts["waiting"], counts["dropped"]) == (11, 0, 0)
