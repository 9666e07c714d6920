"""A training that was asked for over HTTP goes on when the worker and the whole server are killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from routing.store.engine import open_engine
from routing.store.training_runs import Runs

DEADLINE_S = 300
COMMAND = [sys.executable, "-c", "from routing.cli import main; main()", "serve"]


def waited(found, deadline_s=DEADLINE_S):
    """Ask until there is an answer, and return it."""
    deadline = time.monotonic() + deadline_s
    while time.monotonic() < deadline:
        if answer := found():
            return answer
        time.sleep(0.2)
    raise AssertionError("there was no answer in time")


def is_ready(address):
    try:
        urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
    except OSError:
        return False
    return True


def test_a_run_is_finished_although_worker_and_server_were_killed(models, small_catalogue, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    url = f"sqlite:///{tmp_path / 'advisor.sqlite'}"
    environment = os.environ | {
        "ADVISOR_BIND": bind,
        "ADVISOR_WORKERS": "1",
        "ADVISOR_DATABASE_URL": url,
        "ADVISOR_CATALOGUE": str(small_catalogue),
        "ADVISOR_MODELS_URL": str(models),
        "ADVISOR_CACHE_URL": str(tmp_path / "cache"),
    }
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(COMMAND, env=environment, stdout=log, stderr=log)
    waited(lambda: is_ready(f"http://{bind}"))
    asked = urllib.request.Request(
        f"http://{bind}/v1/training-runs", b'{"role": "none"}', {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        run_id = json.load(answer)["id"]
    engine = open_engine(url)
    runs = Runs(engine)
    waited(lambda: runs.get(run_id).state == "running")

    workers = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    assert workers
    for worker in map(int, workers):
        os.kill(worker, signal.SIGKILL)
    os.kill(server.pid, signal.SIGKILL)
    server.wait()

    assert runs.get(run_id).state == "running"
    waited(lambda: runs.get(run_id).state != "running")
    run = runs.get(run_id)
    engine.dispose()
    assert run.error == ""
    assert run.version in {path.name for path in models.iterdir()}
    assert run.state in ("done", "refused"), "the gate may think little of so small a model"
