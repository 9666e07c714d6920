"""Who learnt from a call can be told after it was erased."""

from dataclasses import replace

import pytest

from routing.app import create_app
from routing.domain.labelled import call_hash
from routing.text.manifest import MANIFEST, parse_manifest
from routing.versions.erased import learnt_among, learnt_from
from routing.versions.held import Versions


@pytest.fixture
def shelf(publish, three_versions):
    """A shelf on which one more version learnt from the calls "a" and "b"."""
    publish(three_versions, "20261123-080000-dddddddd", learnt=[call_hash("a"), call_hash("b")])
    return three_versions


def test_the_versions_that_learnt_from_a_call_are_named(shelf):
    assert learnt_from(shelf, "a") == ["20261123-080000-dddddddd"]
    assert learnt_from(shelf, "c") == []


def test_a_version_that_only_quotes_a_call_is_named_too_and_counts_it_once(shelf, publish):
    live = publish(shelf, "20261124-080000-eeeeeeee", learnt=[call_hash("a")], quoted=[call_hash("a"), call_hash("q")])
    assert learnt_from(shelf, "q") == [live.version]
    manifest = parse_manifest(shelf.read(live.version, MANIFEST), MANIFEST)
    assert learnt_among(shelf, live.version, manifest, {call_hash(name) for name in "abq"}) == 2


def test_a_version_that_cannot_be_read_hides_no_other(shelf):
    shelf.write("20261120-080000-aaaaaaaa/manifest.json", b"{")

    assert learnt_from(shelf, "b") == ["20261123-080000-dddddddd"]


def test_an_erased_call_names_the_versions_in_the_answer_and_they_count_it(services_on, shelf, database, encoder):
    held = replace(services_on(database), versions=Versions(shelf, database, encoder))
    client = create_app(held).test_client()

    assert client.delete("/v1/calls/a").json["learnt_by"] == ["20261123-080000-dddddddd"]
    assert client.delete("/v1/calls/unknown").json["learnt_by"] == []
    counted = {one["version"]: one.get("erased_calls", 0) for one in client.get("/v1/models").json["models"]}
    assert counted["20261123-080000-dddddddd"] == 1
