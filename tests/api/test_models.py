"""Model versions over HTTP."""

import json
from dataclasses import replace

import pytest

from routing.app import create_app
from routing.store.tables import promotions
from routing.text.manifest import MANIFEST
from routing.text.shelf import Shelf
from routing.versions.held import Versions

OLD, MIDDLE, NEW = "20261120-080000-aaaaaaaa", "20261121-080000-bbbbbbbb", "20261122-080000-cccccccc"


@pytest.fixture
def held(services_on, three_versions, database, encoder):
    """The services of an application of this test's own, over a shelf with three versions."""
    return replace(services_on(database), versions=Versions(three_versions, database, encoder))


@pytest.fixture
def client(held):
    return create_app(held).test_client()


@pytest.fixture
def promote(client):
    return lambda version, **fields: client.post(f"/v1/models/{version}/promote", json=fields)


def test_the_versions_are_listed_the_newest_first(client):
    listed = client.get("/v1/models").json["models"]
    assert [row["version"] for row in listed] == [NEW, MIDDLE, OLD]
    assert [row["roles"] for row in listed] == [[], [], ["live", "default"]]
    assert [row.get("gate_passed") for row in listed] == [False, True, None]
    assert listed[0]["figures"] == {"department_accuracy": 0.9, "intent_accuracy": 0.8}
    assert listed[0]["calls"] == 60


def test_no_field_is_null(client, promote):
    promote(MIDDLE)
    assert "null" not in client.get("/v1/models").text
    assert all("null" not in client.get(f"/v1/models/{name}").text for name in (OLD, MIDDLE, NEW))


def test_a_version_is_told_with_the_gates_verdict_and_its_promotions(client, promote):
    promote(MIDDLE, why="it knows  the new loan")
    told = client.get("/v1/models/live").json
    assert told["version"] == MIDDLE
    assert told["verdict"]["checks"][0] == {
        "name": "size",
        "passed": True,
        "candidate": 2.5,
        "text": "It takes 2.5 MiB.",
    }
    assert [(row["role"], row["by"], row["why"]) for row in told["promotions"]] == [
        ("live", "api", "it knows the new loan")
    ]


def test_a_damaged_version_is_told_with_its_fault(client, three_versions):
    (three_versions.folder(NEW) / MANIFEST).write_bytes(b"")
    assert "expected a manifest" in client.get(f"/v1/models/{NEW}").json["fault"]


def test_a_report_is_a_page_that_can_run_nothing(client):
    page = client.get(f"/v1/models/{NEW}/report")
    assert (page.status_code, page.mimetype, page.text) == (200, "text/html", "<!doctype html><p>Good")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "sandbox" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["", "/report"])
@pytest.mark.parametrize(
    ("name", "words"), [("2027", NEW), ("2026112", NEW), ("previous", "live before this one, found none")]
)
def test_an_unknown_version_is_a_404_that_says_what_there_is(client, name, words, path):
    answer = client.get(f"/v1/models/{name}{path}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert words in answer.json["detail"]


def test_an_unknown_version_cannot_be_promoted(promote):
    assert promote("2027").status_code == 404


def test_a_version_is_promoted(promote, held):
    answer = promote("20261121")
    assert answer.status_code == 200
    assert (answer.json["version"], answer.json["role"], answer.json["by"]) == (MIDDLE, "live", "api")
    assert held.versions.look().live == MIDDLE


def test_what_the_gate_did_not_pass_needs_a_reason(promote, held):
    refused = promote(NEW)
    assert refused.status_code == 409
    assert "It takes 2.5 MiB." in refused.json["detail"]
    assert promote(NEW, role="canary", share=10, despite_gate="only a trial").json["share"] == 10
    assert (held.versions.look().live, held.versions.look().trial) == (OLD, NEW)


def test_a_version_that_cannot_be_served_is_a_conflict_and_nothing_is_changed(promote, held, three_versions):
    (three_versions.folder(MIDDLE) / "bias.npy").unlink()
    refused = promote(MIDDLE)
    assert refused.status_code == 409
    assert "found no such file" in refused.json["detail"]
    assert held.versions.look().history == ()


def test_the_live_version_is_a_conflict(promote):
    assert promote(OLD).status_code == 409


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"role": "boss"}, "role", "expected one of live, shadow and canary, found boss"),
        ({"role": "canary"}, "share", "expected the percent of calls for a canary, found none"),
        ({"share": 10}, "share", "expected a share with a canary only"),
        ({"role": "canary", "share": 0}, "share", "expected whole percents from 1 to 100, found 0"),
        ({"role": "canary", "share": 101}, "share", "found 101"),
        ({"role": "canary", "share": "10"}, "share", "expected whole percents from 1 to 100"),
        ({"why": ""}, "why", "expected a reason of 1 to 500 printable characters"),
        ({"despite_gate": "x" * 501}, "despite_gate", "expected a reason of 1 to 500"),
        ({"by": "me"}, "by", "no such field"),
    ],
)
def test_a_field_at_fault_is_named(promote, held, fields, field, words):
    answer = promote(MIDDLE, **fields)
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["errors"]] == [field]
    assert words in answer.json["errors"][0]["message"]
    assert held.versions.look().history == ()


def test_a_database_that_fails_is_told_and_may_be_asked_again(client, promote, held):
    with held.versions.engine.begin() as connection:
        promotions.drop(connection)
    for answer in (client.get("/v1/models"), client.get("/v1/models/live"), promote(MIDDLE)):
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_shelf_that_fails_is_told_and_may_be_asked_again(held, tmp_path, monkeypatch):
    from fsspec.implementations.memory import MemoryFileSystem

    def refuse(*arguments, **options):
        raise PermissionError("no entry")

    monkeypatch.setattr(MemoryFileSystem, "glob", refuse)
    away = replace(held, versions=replace(held.versions, shelf=Shelf("memory://away", tmp_path)))
    answer = create_app(away).test_client().get("/v1/models")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "expected a shelf that answers, found PermissionError" in json.loads(answer.text)["detail"]
