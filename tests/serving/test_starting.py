"""A process begins with the live version, else with the last one before it that can be served, and says so."""

import pytest

from routing.errors import BadModel, NoModel
from routing.serving.starting import choices, first
from routing.store.engine import open_engine
from routing.store.promotions import Promotions
from routing.text.shelf import Live

DEFAULT = Live("default", "00")
DIGEST = "ab"


def loading_all_but(*broken):
    def load(wanted):
        if wanted.version in broken:
            raise BadModel(f"{wanted.version} is cut short")
        return wanted.version.upper()

    return load


def test_a_database_without_tables_has_promoted_nothing(tmp_path):
    bare = open_engine(f"sqlite:///{tmp_path / 'bare.sqlite'}")
    bare.connect().close()
    assert choices(bare, DEFAULT) == [DEFAULT]
    bare.dispose()


def test_to_look_for_a_database_that_is_not_there_does_not_make_it(tmp_path):
    absent = open_engine(f"sqlite:///{tmp_path / 'absent.sqlite'}")
    assert choices(absent, DEFAULT) == [DEFAULT]
    assert list(tmp_path.iterdir()) == []
    absent.dispose()


def test_a_process_begins_with_what_is_live(database):
    for version in ("one", "two"):
        Promotions(database).promote(version, DIGEST, "Ann", "")
    versions = choices(database, DEFAULT)
    assert first(versions, loading_all_but()) == (Live("two", DIGEST), "TWO")


def test_a_live_version_that_cannot_be_served_gives_way_to_the_one_before_and_that_is_said_loudly(database, caplog):
    for version in ("one", "two", "three"):
        Promotions(database).promote(version, DIGEST, "Ann", "")
    versions = choices(database, DEFAULT)
    assert first(versions, loading_all_but("three", "two"))[0].version == "one"
    assert "version three should be live and cannot be served: three is cut short" in caplog.text
    assert "version one is served in its place" in caplog.text


def test_without_any_version_that_can_be_served_the_process_refuses_to_start_and_says_why_of_each(database):
    Promotions(database).promote("one", DIGEST, "Ann", "")
    with pytest.raises(NoModel) as refused:
        first(choices(database, DEFAULT), loading_all_but("one", "default"))
    assert str(refused.value).splitlines()[1:] == [
        "one: one is cut short",
        "default: default is cut short",
    ]
