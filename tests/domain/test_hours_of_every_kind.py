"""Several spans a day, nights, holidays, exceptions and clock changes, held against a walk minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from routing.domain.hours import DAYS, OpeningHours, Span

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
NINE_TO_FIVE = (Span(time(9), time(17)),)
NIGHT = (Span(time(22), time(6)),)
CHRISTMAS, BOXING_DAY, EVE = date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 24)
HOLIDAYS = frozenset((CHRISTMAS, date(2026, 12, 28), date(2027, 1, 1)))
OFFICE = OpeningHours(dict.fromkeys(range(5), NINE_TO_FIVE), LONDON, holidays=HOLIDAYS, holiday_spans=())
LUNCH = OpeningHours({0: (Span(time(9), time(12)), Span(time(13), time(17)))}, LONDON)
NIGHTS = OpeningHours(dict.fromkeys(range(7), NIGHT), LONDON)

CLOCK_CHANGES = {
    "Europe/London": ("2026-03-29T01:00", "2026-10-25T01:00"),
    "America/New_York": ("2026-03-08T07:00", "2026-11-01T06:00"),
    "Australia/Lord_Howe": ("2026-04-04T15:00", "2026-10-03T15:30"),
    "Africa/Casablanca": ("2026-02-15T02:00", "2026-03-22T02:00"),
    "America/Havana": ("2026-03-08T05:00", "2026-11-01T05:00"),
    "Asia/Kolkata": ("2026-05-01T00:00",),
}
FEW_DAYS = 3
times = st.builds(time, st.sampled_from((0, 0, 1, 1, 2, 3, 9, 17, 22, 23)), st.sampled_from((0, 1, 15, 30, 59)))
some_spans = st.lists(st.builds(Span, times, st.none() | times), max_size=3).map(tuple)


def at(text):
    return datetime.fromisoformat(text)


@st.composite
def hours_and_moments(draw):
    """Draw opening hours of any kind, and a whole minute near a clock change of their zone."""
    zone = draw(st.sampled_from(sorted(CLOCK_CHANGES)))
    change = at(draw(st.sampled_from(CLOCK_CHANGES[zone]))).replace(tzinfo=UTC)
    near = st.integers(-3, 3).map(lambda days: (change + days * DAY).date())
    hours = OpeningHours(
        draw(st.dictionaries(st.integers(0, 6), some_spans)),
        ZoneInfo(zone),
        always=draw(st.integers(0, 9)) == 0,
        holidays=draw(st.frozensets(near, max_size=3)),
        holiday_spans=draw(st.none() | some_spans),
        exceptions=draw(st.dictionaries(near, some_spans, max_size=3)),
    )
    return hours, change + draw(st.integers(-40 * 60, 30 * 60)) * MINUTE


def open_on_the_wall(hours, moment):
    """Tell whether it is open, from the dates and times on the wall alone."""
    wall = moment.astimezone(hours.zone).replace(tzinfo=None, fold=0)
    for day in (wall.date(), wall.date() - DAY):
        if day in hours.exceptions:
            spans = hours.exceptions[day]
        elif day in hours.holidays and hours.holiday_spans is not None:
            spans = hours.holiday_spans
        else:
            spans = (Span(time(0), None),) if hours.always else hours.spans.get(day.weekday(), ())
        for span in spans:
            opens = datetime.combine(day, span.opens)
            closes = datetime.combine(day, span.closes) if span.closes else datetime.combine(day + DAY, time(0))
            if opens <= wall < (closes if closes > opens else closes + DAY):
                return True
    return False


def walk(hours, moment, wanted):
    """Return the first whole minute after `moment` at which it is open (or closed), within a few days."""
    minutes = (moment + step * MINUTE for step in range(1, FEW_DAYS * 24 * 60))
    return next((minute for minute in minutes if open_on_the_wall(hours, minute) is wanted), None)


@given(drawn=hours_and_moments())
def test_open_is_what_the_dates_and_times_on_the_wall_say(drawn):
    hours, moment = drawn
    assert hours.open_at(moment) is open_on_the_wall(hours, moment)


@given(drawn=hours_and_moments())
@example((OpeningHours({6: (Span(time(1, 30), time(5)),)}, LONDON), at("2026-03-29T00:30:00+00:00")))
@example((OpeningHours({6: (Span(time(1, 30), time(5)),)}, LONDON), at("2026-10-25T01:10:00+00:00")))
@example((OpeningHours({6: (Span(time(0), time(2)),)}, ZoneInfo("America/Havana")), at("2026-03-08T04:59:00+00:00")))
def test_the_next_opening_is_the_first_open_minute_and_no_minute_before_it_is_open(drawn):
    hours, moment = drawn
    opens = hours.next_opening(moment)
    if open_on_the_wall(hours, moment):
        assert opens is None
        return
    found = walk(hours, moment, True)
    if found is None:
        assert opens is None or opens.astimezone(UTC) >= moment + FEW_DAYS * DAY
    else:
        assert opens.astimezone(UTC) == found
        assert hours.open_at(opens)
        assert opens.tzinfo is hours.zone


@given(drawn=hours_and_moments())
def test_the_closing_is_the_first_closed_minute_and_no_minute_before_it_is_closed(drawn):
    hours, moment = drawn
    closes = hours.closes_at(moment)
    if not open_on_the_wall(hours, moment):
        assert closes is None
        return
    found = walk(hours, moment, False)
    if found is None:
        assert closes is None or closes.astimezone(UTC) >= moment + FEW_DAYS * DAY
    else:
        assert closes.astimezone(UTC) == found


@given(drawn=hours_and_moments(), seconds=st.integers(1, 59))
def test_a_moment_within_a_minute_opens_when_the_minute_does(drawn, seconds):
    hours, moment = drawn
    within = moment + timedelta(seconds=seconds)
    assert hours.open_at(within) is hours.open_at(moment)
    assert hours.next_opening(within) == hours.next_opening(moment)


@pytest.mark.parametrize(
    ("hours", "moment", "opens"),
    [
        (OFFICE, "2026-12-24T17:00:00+00:00", "2026-12-29T09:00:00+00:00"),
        (OFFICE, "2026-12-31T17:00:00+00:00", "2027-01-04T09:00:00+00:00"),
        (LUNCH, "2026-01-05T12:00:00+00:00", "2026-01-05T13:00:00+00:00"),
        (LUNCH, "2026-01-05T17:00:00+00:00", "2026-01-12T09:00:00+00:00"),
        (NIGHTS, "2026-01-05T06:00:00+00:00", "2026-01-05T22:00:00+00:00"),
        (NIGHTS, "2026-03-29T05:00:00+00:00", "2026-03-29T21:00:00+00:00"),
    ],
)
def test_a_callback_is_offered_for_a_time_that_is_really_open(hours, moment, opens):
    assert hours.next_opening(at(moment)) == at(opens)


@pytest.mark.parametrize(
    ("moment", "closes"),
    [
        ("2026-01-05T23:00:00+00:00", "2026-01-06T06:00:00+00:00"),
        ("2026-01-05T00:00:00+00:00", "2026-01-05T06:00:00+00:00"),
        ("2026-03-28T22:00:00+00:00", "2026-03-29T05:00:00+00:00"),
        ("2026-10-24T21:00:00+00:00", "2026-10-25T06:00:00+00:00"),
    ],
)
def test_a_night_shift_ends_at_its_hour_of_the_next_day_an_hour_earlier_or_later_when_the_clocks_change(moment, closes):
    assert NIGHTS.closes_at(at(moment)) == at(closes)


@pytest.mark.parametrize(
    ("facts", "moment", "is_open"),
    [
        ({}, "2026-12-25T10:00:00+00:00", False),
        ({"holiday_spans": None}, "2026-12-25T10:00:00+00:00", True),
        ({"holiday_spans": (Span(time(12), time(13)),)}, "2026-12-25T12:30:00+00:00", True),
        ({"holiday_spans": (Span(time(12), time(13)),)}, "2026-12-25T10:00:00+00:00", False),
        ({"exceptions": {CHRISTMAS: NINE_TO_FIVE}}, "2026-12-25T10:00:00+00:00", True),
        ({"exceptions": {EVE: ()}}, "2026-12-24T10:00:00+00:00", False),
        ({"exceptions": {EVE: (Span(time(9), time(12)),)}}, "2026-12-24T12:00:00+00:00", False),
        ({"exceptions": {BOXING_DAY: NINE_TO_FIVE}}, "2026-12-26T10:00:00+00:00", True),
        ({"always": True, "spans": {}}, "2026-12-25T10:00:00+00:00", False),
        ({"always": True, "spans": {}, "holiday_spans": None}, "2026-12-25T10:00:00+00:00", True),
        ({"always": True, "spans": {}, "holiday_spans": None, "exceptions": {EVE: ()}}, "2026-12-24T10:00Z", False),
    ],
)
def test_an_exception_counts_before_a_holiday_and_a_holiday_before_the_weekday(facts, moment, is_open):
    usual = {"spans": dict.fromkeys(range(5), NINE_TO_FIVE), "holidays": HOLIDAYS, "holiday_spans": ()}
    assert OpeningHours(**usual | facts, zone=LONDON).open_at(at(moment)) is is_open


def test_a_shift_begun_the_evening_before_goes_on_into_a_holiday():
    nights = OpeningHours(dict.fromkeys(range(7), NIGHT), LONDON, holidays=HOLIDAYS, holiday_spans=())
    assert nights.open_at(at("2026-12-25T05:59:00+00:00"))
    assert not nights.open_at(at("2026-12-25T06:00:00+00:00"))
    assert not nights.open_at(at("2026-12-25T23:00:00+00:00"))


@given(days=st.integers(0, 365))
def test_a_department_that_opens_on_one_day_of_the_year_is_found_from_every_other(days):
    once = OpeningHours({}, LONDON, exceptions={date(2027, 1, 1): NINE_TO_FIVE})
    moment = at("2026-12-31T12:00:00+00:00") - days * DAY
    assert once.next_opening(moment) == at("2027-01-01T09:00:00+00:00")


def test_an_opening_more_than_a_year_away_is_none():
    once = OpeningHours({}, LONDON, exceptions={date(2028, 1, 1): NINE_TO_FIVE})
    assert once.next_opening(at("2026-12-01T12:00:00+00:00")) is None


def test_a_department_in_a_zone_of_its_own_keeps_that_zones_hours():
    new_york = OpeningHours(dict.fromkeys(range(len(DAYS)), NINE_TO_FIVE), ZoneInfo("America/New_York"))
    assert not new_york.open_at(at("2026-01-05T09:00:00+00:00"))
    assert new_york.next_opening(at("2026-01-05T09:00:00+00:00")) == at("2026-01-05T14:00:00+00:00")
    assert new_york.next_opening(at("2026-03-09T09:00:00+00:00")) == at("2026-03-09T13:00:00+00:00")
