"""`GET /v1/insights`: the live figures of drift and the stored suggestions."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from benchmarks.month import Story, fill
from routing.app import create_app
from routing.domain.suggestion import Suggestion
from routing.store.engine import open_engine
from training.calls import OUT_OF_SCOPE, LabelledCall

CALLS = [LabelledCall("where is my card", "card_not_arrived"), LabelledCall("open an isa", "isa")]
CALLS += [LabelledCall("is this the dentist", OUT_OF_SCOPE)]


@pytest.fixture
def held(services_on, database):
    """The services over a database of the test's own."""
    return services_on(database)


@pytest.fixture
def get(held):
    """Get /v1/insights with parameters."""
    client = create_app(held).test_client()
    return lambda **parameters: client.get("/v1/insights", query_string=parameters)


def suggestion(**facts):
    usual = Suggestion(
        str(uuid4()), datetime.now(UTC), "open", "crypto", "payments", True, 7, 700, ("crypto",),
        tuple(f"buy crypto {number}" for number in range(7)), tuple("abcdefg"), "isa", 0.41,
    )  # fmt: skip
    return replace(usual, **facts)


def test_what_changed_is_answered_with_days_and_no_field_is_null(get, database, catalogue):
    fill(database, catalogue, CALLS, Story(), datetime.now(UTC))

    answer = get(days=28)
    body = answer.json

    assert answer.status_code == 200
    assert body["enough_calls"]
    assert {"operator", "card_not_arrived"} <= {finding.get("name") for finding in body["findings"]}
    assert len(body["by_day"]) == len(body["by_day_before"]) == 28
    assert body["intents"]["distance"] > body["intents"]["by_chance"]
    assert body["time_zone"] == "Europe/London"
    assert "null" not in json.dumps(body)


def test_an_empty_record_is_answered_without_findings_or_null(get):
    body = get().json

    assert (body["days"], body["calls"], body["findings"], body["suggestions"]) == (28, 0, [], [])
    assert "too few" in body["summary"]
    assert "intents" not in body
    assert "confidence" not in body["by_day"][0]
    assert "null" not in json.dumps(body)


def test_open_suggestions_are_listed_and_no_call_is_named(get, held):
    held.insights.suggestions.supersede([suggestion(), suggestion(name="coins", ended=False, nearest="", calls=6)])

    first, second = get().json["suggestions"]

    assert (first["name"], first["ended_at"], first["share"], first["nearest"]["intent"]) == (
        "crypto",
        "payments",
        0.01,
        "isa",
    )
    assert first["examples"] == [f"buy crypto {number}" for number in range(5)]
    assert (second["sent_to"], "nearest" in second, "call_ids" in second) == ("payments", False, False)


@pytest.mark.parametrize(
    ("parameters", "field"), [({"days": "0"}, "days"), ({"days": "many"}, "days"), ({"month": "3"}, "month")]
)
def test_days_that_cannot_be_looked_at_are_named(get, parameters, field):
    problem = get(**parameters)

    assert problem.status_code == 422
    assert problem.mimetype == "application/problem+json"
    assert [fault["field"] for fault in problem.json["errors"]] == [field]


def test_a_database_without_tables_is_told_as_a_passing_fault(services_on, tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")

    problem = create_app(services_on(engine)).test_client().get("/v1/insights")

    assert (problem.status_code, problem.headers["Retry-After"]) == (503, "5")


def test_serving_loads_nothing_that_only_training_needs():
    heavy = ("sklearn", "scipy", "pandas", "training")
    script = f"import sys, routing.wsgi; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
