import pytest

from routing.errors import UnknownVersion
from routing.store.promotions import Standing
from routing.text.shelf import Live
from routing.versions.held import State


def state(*versions, default="", history=()):
    return State(versions, Live(default, "0") if default else None, Standing(None, None), history, (), frozenset())


@pytest.mark.parametrize(
    ("name", "version"),
    [("20261121-1", "20261121-1"), ("20261121-10", "20261121-10"), ("20261122", "20261122-1"), ("live", "20261121-1")],
)
def test_a_version_is_known_by_its_name_a_beginning_of_its_own_and_what_it_is(name, version):
    assert state("20261121-1", "20261121-10", "20261122-1", default="20261121-1").named(name) == version


def test_a_beginning_that_several_share_is_refused_with_their_names():
    with pytest.raises(UnknownVersion, match="found '20261121', which begins 2: 20261121-2, 20261121-1"):
        state("20261121-1", "20261121-2", "20261122-1").named("20261121")


@pytest.mark.parametrize("name", ["", "2027", "live", "../20261121-1"])
def test_a_name_that_no_version_has_is_refused_with_those_there_are(name):
    with pytest.raises(UnknownVersion, match=r"'live' or 'previous', found .*; it has 20261121-1"):
        state("20261121-1").named(name)


def test_before_the_first_live_version_there_was_none():
    with pytest.raises(UnknownVersion, match="expected a version that was live before this one, found none"):
        state("20261121-1").named("previous")


def test_an_empty_shelf_says_so():
    with pytest.raises(UnknownVersion, match="no versions at all"):
        state().named("2026")
