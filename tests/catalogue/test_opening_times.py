"""Hours as people write them become hours the catalogue reads; what cannot be understood is named."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.catalogue.draft import fault_of
from routing.catalogue.opening_times import as_clock, as_hours, from_columns
from routing.domain.hours import DAYS

WRITTEN = [
    ("mon-fri 09:00-17:30, sat 10:00-13:00", {"mon-fri": "09:00-17:30", "sat": "10:00-13:00"}),
    ("Mon to Fri 9am-5.30pm; Saturday 10-1", {"mon-fri": "09:00-17:30", "sat": "10:00-13:00"}),
    ("Monday \u2013 Friday: 08:00 \u2013 20:00\nSat 9\u201317", {"mon-fri": "08:00-20:00", "sat": "09:00-17:00"}),
    ("Mon, Wed 9:00-17:00 and Fri 9-12", {"mon": "09:00-17:00", "wed": "09:00-17:00", "fri": "09:00-12:00"}),
    ("weekdays 8.30am to noon", {"mon-fri": "08:30-12:00"}),
    ("weekends 1-5pm", {"sat-sun": "13:00-17:00"}),
    ("daily from 6 until midnight", {"mon-sun": "06:00-24:00"}),
    ("Sun closed, Mon-Sat 9-5", {"mon-sat": "09:00-17:00"}),
    ("thursdays 8h30-12h00", {"thu": "08:30-12:00"}),
    ("mon-fri 09:00:00-17:00:00", {"mon-fri": "09:00-17:00"}),
    ("9-5", {"mon-fri": "09:00-17:00"}),
    ("24/7", "always"),
    ("Always", "always"),
    ("day and night", "always"),
]
NOT_UNDERSTOOD = [
    ("mon-fri", "found 'mon-fri'"),
    ("9", "found '9'"),
    ("closed", "found 'closed'"),
    ("by appointment", "found 'by appointment'"),
    ("mon-fri 9-5, sat", "found 'mon-fri 9-5, sat'"),
    ("mon 25-26", "found '25'"),
    ("mon 9:75-17:00", "found '9:75'"),
    ("mon 13pm-14pm", "found '13pm'"),
    ("", "found ''"),
    (time(9), "found only the time 09:00"),
    (datetime(2026, 12, 9), "found the date 2026-12-09; a spreadsheet makes a date of 9-12"),
    (date(2026, 12, 9), "found the date 2026-12-09"),
]


@pytest.mark.parametrize(("written", "hours"), WRITTEN)
def test_hours_are_understood_as_a_person_means_them(written, hours):
    assert as_hours(written) == hours
    assert fault_of("department", "hours", hours) == ""


@pytest.mark.parametrize(("written", "found"), NOT_UNDERSTOOD)
def test_hours_that_cannot_be_understood_are_told_with_what_was_found(written, found):
    with pytest.raises(ValueError, match=r"^expected (opening hours such as|a time of day)") as told:
        as_hours(written)
    assert found in str(told.value)


def test_two_spans_of_one_day_are_both_kept():
    assert as_hours("mon-fri 9-12, 13-17") == {"mon-fri": ["09:00-12:00", "13:00-17:00"]}


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        (time(9, 30), "09:30"),
        (0.375, "09:00"),
        (1, "24:00"),
        (timedelta(days=1), "24:00"),
        (timedelta(hours=17, minutes=15), "17:15"),
        (datetime(1900, 1, 1), "24:00"),
        ("9 am", "09:00"),
        (9, "09:00"),
        ("5.30pm", "17:30"),
        ("noon", "12:00"),
    ],
)
def test_a_time_is_read_in_every_form_a_spreadsheet_keeps_it(cell, clock):
    assert as_clock(cell) == clock


@pytest.mark.parametrize("cell", ["soon", "", 99, -0.5, True, "mon", "9-5"])
def test_a_cell_that_is_no_time_is_refused(cell):
    with pytest.raises(ValueError, match="expected a time of day such as 09:00, found"):
        as_clock(cell)


def test_hours_in_columns_of_their_own_are_joined():
    assert from_columns("", time(9), 0.75) == {"mon-fri": "09:00-18:00"}
    assert from_columns("Saturday", "9am", time(0)) == {"sat": "09:00-24:00"}


@given(
    first=st.integers(0, 6),
    length=st.integers(0, 6),
    opens=st.integers(0, 24 * 60 - 2),
    stays=st.integers(1, 24 * 60),
)
def test_hours_as_the_catalogue_writes_them_are_read_as_they_stand(first, length, opens, stays):
    last, closes = min(first + length, 6), min(opens + stays, 24 * 60)
    days = DAYS[first] if last == first else f"{DAYS[first]}-{DAYS[last]}"
    span = f"{opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"
    assert as_hours(f"{days} {span}") == {days: span}


@given(st.text(max_size=40))
def test_any_text_is_either_understood_or_refused_in_one_line(text):
    told = "expected nothing else"
    try:
        as_hours(text)
    except ValueError as error:
        told = str(error)
    assert told.startswith("expected ")
    assert "\n" not in told
