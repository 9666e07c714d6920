"""Who learnt from a call can be told after it was erased."""

from dataclasses import replace

import pytest

from routing.app import create_app
from routing.domain.labelled import call_hash
from routing.errors import UnreachableShelf
from routing.text.manifest import MANIFEST, parse_manifest
from routing.text.shelf import Shelf
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


class Silent(Shelf):
    """A shelf whose store lists its versions, and then times out."""

    def read(self, version, name):
        raise UnreachableShelf(f"{version}/{name}: expected an answer, found a time-out; try again")


def test_no_version_is_cleared_of_a_call_by_a_shelf_that_does_not_answer(services_on, shelf, database, encoder):
    silent = Silent(shelf.url, shelf.cache)
    with pytest.raises(UnreachableShelf):
        learnt_from(silent, "a")
    held = replace(services_on(database), versions=Versions(silent, database, encoder))
    assert create_app(held).test_client().delete("/v1/calls/a").status_code == 503


def test_an_erased_call_names_the_versions_in_the_answer_and_they_count_it(services_on, shelf, database, encoder):
    held = replace(services_on(database), versions=Versions(shelf, database, encoder))
    client = create_app(held).test_client()

    assert client.delete("/v1/calls/a").json["learnt_by"] == ["20261123-080000-dddddddd"]
    assert client.delete("/v1/calls/unknown").json["learnt_by"] == []
    counted = {one["version"]: one.get("erased_calls", 0) for one in client.get("/v1/models").json["models"]}
    assert counted["20261123-080000-dddddddd"] == 1
