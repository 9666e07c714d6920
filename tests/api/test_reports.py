"""The report on transfers over HTTP."""

import csv
import io

import pytest


@pytest.fixture
def told(ask):
    """A call of today that was put through."""
    return ask(reason="my card was stolen", channel="ivr").json


def test_a_report_tells_of_the_calls_that_were_answered(client, told):
    body = client.get("/v1/reports/transfers?by=channel&baseline=0.5").json

    assert body["total"]["calls"] >= 1
    assert body["baseline"]["passed_on_per_call"] == 0.5
    assert "ivr" in [group["name"] for group in body["groups"]]
    assert {"measured", "estimated"} <= set(body["total"])


def test_a_report_comes_as_csv_for_a_spreadsheet(client, told):
    answer = client.get("/v1/reports/transfers?by=model&format=csv")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.mimetype == "text/csv"
    assert [row["group"] for row in rows] == ["all", told["model"]]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("by=colour", "by"),
        ("since=yesterday", "since"),
        ("since=2026-11-24T00:00:00Z&until=2026-11-23T00:00:00Z", "until"),
        ("baseline=-1", "baseline"),
        ("group=day", "group"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_refused_by_name(client, query, field):
    answer = client.get(f"/v1/reports/transfers?{query}")

    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["errors"]] == [field]


def test_a_window_without_calls_is_an_empty_report(client):
    body = client.get("/v1/reports/transfers?since=2001-01-01T00:00:00Z&until=2001-02-01T00:00:00Z").json

    assert (body["total"]["calls"], body["groups"]) == (0, [])
    assert "right_first" not in body["total"]["measured"]
