"""Suggestions wait for a person, who decides once."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from routing.domain.suggestion import Suggestion
from routing.errors import UnknownSuggestion
from routing.store.suggestions import Suggestions


def suggestion(number, **facts):
    usual = Suggestion(
        id=str(UUID(int=number << 96)),
        found_at=datetime(2026, 11, 28, 12, tzinfo=UTC),
        state="open",
        name=f"reason_{number}",
        department="cards",
        ended=True,
        calls=3,
        of_calls=100,
        words=("crypto",),
        examples=("buy crypto", "sell crypto"),
        call_ids=(f"{number}-a", f"{number}-b", f"{number}-c"),
        nearest="isa",
        likeness=0.5,
    )
    return replace(usual, **facts)


@pytest.fixture
def store(database):
    return Suggestions(database)


def test_a_suggestion_comes_back_as_it_was_found(store):
    found = suggestion(1)
    store.supersede([found])

    assert store.open() == [found]
    assert store.find("reason_1") == store.find(found.id[:8]) == found


def test_those_of_most_calls_come_first(store):
    store.supersede([suggestion(1, calls=3), suggestion(2, calls=9)])

    assert [each.name for each in store.open()] == ["reason_2", "reason_1"]


def test_a_new_search_takes_the_place_of_what_was_open_and_of_nothing_that_was_decided(store):
    store.supersede([suggestion(1), suggestion(2)])
    store.dismiss(store.find("reason_1"))
    store.supersede([suggestion(3)])

    assert [each.name for each in store.open()] == ["reason_3"]
    assert store.decided() == {"1-a", "1-b", "1-c"}


def test_what_is_accepted_is_decided_once_the_work_is_done(store):
    found = suggestion(1)
    store.supersede([found])

    with pytest.raises(OSError, match="full"), store.accepting(found):
        raise OSError("disk full")
    assert store.open() == [found]
    with store.accepting(found):
        pass
    assert store.open() == []
    assert store.decided() == set(found.call_ids)


def test_nobody_decides_twice(store):
    found = suggestion(1)
    store.supersede([found])
    store.dismiss(found)

    with pytest.raises(UnknownSuggestion, match="decided or superseded meanwhile"), store.accepting(found):
        pytest.fail("the work was begun")


@pytest.mark.parametrize("name", ["", "reason", "00000009", "reason_3"])
def test_an_unknown_name_is_told_with_those_that_are_open(store, name):
    store.supersede([suggestion(1), suggestion(2)])

    with pytest.raises(UnknownSuggestion, match=r"open are: reason_1 \(00000001\), reason_2 \(00000002\)"):
        store.find(name)
