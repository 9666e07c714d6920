"""Opening hours in the catalogue's files: what can be said, and what is refused by file, line and field."""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from routing.catalogue.read import read_catalogue
from routing.domain.hours import Span
from routing.errors import BadCatalogue

DOCUMENT = Path(__file__).parents[2] / "docs" / "opening-hours.md"
ORGANISATION, DEPARTMENTS = "organisation.yaml", "departments.yaml"
WEEK = 'hours: {mon-fri: "09:00-17:30", sat: "10:00-24:00"}'
ZONE = "time_zone: Europe/London"
ENGLAND = f"{ZONE}\nholidays: GB-ENG"
CHRISTMAS = date(2026, 12, 25)
NINE_TO_NOON = Span(time(9), time(12))


def lending(folder):
    return read_catalogue(folder).departments["lending"]


def refused(folder):
    with pytest.raises(BadCatalogue) as refusal:
        read_catalogue(folder)
    return refusal.value.faults


@pytest.mark.parametrize(
    ("written", "monday"),
    [
        ('"09:00-12:00"', (NINE_TO_NOON,)),
        ('["09:00-12:00"]', (NINE_TO_NOON,)),
        ('["13:00-17:00", "09:00-12:00"]', (NINE_TO_NOON, Span(time(13), time(17)))),
        ('["09:00-12:00", "12:00-24:00"]', (NINE_TO_NOON, Span(time(12), None))),
        ('"22:00-06:00"', (Span(time(22), time(6)),)),
        ("closed", ()),
    ],
)
def test_a_day_has_one_time_or_several_or_none_and_may_run_past_midnight(broken, written, monday):
    assert lending(broken(DEPARTMENTS, WEEK, f"hours: {{mon: {written}}}")).hours.spans == {0: monday}


@pytest.mark.parametrize(
    ("written", "on_christmas_day"),
    [
        ("", ()),
        ("holidays: closed", ()),
        ("holidays: open", (Span(time(9), time(17, 30)),)),
        ('holidays: "09:00-12:00"', (NINE_TO_NOON,)),
        ('exceptions: {"2026-12-25": "09:00-12:00"}', (NINE_TO_NOON,)),
        ("exceptions: {2026-12-24: closed}", ()),
    ],
)
def test_a_department_closes_on_public_holidays_unless_it_says_otherwise(broken, written, on_christmas_day):
    broken(ORGANISATION, ZONE, ENGLAND)
    hours = lending(broken(DEPARTMENTS, WEEK, f"{WEEK}\n  {written}")).hours
    assert hours.spans_on(CHRISTMAS) == on_christmas_day
    assert hours.spans_on(date(2026, 12, 23)) == (Span(time(9), time(17, 30)),)


def test_a_department_that_is_always_open_is_open_on_public_holidays_unless_it_says_otherwise(broken):
    noon = datetime(2026, 12, 25, 12, tzinfo=ZoneInfo("Europe/London"))
    assert read_catalogue(broken(ORGANISATION, ZONE, ENGLAND)).front_desk.hours.open_at(noon)
    folder = broken(DEPARTMENTS, "hours: always", "hours: always\n  holidays: closed")
    assert not read_catalogue(folder).front_desk.hours.open_at(noon)


@pytest.mark.parametrize(
    ("country", "open_on_the_second_of_january"), [("GB-ENG", True), ("GB-SCT", False), ("US", True)]
)
def test_holidays_are_those_of_the_part_of_the_country_that_is_named(broken, country, open_on_the_second_of_january):
    hours = lending(broken(ORGANISATION, ZONE, f"{ZONE}\nholidays: {country}")).hours
    assert hours.open_at(datetime(2026, 1, 2, 12, tzinfo=ZoneInfo("Europe/London"))) is open_on_the_second_of_january


def test_no_day_is_a_holiday_where_the_organisation_names_none(folder):
    assert lending(folder).hours.spans_on(CHRISTMAS) == (Span(time(9), time(17, 30)),)


def test_a_department_may_keep_the_hours_of_another_time_zone(broken):
    hours = lending(broken(DEPARTMENTS, WEEK, f"{WEEK}\n  time_zone: America/New_York")).hours
    assert hours.zone == ZoneInfo("America/New_York")


def test_a_department_names_who_covers_for_it_in_order(broken):
    assert lending(broken(DEPARTMENTS, WEEK, f"{WEEK}\n  covered_by: [welcome]")).covered_by == ("welcome",)


def test_a_department_that_names_nobody_is_covered_by_nobody(folder):
    assert lending(folder).covered_by == ()


