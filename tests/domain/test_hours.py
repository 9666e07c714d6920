"""Opening hours hold in the organisation's own zone, on the nights the clocks change and up to midnight."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from routing.domain.hours import OpeningHours, Span

LONDON = ZoneInfo("Europe/London")
NINE_TO_HALF_PAST_FIVE = (Span(time(9), time(17, 30)),)
OFFICE = OpeningHours(dict.fromkeys(range(5), NINE_TO_HALF_PAST_FIVE), LONDON)
ALWAYS = OpeningHours({}, LONDON, always=True)
NEVER = OpeningHours({}, LONDON)
SUNDAY = 6
SMALL_HOURS = OpeningHours({SUNDAY: (Span(time(1), time(3)),)}, LONDON)
EVENINGS = OpeningHours({4: (Span(time(18), None),)}, LONDON)
ROUND_THE_CLOCK = OpeningHours(dict.fromkeys(range(7), (Span(time(0), None),)), LONDON)

QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]
OTHER_ZONES = ("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Europe/London")
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


@st.composite
def spans(draw):
    opens = draw(st.sampled_from(QUARTERS))
    return Span(opens, draw(st.sampled_from([*(later for later in QUARTERS if later > opens), None])))


weeks = st.dictionaries(st.integers(0, 6), st.tuples(spans())).map(lambda week: OpeningHours(week, LONDON))


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-01-05T08:59:59.999999+00:00", False),
        ("2026-01-05T09:00:00+00:00", True),
        ("2026-01-05T17:29:59.999999+00:00", True),
        ("2026-01-05T17:30:00+00:00", False),
        ("2026-01-10T12:00:00+00:00", False),
        ("2026-03-27T09:00:00+00:00", True),
        ("2026-03-30T07:59:00+00:00", False),
        ("2026-03-30T08:00:00+00:00", True),
        ("2026-03-30T16:30:00+00:00", False),
        ("2026-10-23T08:00:00+00:00", True),
        ("2026-10-26T08:00:00+00:00", False),
        ("2026-10-26T09:00:00+00:00", True),
        ("2026-10-26T17:29:00+00:00", True),
        ("2026-06-01T04:00:00-04:00", True),
        ("2026-06-01T13:30:00+05:30", True),
        ("2026-06-01T03:59:00-04:00", False),
    ],
)
def test_office_hours_are_meant_in_the_organisations_zone_on_both_sides_of_a_clock_change(moment, is_open):
    assert OFFICE.open_at(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-03-29T00:59:00+00:00", False),
        ("2026-03-29T01:00:00+00:00", True),
        ("2026-03-29T01:59:00+00:00", True),
        ("2026-03-29T02:00:00+00:00", False),
        ("2026-10-24T23:59:00+00:00", False),
        ("2026-10-25T00:00:00+00:00", True),
        ("2026-10-25T01:00:00+00:00", True),
        ("2026-10-25T02:59:00+00:00", True),
        ("2026-10-25T03:00:00+00:00", False),
    ],
)
def test_in_the_night_of_a_clock_change_the_clock_on_the_wall_counts(moment, is_open):
    assert SMALL_HOURS.open_at(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-01-09T17:59:59+00:00", False),
        ("2026-01-09T18:00:00+00:00", True),
        ("2026-01-09T23:59:59.999999+00:00", True),
        ("2026-01-10T00:00:00+00:00", False),
        ("2026-07-10T22:59:59+00:00", True),
        ("2026-07-10T23:00:00+00:00", False),
    ],
)
def test_a_department_that_closes_at_midnight_answers_until_the_day_is_over(moment, is_open):
    assert EVENINGS.open_at(at(moment)) is is_open


@given(moment=moments)
def test_every_day_from_midnight_to_midnight_is_the_same_as_always(moment):
    assert ROUND_THE_CLOCK.open_at(moment)
    assert ALWAYS.open_at(moment)
    assert not NEVER.open_at(moment)


@given(week=weeks, moment=moments, zone=st.sampled_from(OTHER_ZONES))
def test_a_moment_is_the_same_moment_in_whatever_zone_it_is_told(week, moment, zone):
    told = moment.astimezone(ZoneInfo(zone))
    assert week.open_at(told) == week.open_at(moment)
    assert week.next_opening(told) == week.next_opening(moment)


@pytest.mark.parametrize(
    ("hours", "moment", "opens"),
    [
        (OFFICE, "2026-01-05T08:00:00+00:00", "2026-01-05T09:00:00+00:00"),
        (OFFICE, "2026-01-05T17:30:00+00:00", "2026-01-06T09:00:00+00:00"),
        (OFFICE, "2026-01-09T20:00:00+00:00", "2026-01-12T09:00:00+00:00"),
        (OFFICE, "2026-03-28T12:00:00+00:00", "2026-03-30T08:00:00+00:00"),
        (OFFICE, "2026-10-24T12:00:00+00:00", "2026-10-26T09:00:00+00:00"),
        (OFFICE, "2025-12-31T20:00:00+00:00", "2026-01-01T09:00:00+00:00"),
        (EVENINGS, "2026-01-10T00:00:00+00:00", "2026-01-16T18:00:00+00:00"),
        (SMALL_HOURS, "2026-01-04T03:00:00+00:00", "2026-01-11T01:00:00+00:00"),
    ],
)
def test_the_next_opening_is_the_first_one_after_the_moment(hours, moment, opens):
    assert hours.next_opening(at(moment)) == at(opens)


@pytest.mark.parametrize("hours", [ALWAYS, NEVER, OFFICE, ROUND_THE_CLOCK], ids=["always", "never", "office", "round"])
def test_there_is_no_next_opening_for_a_department_that_is_open_or_never_opens(hours):
    assert hours.next_opening(at("2026-01-05T12:00:00+00:00")) is None


@pytest.mark.parametrize("hours", [ALWAYS, NEVER, ROUND_THE_CLOCK], ids=["always", "never", "round"])
def test_there_is_no_closing_for_a_department_that_is_closed_or_never_closes(hours):
    assert hours.closes_at(at("2026-01-05T12:00:00+00:00")) is None


@given(week=weeks, moment=moments)
def test_a_closed_department_opens_at_the_time_it_names_and_not_before(week, moment):
    assume(week.spans and not week.open_at(moment))
    opens = week.next_opening(moment)
    assert opens.astimezone(UTC) > moment
    assert week.open_at(opens)
    minutes_until = int((opens.astimezone(UTC) - moment) / timedelta(minutes=1))
    assert not any(week.open_at(moment + timedelta(minutes=passed)) for passed in range(0, minutes_until, 15))


@pytest.mark.parametrize("moment", ["2026-03-29T00:30:00+00:00", "2026-10-25T01:10:00+00:00"])
def test_in_the_night_of_a_clock_change_the_next_opening_lies_ahead_and_is_on_the_clock(moment):
    half_past_one = OpeningHours({SUNDAY: (Span(time(1, 30), time(5)),)}, LONDON)
    opens = half_past_one.next_opening(at(moment))
    assert opens.astimezone(UTC) > at(moment)
    assert half_past_one.open_at(opens)
    assert opens.astimezone(UTC).astimezone(LONDON).time() == opens.time()


@given(week=weeks, moment=moments)
def test_the_next_opening_is_told_in_the_departments_own_zone(week, moment):
    opens = week.next_opening(moment)
    assert opens is None or opens.tzinfo is LONDON
