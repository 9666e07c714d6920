"""Cells are read as people and spreadsheets write them, and what could mean two things is not guessed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import BadRow
from routing.exchange.cells import joined, moment, truth, whole

PARIS = ZoneInfo("Europe/Paris")
CELLS = st.none() | st.text(max_size=30) | st.integers() | st.floats() | st.booleans() | st.datetimes() | st.dates()


@pytest.mark.parametrize("value", [True, "yes", "Y", " TRUE ", 1, 1.0, "1", "x"])
def test_a_yes_is_understood(value):
    assert truth("resolved", value) is True


@pytest.mark.parametrize("value", [False, "no", "N", "False", 0, 0.0, "0"])
def test_a_no_is_understood(value):
    assert truth("resolved", value) is False


@pytest.mark.parametrize("value", [2, "2", 2.0, "2.0", " 2 "])
def test_a_whole_number_is_understood(value):
    assert whole("hop", value) == 2


AT = datetime(2026, 11, 24, 9, 30, tzinfo=PARIS)
MIDNIGHT = datetime(2026, 11, 24, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-24T09:30", AT),
        ("2026-11-24 09:30:00", AT),
        ("2026-11-24 9:30", AT),
        ("2026-11-24 9.30 am", AT),
        ("2026-11-24T08:30:00Z", AT),
        ("2026-11-24T09:30:00+01:00", AT),
        ("2026-11-24", MIDNIGHT),
        ("24/11/2026 09:30", AT),
        ("24.11.2026, 9:30", AT),
        ("24-11-2026 9:30 AM", AT),
        ("11/24/2026 9:30 am", AT),
        ("11/24/2026", MIDNIGHT),
        (datetime(2026, 11, 24, 9, 30), AT),
        (datetime(2026, 11, 24, 8, 30, tzinfo=UTC), AT),
        (date(2026, 11, 24), MIDNIGHT),
    ],
)
def test_a_time_is_understood_and_is_of_the_zone_unless_it_says_another(value, expected):
    assert moment("occurred_at", value, PARIS, day_first=None) == expected


@pytest.mark.parametrize(("text", "hour"), [("12:30 am", 0), ("12:30 PM", 12), ("1:30 p.m.", 13), ("13:30", 13)])
def test_the_halves_of_the_day_are_understood(text, hour):
    assert moment("occurred_at", f"2026-11-24 {text}", PARIS, day_first=None).hour == hour


def test_which_number_is_the_day_must_be_known():
    assert moment("occurred_at", "3/4/2026", PARIS, day_first=True).month == 4
    assert moment("occurred_at", "3/4/2026", PARIS, day_first=False).month == 3
    assert moment("occurred_at", "3.4.2026", PARIS, day_first=None).month == 4
    assert moment("occurred_at", "4/4/2026", PARIS, day_first=None).month == 4
    assert moment("occurred_at", "13/4/2026", PARIS, day_first=False).month == 4
    with pytest.raises(BadRow, match="found 3/4/2026; give --day-first or --month-first"):
        moment("occurred_at", "3/4/2026", PARIS, day_first=None)


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        ("2026-11-24", "09:30", AT),
        ("24/11/2026", "9:30 am", AT),
        (date(2026, 11, 24), time(9, 30), AT),
        (datetime(2026, 11, 24), time(9, 30), AT),
        (datetime(2026, 11, 24), datetime(1899, 12, 30, 9, 30), AT),
        (datetime(2026, 11, 24), "09:30", AT),
        ("2026-11-24", time(9, 30), AT),
        ("2026-11-24", None, MIDNIGHT),
        (datetime(2026, 11, 24), None, MIDNIGHT),
    ],
)
def test_a_date_and_a_time_of_day_are_one_time(day, at, expected):
    assert moment("occurred_at", joined(day, at), PARIS, day_first=None) == expected


@pytest.mark.parametrize("text", ["soon", "31/02/2026", "2026-13-01", "2026-11-24 25:00", "2026-11-24 0:30 am"])
def test_what_is_no_time_is_refused_with_what_is_expected(text):
    with pytest.raises(BadRow, match="occurred_at: expected a date such as 2026-11-24 09:30"):
        moment("occurred_at", text, PARIS, day_first=None)


@given(value=CELLS, day_first=st.none() | st.booleans())
def test_every_cell_is_read_or_refused_with_its_field(value, day_first):
    for read in (truth, whole, lambda name, cell: moment(name, cell, PARIS, day_first)):
        found, faults = None, ()
        try:
            found = read("field", value)
        except BadRow as bad:
            faults = bad.faults
        assert (found is None) == bool(faults)
        assert all(name == "field" and message.isprintable() for name, message in faults)