def test_a_queue_is_too_long_at_ten_minutes_unless_the_organisation_says_otherwise(folder, broken):
    assert read_catalogue(folder).organisation.longest_wait_s == 600
    folder = broken(ORGANISATION, ZONE, f"{ZONE}\nlongest_wait_s: 300")
    assert read_catalogue(folder).organisation.longest_wait_s == 300


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ('hours: {mon: ["09:00-12:00", "11:59-17:00"]}', "13: 1.hours.mon: expected times that do not overlap"),
        ('hours: {mon: ["22:00-06:00", "23:00-24:00"]}', "13: 1.hours.mon: expected times that do not overlap"),
        ('hours: {mon: ["09:00-12:00", "09:00-12:00"]}', "13: 1.hours.mon: expected times that do not overlap"),
        ("hours: {mon: []}", "13: 1.hours.mon: expected times"),
        ('hours: {mon: "00:00-00:00"}', "13: 1.hours.mon: expected times"),
        ('hours:\n    mon: "09:00-12:00"\n    tue: "noon"', "15: 1.hours.tue: expected times"),
        ("hours: always\n  holidays: sometimes", '14: 1.holidays: expected times in quotes such as "09:00-17:30"'),
        ("hours: always\n  holidays: true", "14: 1.holidays: expected times"),
        ('hours: always\n  exceptions: {"24.12.2026": closed}', "14: 1.exceptions.24.12.2026: expected a date"),
        ('hours: always\n  exceptions: {"2026-02-30": closed}', "14: 1.exceptions.2026-02-30: expected a date"),
        ('hours: always\n  exceptions: {"20261224": closed}', "14: 1.exceptions.20261224: expected a date"),
        ('hours: always\n  exceptions:\n    "2026-12-24": shut', "15: 1.exceptions.2026-12-24: expected times"),
        ("hours: always\n  exceptions: closed", "14: 1.exceptions: expected dates"),
        ("hours: always\n  exceptions: {}", "14: 1.exceptions: expected dates"),
        ("hours: always\n  exceptions:", "14: 1.exceptions: expected a value"),
        ("hours: always\n  time_zone: Europe/Atlantis", "14: 1.time_zone: expected a time zone"),
        ("hours: always\n  covered_by: [harbour]", "14: 1.covered_by.0: expected a department of departments.yaml"),
        ("hours: always\n  covered_by:\n  - welcome\n  - lending", "16: 1.covered_by.1: expected another department"),
        ("hours: always\n  covered_by: [welcome, welcome]", "14: 1.covered_by.1: expected each department once"),
        ("hours: always\n  covered_by: welcome", "14: 1.covered_by: "),
        ("hours: always\n  holidays: open", "14: 1.holidays: expected holidays in organisation.yaml too, found none"),
    ],
)  # fmt: skip
def test_a_malformed_department_is_refused_by_file_line_and_field(broken, written, fault):
    faults = refused(broken(DEPARTMENTS, WEEK, written))
    assert len(faults) == 1
    assert faults[0].startswith(f"{DEPARTMENTS}:{fault}")


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("holidays: XX", "6: holidays: expected a country, or a part of one, such as 'GB-ENG', found 'XX'"),
        ("holidays: GB-CHEESE", "6: holidays: expected a country, or a part of one, such as 'GB-ENG', found 'GB-CHEE"),
        ("holidays: england", "6: holidays: expected a country"),
        ("holidays: NO", "6: holidays: expected a country, or a part of one, such as 'GB-ENG', found False"),
        ("holidays: [GB]", "6: holidays: expected a country"),
        ("longest_wait_s: long", "6: longest_wait_s: "),
        ("longest_wait_s: -1", "6: longest_wait_s: "),
        ("longest_wait_s: 7201", "6: longest_wait_s: "),
    ],
)
def test_a_malformed_organisation_is_refused_by_file_line_and_field(broken, written, fault):
    (told,) = refused(broken(ORGANISATION, ZONE, f"{ZONE}\n{written}"))
    assert told.startswith(f"{ORGANISATION}:{fault}")


def test_every_fault_of_one_department_is_told_at_once(broken):
    folder = broken(DEPARTMENTS, WEEK, 'hours: {mon: noon, tues: "09:00-12:00"}\n  exceptions: {Easter: closed}')
    assert len(refused(folder)) == 3


def test_the_department_in_the_documents_is_a_sound_one(broken):
    folder = broken(ORGANISATION, ZONE, ENGLAND)
    written = DOCUMENT.read_text("utf-8").partition("<!-- department -->\n```yaml\n")[2].partition("```")[0]
    with (folder / DEPARTMENTS).open("a", encoding="utf-8") as departments:
        departments.write(written)
    archive = read_catalogue(folder).departments["archive"]
    assert archive.covered_by == ("lending", "welcome")
    assert archive.hours.next_opening(datetime(2026, 12, 31, 12, tzinfo=ZoneInfo("Europe/Dublin"))).day == 1


def test_two_readings_of_one_catalogue_are_equal(broken):
    folder = broken(ORGANISATION, ZONE, ENGLAND)
    assert read_catalogue(folder) == read_catalogue(folder)
