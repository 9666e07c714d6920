"""A raw row becomes a row about a call, or is refused by the names of its fields."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from routing.domain.labelled import CallRow
from routing.errors import BadRow
from routing.posting import MOST_FAULTS, RowSchema, checked

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LEAST = {"call_id": "call-1", "intent": "card_lost_or_stolen"}


def test_what_is_left_out_has_its_default(catalogue):
    assert checked(LEAST, catalogue, NOON) == CallRow(
        "call-1", 0, "", "card_lost_or_stolen", "", True, None, NOON, timed=False
    )


def test_every_field_comes_through(catalogue):
    fields = {
        "call_id": "call-1",
        "hop": 2,
        "reason": "they sent me to you",
        "intent": "card_lost_or_stolen",
        "department": "fraud",
        "resolved": False,
        "transfers": 3,
        "occurred_at": "2026-11-24T12:00:00+01:00",
        "source": "genesys",
        "agent": "Sam  Smith",
    }
    assert set(fields) == set(RowSchema().fields)

    at = datetime(2026, 11, 24, 12, tzinfo=timezone(timedelta(hours=1)))
    assert checked(fields, catalogue, NOON) == CallRow(
        "call-1", 2, "they sent me to you", "card_lost_or_stolen", "fraud", False, 3, at, "genesys", "Sam Smith"
    )


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"call_id": None}, "call_id", "found null"),
        ({"call_id": "a b"}, "call_id", "visible ASCII"),
        ({"call_id": "x" * 129}, "call_id", "visible ASCII"),
        ({"hop": -1}, "hop", "0 to 50"),
        ({"hop": 51}, "hop", "found 51"),
        ({"hop": True}, "hop", "whole number"),
        ({"hop": "1"}, "hop", "whole number"),
        ({"transfers": 1.5}, "transfers", "whole number"),
        ({"reason": ""}, "reason", "only blanks"),
        ({"reason": "a" * 2001}, "reason", "found 2001"),
        ({"reason": "my card\x00"}, "reason", "U+0000"),
        ({"intent": ""}, "intent", "found neither"),
        ({"intent": "card_lost"}, "intent", "card_lost_or_stolen"),
        ({"intent": "out_of_scop"}, "intent", "out_of_scope"),
        ({"department": "cheese"}, "department", "cards, "),
        ({"department": "savings"}, "department", "expected fraud"),
        ({"resolved": "yes"}, "resolved", "true or false"),
        ({"occurred_at": "2026-11-24T12:00:00"}, "occurred_at", "with its zone"),
        ({"occurred_at": "2026-11-26T12:00:00Z"}, "occurred_at", "has been"),
        ({"source": " "}, "source", "1 to 64"),
        ({"source": "x" * 65}, "source", "1 to 64"),
        ({"agent": "a\x07b"}, "agent", "printable"),
        ({"colour": "red"}, "colour", "no such field"),
        ({"\ud83d": "red"}, "'\\ud83d'", "no such field"),
    ],
)
def test_a_field_at_fault_is_named_with_what_was_expected(catalogue, fields, field, words):
    with pytest.raises(BadRow) as refused:
        checked(LEAST | fields, catalogue, NOON)

    assert refused.value.field == field
    assert words in refused.value.message


def test_every_fault_is_named_up_to_a_limit(catalogue):
    with pytest.raises(BadRow) as refused:
        checked({"hop": -1, "colour": "red"}, catalogue, NOON)
    assert {field for field, _ in refused.value.faults} == {"call_id", "hop", "colour"}

    with pytest.raises(BadRow) as refused:
        checked(LEAST | {f"field_{number}": 1 for number in range(1000)}, catalogue, NOON)
    assert len(refused.value.faults) == MOST_FAULTS


def test_every_intent_of_the_catalogue_is_taken_alone_and_with_its_department(catalogue):
    for intent in catalogue.intents.values():
        fields = LEAST | {"intent": intent.id, "department": intent.department}
        assert checked(fields, catalogue, NOON).department == intent.department


def test_a_call_out_of_scope_may_have_ended_anywhere(catalogue):
    for department in catalogue.departments:
        assert checked(LEAST | {"intent": "out_of_scope", "department": department}, catalogue, NOON)


def test_no_personal_number_comes_in_by_the_name_of_the_agent(catalogue):
    row = checked(LEAST | {"agent": "card 4111 1111 1111 1111", "source": "sam@example.com"}, catalogue, NOON)

    assert (row.agent, row.source) == ("card [card number]", "[e-mail]")


@pytest.mark.parametrize(
    ("posted", "kept"),
    [
        ({"intent": "card_gone"}, ("card_lost_or_stolen", "")),
        ({"intent": "pin_gone", "department": "plastic"}, ("pin_forgotten", "cards")),
        ({"intent": "telex", "department": "plastic"}, ("", "cards")),
        ({"intent": "out_of_scope"}, ("out_of_scope", "")),
    ],
)
def test_a_system_that_still_uses_a_former_id_is_understood(catalogue, posted, kept):
    moved = replace(
        catalogue,
        moved_intents={"card_gone": "card_lost_or_stolen", "pin_gone": "pin_forgotten", "telex": ""},
        moved_departments={"plastic": "cards"},
    )
    row = checked({"call_id": "1", **posted}, moved, datetime.now(UTC))
    assert (row.intent, row.department) == kept


def test_an_intent_that_is_gone_says_nothing_by_itself(catalogue):
    with pytest.raises(BadRow):
        checked({"call_id": "1", "intent": "telex"}, replace(catalogue, moved_intents={"telex": ""}), datetime.now(UTC))


@pytest.mark.parametrize("field", ["intent", "department", "resolved", "my card 4111 1111 1111 1111"])
def test_what_a_caller_said_in_the_wrong_column_is_not_given_back(catalogue, field):
    row = {"call_id": "a", "reason": "x", "intent": "card_order"} | {field: "card 4111 1111 1111 1111"}

    with pytest.raises(BadRow) as refused:
        checked(row, catalogue, datetime.now(UTC))

    assert "4111" not in str(refused.value)
