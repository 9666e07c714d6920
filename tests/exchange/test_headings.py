"""The columns of other systems' lists are understood by their usual names, and a mapping counts more."""

import pytest

from routing.errors import BadFile
from routing.exchange.headings import FIELDS, check_mapped, columns, left_aside, meaning, understood


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Call ID", "call_id"),
        ("callid", "call_id"),
        ("Contact-Id", "call_id"),
        ("Transcript", "reason"),
        ("UTTERANCE", "reason"),
        ("What the caller said", "reason"),
        ("Category", "intent"),
        ("label", "intent"),
        ("Department", "department"),
        ("Team", "department"),
        ("Date", "date"),
        ("time", "time"),
        ("Start time", "occurred_at"),
        ("Agent", "agent"),
        ("Handle time (s)", ""),
        ("", ""),
        *((field, field) for field in FIELDS),
    ],
)
def test_a_heading_is_known_by_its_usual_names(heading, field):
    assert meaning(heading) == field


def test_what_is_mapped_counts_first_then_a_fields_own_name_then_the_first_usual_one():
    headings = ("Label", "Category", "Queue", "Team", "Words", "reason", "Department")

    assert columns(headings, {}) == {
        "reason": "reason", "intent": "Label", "department": "Queue",
    }  # fmt: skip
    assert columns(headings, {"department": "Team", "intent": "Category"}) == {
        "reason": "reason", "intent": "Category", "department": "Team",
    }  # fmt: skip


def test_a_field_may_be_mapped_to_the_column_of_another():
    assert columns(("Reason", "Category"), {"reason": "Category", "intent": "Reason"}) == {
        "reason": "Category",
        "intent": "Reason",
    }


def test_a_date_and_a_time_of_day_give_way_to_a_column_that_has_both():
    assert columns(("Date", "Time", "Created at"), {}) == {"occurred_at": "Created at"}
    assert columns(("Date", "Time"), {}) == {"date": "Date", "time": "Time"}


def test_columns_that_mean_nothing_here_are_left_aside_but_for_those_added_to_refused_rows():
    used = columns(("Reason", "Label", "Category", "Mood"), {})

    assert left_aside(("Reason", "Label", "Category", "Mood", "", "refused_at", "refused_because"), used) == [
        "Category",
        "Mood",
    ]


def test_the_line_of_headings_is_told_by_how_many_are_understood():
    assert understood(("Reason", "Mood", "Grund"), {"reason": "Grund"}) == 2
    assert understood(("Calls of November", ""), {}) == 0


@pytest.mark.parametrize(
    ("mapped", "fault"),
    [
        ({"reson": "A"}, "expected one of the fields call_id, hop, reason, .* found 'reson'; did you mean reason?"),
        ({"zzz": "A"}, "found 'zzz'$"),
        ({"reason": "C"}, "reason: expected a column 'C' as it was mapped, found the columns A, B$"),
    ],
)
def test_a_mapping_of_what_is_not_there_is_refused_with_what_is(mapped, fault):
    with pytest.raises(BadFile, match=fault):
        check_mapped(mapped, ("A", "B"))
