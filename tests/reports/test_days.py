"""Days are those of the organisation, with the hours they have there."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from routing.reports.days import windows


def test_a_call_shortly_before_midnight_in_utc_is_of_the_next_day_in_london_in_summer():
    compared = windows(2, datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "Europe/London")

    assert [day.date for day in compared.all] == [
        date(2026, 6, 28),
        date(2026, 6, 29),
        date(2026, 6, 30),
        date(2026, 7, 1),
    ]
    assert compared.now[-1].starts == datetime(2026, 6, 30, 23, tzinfo=UTC)


def test_the_day_the_clocks_go_back_has_twenty_five_hours():
    compared = windows(1, datetime(2026, 10, 25, 12, tzinfo=UTC), "Europe/London")

    assert compared.now[0].ends - compared.now[0].starts == timedelta(hours=25)


@given(
    days=st.integers(1, 60),
    at=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
    zone=st.sampled_from(("Europe/London", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu", "UTC")),
)
def test_days_follow_one_another_without_a_gap_and_the_last_holds_the_moment(days, at, zone):
    at = at.replace(tzinfo=UTC)
    compared = windows(days, at, zone)

    assert len(compared.before) == len(compared.now) == days
    assert all(one.ends == other.starts for one, other in zip(compared.all, compared.all[1:], strict=False))
    assert compared.now[-1].starts <= at < compared.now[-1].ends
