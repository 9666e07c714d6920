"""What people say of their department now counts before the catalogue, for as long as they said."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.department import Department
from routing.domain.hours import OpeningHours, Span
from routing.domain.intent import Intent, Urgency
from routing.domain.live import Incident, LiveStatus, incidents_for, is_open, opens_at, wait_s

HOUR = timedelta(hours=1)
MONDAY_NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
SUNDAY_NOON = MONDAY_NOON - timedelta(days=1)
OFFICE = OpeningHours(dict.fromkeys(range(5), (Span(time(9), time(17)),)), ZoneInfo("Europe/London"))
LENDING = Department("lending", "Lending", "our lending team", "2000", "Borrowing.", OFFICE, 120)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


def status(department="lending", **facts):
    usual = {"open": None, "wait_s": None, "incidents": (), "on_duty": "", "until": MONDAY_NOON + HOUR}
    return LiveStatus(department, **usual | facts)


def incident(text="The lift is out of order.", starts=MONDAY_NOON - HOUR, ends=MONDAY_NOON + HOUR, intents=()):
    return Incident(text, starts, ends, frozenset(intents))


def intent(name="renew_loan", department="lending"):
    return Intent(name, "a sample", department, "A sample.", Urgency.ROUTINE, (), (), {})


def told(*statuses, moment=MONDAY_NOON, meant=None):
    return [one.text for one in incidents_for(meant or intent(), {each.department: each for each in statuses}, moment)]


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize("moment", [MONDAY_NOON, SUNDAY_NOON])
def test_a_department_is_open_if_its_people_say_so_and_closed_if_they_say_so(said, moment):
    assert is_open(LENDING, status(open=said), moment) is said


@given(moment=moments, said=st.booleans(), wait=st.integers(0, 7200))
def test_an_expired_status_counts_as_none(moment, said, wait):
    expired = status(open=said, wait_s=wait, incidents=(incident(),), until=moment)
    assert is_open(LENDING, expired, moment) is is_open(LENDING, None, moment) is OFFICE.open_at(moment)
    assert wait_s(LENDING, expired, moment) == wait_s(LENDING, None, moment) == 120
    assert opens_at(LENDING, expired, moment) == OFFICE.next_opening(moment)
    assert told(expired, moment=moment) == []


@given(moment=moments)
def test_a_status_that_says_nothing_of_it_leaves_opening_and_wait_to_the_catalogue(moment):
    silent = status(until=moment + HOUR)
    assert is_open(LENDING, silent, moment) is OFFICE.open_at(moment)
    assert wait_s(LENDING, silent, moment) == 120


@pytest.mark.parametrize("wait", [0, 900])
def test_the_wait_is_the_one_its_people_say(wait):
    assert wait_s(LENDING, status(wait_s=wait), MONDAY_NOON) == wait


@pytest.mark.parametrize(
    ("facts", "moment", "opens"),
    [
        ({"open": False}, MONDAY_NOON, MONDAY_NOON + HOUR),
        ({"open": False, "until": MONDAY_NOON + 8 * HOUR}, MONDAY_NOON, MONDAY_NOON + 21 * HOUR),
        ({"open": None}, SUNDAY_NOON, MONDAY_NOON - 3 * HOUR),
        ({"open": True}, SUNDAY_NOON, None),
        ({}, MONDAY_NOON, None),
    ],
)
def test_a_department_opens_when_its_closing_ends_if_its_hours_say_so_else_at_its_next_opening(facts, moment, opens):
    assert opens_at(LENDING, status(**facts), moment) == opens


@given(moment=moments, hours=st.integers(1, 24), said=st.sampled_from((None, False)))
def test_the_time_named_is_one_at_which_the_department_is_really_open(moment, hours, said):
    live = status(open=said, until=moment + hours * HOUR)
    opens = opens_at(LENDING, live, moment)
    assert is_open(LENDING, live, moment) if opens is None else is_open(LENDING, live, opens)
    assert opens is None or opens > moment


def test_an_incident_is_told_from_its_start_up_to_its_end():
    live = status(incidents=(incident(starts=MONDAY_NOON, ends=MONDAY_NOON + HOUR / 2),))
    assert told(live, moment=MONDAY_NOON - HOUR / 60) == []
    assert told(live, moment=MONDAY_NOON) == ["The lift is out of order."]
    assert told(live, moment=MONDAY_NOON + HOUR / 2) == []


@pytest.mark.parametrize(
    ("reported_by", "concerns", "meant", "is_told"),
    [
        ("lending", (), intent("renew_loan", "lending"), True),
        ("lending", (), intent("join", "welcome"), False),
        ("lending", ("renew_loan",), intent("renew_loan", "lending"), True),
        ("lending", ("lost_book",), intent("renew_loan", "lending"), False),
        ("welcome", ("renew_loan",), intent("renew_loan", "lending"), True),
        ("welcome", ("join",), intent("renew_loan", "lending"), False),
    ],
)
def test_an_incident_is_told_only_to_callers_whose_intent_it_concerns(reported_by, concerns, meant, is_told):
    live = status(reported_by, incidents=(incident(intents=concerns),))
    assert bool(told(live, meant=meant)) is is_told


def test_the_incidents_of_the_callers_own_department_come_first_and_each_text_once():
    ours = status("lending", incidents=(incident("The lift is out of order."), incident("The hall is wet.")))
    theirs = status("archive", incidents=(incident("The lift is out of order.", intents=("renew_loan",)),))
    others = status("bindery", incidents=(incident("The press is down.", intents=("renew_loan",)),))
    assert told(theirs, others, ours) == ["The lift is out of order.", "The hall is wet.", "The press is down."]
