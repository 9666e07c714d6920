"""A retraining is asked for, watched and cancelled over HTTP; the web process never trains."""

import subprocess
import sys
from dataclasses import replace

import pytest

from routing.api.training_runs import shown
from routing.app import create_app
from routing.errors import BadRun
from routing.services import EXTENSION
from routing.store.engine import open_engine
from routing.store.training_runs import Runs


@pytest.fixture
def started():
    return []


@pytest.fixture
def training(app, database, started):
    """The application over a database of the test's own; what it starts is noted, not run."""
    held = replace(app.extensions[EXTENSION], runs=Runs(database), start_training=started.append)
    return create_app(held)


@pytest.fixture
def client(training):
    return training.test_client()


@pytest.fixture
def runs(training):
    return training.extensions[EXTENSION].runs


def test_a_training_is_accepted_started_and_found_where_the_answer_says(client, started):
    answer = client.post("/v1/training-runs", json={"by": "Ann", "role": "canary", "share": 10, "accept_golden": [12]})
    assert answer.status_code == 202
    assert started == [answer.json["id"]]
    found = client.get(answer.headers["Location"])
    assert found.json == answer.json | {"log": [], "next_after": 0}
    assert (found.json["state"], found.json["position"], found.json["requested_by"]) == ("waiting", 0, "Ann")
    assert found.json["options"] == {"role": "canary", "share": 10, "accept_golden": [12]}


def test_the_second_is_told_its_place_or_that_another_is_under_way(client, started):
    client.post("/v1/training-runs", json={})
    assert client.post("/v1/training-runs", json={}).json["position"] == 1
    refused = client.post("/v1/training-runs", json={"if_busy": "refuse"})
    assert (refused.status_code, refused.mimetype) == (409, "application/problem+json")
    assert "if_busy: wait" in refused.json["detail"]
    assert len(started) == 2


def test_no_more_than_five_wait_beside_the_one_that_runs(client, runs, started):
    running = client.post("/v1/training-runs", json={}).json["id"]
    assert runs.claim(running)
    waiting = [client.post("/v1/training-runs", json={}).json["id"] for _ in range(5)]
    refused = client.post("/v1/training-runs", json={"if_busy": "wait"})
    assert (refused.status_code, refused.mimetype) == (409, "application/problem+json")
    assert "expected fewer than 5 trainings that wait, found 5" in refused.json["detail"]
    assert started == [running, *waiting]
    client.delete(f"/v1/training-runs/{waiting[0]}")
    assert client.post("/v1/training-runs", json={}).status_code == 202


def test_progress_log_and_verdict_are_read_as_they_come(client, runs):
    run_id = client.post("/v1/training-runs", json={}).json["id"]
    assert runs.claim(run_id)
    runs.beat(run_id, "fitting", 0.25)
    for line in ("one", "two", "three"):
        runs.say(run_id, line)
    at_work = client.get(f"/v1/training-runs/{run_id}").json
    assert (at_work["state"], at_work["stage"], at_work["progress"]) == ("running", "fitting", 0.25)
    assert [line["line"] for line in at_work["log"]] == ["one", "two", "three"]
    rest = client.get(f"/v1/training-runs/{run_id}?after={at_work['log'][0]['id']}").json
    assert [line["line"] for line in rest["log"]] == ["two", "three"]
    runs.finish(run_id, "refused", "20261128-1", {"passed": False, "against": "x", "checks": []})
    (over,) = client.get("/v1/training-runs").json["runs"]
    assert (over["state"], over["version"], over["verdict"]["passed"]) == ("refused", "20261128-1", False)
    assert "position" not in over
    assert "progress" not in over


def test_a_run_is_cancelled_once(client):
    run_id = client.post("/v1/training-runs", json={}).json["id"]
    cancelled = client.delete(f"/v1/training-runs/{run_id}")
    assert (cancelled.status_code, cancelled.json["state"]) == (200, "cancelled")
    assert client.delete(f"/v1/training-runs/{run_id}").status_code == 409


@pytest.mark.parametrize("method", ["get", "delete"])
def test_a_run_that_is_not_there_is_not_found(client, method):
    answer = getattr(client, method)("/v1/training-runs/nothing")
    assert (answer.status_code, "found 'nothing'" in answer.json["detail"]) == (404, True)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"role": "boss"}, "role"),
        ({"role": "canary"}, "share"),
        ({"share": 5}, "share"),
        ({"role": "canary", "share": 101}, "share"),
        ({"accept_golden": [0]}, "accept_golden.0"),
        ({"if_busy": "hurry"}, "if_busy"),
        ({"by": ""}, "by"),
        ({"half_life": 3}, "half_life"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_by_its_field(client, body, field, started):
    answer = client.post("/v1/training-runs", json=body)
    assert (answer.status_code, [fault["field"] for fault in answer.json["errors"]]) == (422, [field])
    assert started == []


def test_a_process_that_cannot_be_started_fails_the_run_and_says_why(training, runs):
    def fail(run_id):
        raise BadRun("expected to start a training, found no room")

    held = training.extensions[EXTENSION]
    answer = create_app(replace(held, start_training=fail)).test_client().post("/v1/training-runs", json={})
    assert (answer.status_code, "found no room" in answer.json["detail"]) == (503, True)
    assert answer.headers["Retry-After"] == "5"
    (run,) = runs.latest()
    assert (run.state, run.error) == ("failed", "expected to start a training, found no room")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/v1/training-runs"),
        ("get", "/v1/training-runs"),
        ("get", "/v1/training-runs/some"),
        ("delete", "/v1/training-runs/some"),
    ],
)
def test_a_database_that_fails_is_told_and_may_be_asked_again(training, started, tmp_path, method, path):
    engine = open_engine(f"sqlite:///{tmp_path / 'without-tables.sqlite'}")
    held = replace(training.extensions[EXTENSION], runs=Runs(engine))
    client = create_app(held).test_client()
    answer = getattr(client, method)(path, **({"json": {}} if method == "post" else {}))
    engine.dispose()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json["detail"] == "expected a database that answers, found OperationalError"
    assert started == []


def test_nothing_that_does_not_apply_is_shown(training, runs):
    with training.test_request_context():
        fields = shown(runs.create({}, "ann"))
    assert all(value not in (None, "") for value in fields.values())


def test_the_web_process_loads_nothing_of_training():
    heavy = "('training', 'cleanlab', 'sklearn')"
    code = f"import sys, routing.wsgi; print([name for name in sys.modules if name.split('.')[0] in {heavy}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
