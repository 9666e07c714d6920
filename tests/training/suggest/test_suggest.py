"""From the record of calls to suggestions for a person, with the real encoder."""

from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.month import NEW_REASON, Story, fill
from routing.store.suggestions import Suggestions
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.suggest.suggest import suggest

AT = datetime(2026, 11, 28, 18, tzinfo=UTC)
STORY = Story(calls_a_day=60, new_share=0.08)


@pytest.fixture
def look(database, catalogue, small_calls, small_model):
    """Fill the record, and return a search in it for new reasons."""
    inside = [LabelledCall(f"{call.intent} please", "isa") for call in small_calls if call.intent != OUT_OF_SCOPE]
    outside = [call for call in small_calls if call.intent == OUT_OF_SCOPE]
    fill(database, catalogue, [*inside, *outside], STORY, AT)
    return lambda at=AT: suggest(database, small_model, catalogue.intents, 28, at)


def about_crypto(suggestion):
    return sum(example in NEW_REASON for example in suggestion.examples) / len(suggestion.examples)


def test_a_new_reason_is_suggested_with_its_words_examples_and_department(look, database, catalogue, small_model):
    found = look()
    new = [each for each in found if about_crypto(each) > 0.8]

    assert new
    assert {"crypto", "bitcoin"} & {word for each in new for words in each.words for word in words.split()}
    for each in new:
        assert each.department == catalogue.organisation.front_desk
        assert not each.ended
        assert each.nearest in small_model.intents
        assert each.name not in catalogue.intents
        assert 0 < each.share < 0.1
        assert each.calls == len(each.call_ids) >= len(each.examples)
    assert Suggestions(database).open() == sorted(found, key=lambda each: (-each.calls, each.name, each.id))


def test_looking_again_supersedes_and_dismissed_calls_do_not_come_back(look, database):
    first, store = look(), Suggestions(database)
    again = look()
    assert [each.call_ids for each in again] == [each.call_ids for each in first]
    assert len(store.open()) == len(again)

    for each in again:
        store.dismiss(each)
    assert not {call for each in look() for call in each.call_ids} & {call for each in again for call in each.call_ids}


def test_without_calls_there_is_nothing_to_suggest(look, database):
    look()

    assert look(AT + timedelta(days=90)) == []
    assert Suggestions(database).open() == []
