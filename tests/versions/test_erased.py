"""Who learnt from a call can be told after it was erased."""

from dataclasses import replace

import pytest

from routing.app import create_app
from routing.domain.labelled import call_hash
from routing.errors import UnreachableShelf
from routing.text.shelf import Shelf
from routing.versions.erased import learnt_from
from routing.versions.held import Versions


@pytest.fixture
def shelf(publish, three_versions):
    """A shelf on which one more version learnt from the calls "a" and "b"."""
    publish(three_versions, "20261123-080000-dddddddd", learnt=[call_hash("a"), call_hash("b")])
    return three_versions


def test_the_versions_that_learnt_from_a_call_are_named(shelf):
    assert learnt_from(shelf, "a") == ["20261123-080000-dddddddd"]
    assert learnt_from(shelf, "c") == []


def test_a_version_that_cannot_be_read_hides_no_other(shelf):
    shelf.write("20261120-080000-aaaaaaaa/manifest.json", b"{")

    assert learnt_from(shelf, "b") == ["20261123-080000-dddddddd"]


class TimesOut(Shelf):
    """A shelf that names its versions and then answers no more."""

    def read(self, version, name):
        raise UnreachableShelf("expected a shelf that answers, found a time-out")


def test_a_shelf_that_does_not_answer_is_not_taken_for_one_where_nobody_learnt(services_on, shelf, database, encoder):
    silent = TimesOut(shelf.url, shelf.cache)
    held = replace(services_on(database), versions=Versions(silent, database, encoder))

    with pytest.raises(UnreachableShelf):
        learnt_from(silent, "a")
    assert create_app(held).test_client().delete("/v1/calls/a").status_code == 503


def test_an_erased_call_names_the_versions_in_the_answer_and_they_count_it(services_on, shelf, database, encoder):
    held = replace(services_on(database), versions=Versions(shelf, database, encoder))
    client = create_app(held).test_client()

    assert client.delete("/v1/calls/a").json["learnt_by"] == ["20261123-080000-dddddddd"]
    assert client.delete("/v1/calls/unknown").json["learnt_by"] == []
    counted = {one["version"]: one.get("erased_calls", 0) for one in client.get("/v1/models").json["models"]}
    assert counted["20261123-080000-dddddddd"] == 1
