"""What a report says of calls is what became of them; estimates and measurements are kept apart."""

import csv
import io
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.catalogue import Baseline
from routing.reports.present import misroutes_csv, report_csv, report_fields
from routing.reports.stories import Story, read_stories
from routing.reports.transfers import GROUPINGS, baseline_of, transfer_report

from .conftest import NOON

DAY = timedelta(days=1)


def story(**facts):
    """A call that was put through to cards, and finished there as far as anybody told."""
    usual = {
        "call_id": "1", "at": NOON, "channel": "ivr", "model": "m1", "sent_first": "cards", "actions": ("transfer",),
        "questions": 0, "came_back": 0, "ended": None, "finished_by": "cards", "passed_on": 0,
    }  # fmt: skip
    return Story(**usual | facts)


@pytest.fixture
def read(database, catalogue):
    """Return the report on the day around noon."""

    def make(by="day", baseline=None, since=NOON - DAY / 2, until=NOON + DAY / 2):
        return transfer_report(read_stories(database, catalogue, since, until), catalogue, by, baseline)

    return make


def test_a_call_that_went_billing_cards_fraud_was_passed_on_twice_and_wrong_at_first(calls, read):
    calls(
        "call-1",
        given=[(0, "transfer", "payments"), (1, "transfer", "cards"), (2, "transfer", "fraud")],
        rows=[(0, "payments", False), (1, "cards", False), (2, "fraud", True)],
    )

    total = read().total

    assert (total.calls, total.advised, total.with_outcome) == (1, 1, 1)
    assert (total.right_first.hits, total.right_first.of) == (0, 1)
    assert total.passed_on == {2: 1}
    assert [vars(pair) for pair in total.misroutes] == [{"sent_to": "payments", "finished_by": "fraud", "calls": 1}]


def test_calls_without_outcome_are_estimated_and_never_mixed_with_those_that_were_measured(calls, read):
    calls("told", given=[(0, "transfer", "cards")], rows=[(0, "cards", True)])
    calls("stayed away", given=[(0, "transfer", "cards")])
    calls("came back", given=[(0, "transfer", "cards"), (1, "transfer", "fraud")])

    total = read().total

    assert (total.right_first.hits, total.right_first.of) == (1, 1)
    assert (total.right_first_estimate.hits, total.right_first_estimate.of) == (1, 2)
    assert (total.passed_on, total.passed_on_estimate) == ({0: 1}, {0: 1, 1: 1})
    assert (total.passed_on_mean, total.passed_on_mean_estimate) == (0.0, 0.5)


def test_nobody_who_posts_waits_for_a_report_that_is_read(calls, database, catalogue):
    for number in range(3):
        calls(f"call-{number}", given=[(0, "transfer", "cards")], rows=[(0, "cards", True)])
    stories = read_stories(database, catalogue, NOON - DAY, NOON + DAY)
    next(stories)

    calls("posted meanwhile", rows=[(0, "cards", True)], transfers=0)

    assert len(list(stories)) == 3


def test_an_intent_alone_tells_the_department_that_finished_the_call(calls, read, database, catalogue):
    calls("call-1", given=[(0, "transfer", "fraud")], rows=[(0, "", True)])
    with database.begin() as connection:
        connection.exec_driver_sql("UPDATE labelled_calls SET intent = 'card_lost_or_stolen'")

    story = next(read_stories(database, catalogue, NOON - DAY, NOON + DAY))

    assert story.finished_by == catalogue.intents["card_lost_or_stolen"].department


def test_questions_and_the_front_desk_are_counted_by_call(calls, read):
    calls("asked", given=[(0, "ask", "cards"), (0, "transfer", "cards")])
    calls("asked, then a person", given=[(0, "ask", "cards"), (0, "operator", "front_desk")])
    calls("at once", given=[(0, "transfer", "cards")])
    calls("outcome only", rows=[(0, "cards", True)], transfers=0)

    total = read().total

    assert (total.questions, total.asked.hits, total.asked.of) == (2, 2, 3)
    assert (total.operator.hits, total.operator.of) == (1, 3)
    assert total.right_first_estimate.of == 2, "nobody was transferred by a call that a person took"


def test_an_outcome_that_tells_of_transfers_but_not_where_they_led_counts_as_passed_on_only(calls, read):
    calls("call-1", rows=[(0, "fraud", True)], transfers=3)

    total = read().total

    assert total.passed_on == {3: 1}
    assert total.right_first.of == 0


def test_a_department_that_was_tried_before_the_advisor_was_asked_is_no_first_transfer_of_ours(calls, read):
    calls("call-1", given=[(1, "transfer", "fraud")], rows=[(1, "fraud", True)])

    assert read().total.right_first.of == 0
    assert read().total.passed_on == {1: 1}


def test_a_call_counts_in_the_window_in_which_it_began(calls, read):
    midnight = NOON + DAY / 2
    calls(
        "over midnight", given=[(0, "transfer", "cards"), (1, "transfer", "fraud")], at=midnight - timedelta(seconds=30)
    )

    assert read().total.passed_on_estimate == {1: 1}
    assert read(since=midnight, until=midnight + DAY).total.calls == 0


def test_an_outcome_posted_days_later_belongs_to_the_day_of_the_call(calls, read):
    calls("call-1", given=[(0, "transfer", "cards")])
    calls("call-1", rows=[(0, "cards", True)], at=NOON + 5 * DAY)

    assert read().total.with_outcome == 1


def test_call_ids_in_any_letters_meet_their_outcomes(calls, read):
    names = ["b-2", "B-1", "a", "A", "_x", "~", "10", "9", "a-b", "ab"]
    for name in names:
        calls(name, given=[(0, "transfer", "cards")], rows=[(0, "cards", True)])

    assert (read().total.calls, read().total.with_outcome) == (len(names), len(names))


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("day", ["2026-11-24"]),
        ("channel", ["(unknown)", "ivr", "reception"]),
        ("department", ["(a person)", "(unknown)", "cards"]),
        ("model", ["(unknown)", "m1", "m2"]),
    ],
)
def test_calls_are_grouped_by_day_channel_department_and_model(calls, read, by, groups):
    calls("1", given=[(0, "transfer", "cards")])
    calls("2", given=[(0, "operator", "front_desk")], channel="reception", model="m2")
    calls("3", rows=[(2, "cards", True)], transfers=2)

    report = read(by)

    assert list(report.groups) == groups
    assert sum(each.calls for each in report.groups.values()) == report.total.calls == 3


def test_days_are_those_of_the_organisation(calls, read, database, catalogue):
    tokyo = replace(catalogue, organisation=replace(catalogue.organisation, time_zone="Asia/Tokyo"))
    calls("call-1", given=[(0, "transfer", "cards")], at=datetime(2026, 11, 24, 23, tzinfo=ZoneInfo("UTC")))

    stories = read_stories(database, tokyo, NOON, NOON + DAY)

    assert list(transfer_report(stories, tokyo).groups) == ["2026-11-25"]


def test_what_is_saved_is_an_estimate_beside_a_stated_baseline_less_what_questions_cost(catalogue):
    stories = [story(passed_on=0, questions=1)] * 100 + [story(passed_on=None)] * 100

    assert transfer_report(stories, catalogue).total.saved is None
    saved = transfer_report(stories, catalogue, "day", Baseline(0.5, "by hand", 2.0, "GBP")).total.saved

    assert saved.seconds == 200 * 0.5 * 150 - 100 * 10
    assert saved.money == pytest.approx(saved.seconds / 60 * 2.0)


def test_with_few_outcomes_nothing_is_said_to_be_saved(catalogue):
    stories = [story(passed_on=0)] * 99 + [story(passed_on=None)] * 1000

    assert transfer_report(stories, catalogue, "day", Baseline(0.5, "by hand")).total.saved is None


def test_a_label_alone_tells_nothing_of_transfers(calls, read):
    calls("label", rows=[(0, "cards", True)])

    assert read().total.calls == 0


def test_a_call_that_was_finished_elsewhere_was_passed_on_at_least_once(calls, read):
    calls("noted at the desk", given=[(0, "transfer", "branches")], rows=[(0, "complaints", True)])

    total = read().total

    assert total.passed_on == {1: 1}
    assert total.right_first.hits == 0


def test_the_csv_tells_how_often_calls_were_passed_on_and_which_were_misrouted(catalogue):
    stories = [story(passed_on=times, finished_by="fraud") for times in (1, 1, 5)] + [story(passed_on=0)]
    report = transfer_report(stories, catalogue)

    (everything, _) = csv.DictReader(io.StringIO(report_csv(report)))
    measured = [everything[f"passed_on_{times}_measured"] for times in ("0", "1", "2", "3_or_more")]
    assert measured == ["1", "2", "0", "1"]
    assert misroutes_csv(report) == "sent_to,finished_by,calls\r\ncards,fraud,3\r\n"


def test_who_asks_may_state_a_baseline_in_place_of_the_catalogues(catalogue):
    kept = Baseline(0.4, "telephone system, March 2026", 0.9, "GBP")
    stated = replace(catalogue, organisation=replace(catalogue.organisation, baseline=kept))

    assert baseline_of(stated) == kept
    assert baseline_of(stated, 0.7) == Baseline(0.7, "stated by who asked", 0.9, "GBP")
    assert baseline_of(stated, None, 1.5) == replace(kept, cost_per_minute=1.5)
    assert baseline_of(catalogue, None, 1.5) is None


NAMES = st.sampled_from(["cards", "fraud", "payments", ""])
STORIES = st.builds(
    Story,
    call_id=st.uuids().map(str),
    at=st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 9), timezones=st.just(ZoneInfo("UTC"))),
    channel=st.sampled_from(["ivr", "web"]),
    model=st.sampled_from(["m1", "m2"]),
    sent_first=NAMES,
    actions=st.sampled_from([(), ("transfer",), ("ask", "operator"), ("ask", "transfer")]),
    questions=st.integers(0, 2),
    came_back=st.integers(0, 3),
    ended=st.none(),
    finished_by=NAMES,
    passed_on=st.none() | st.integers(0, 4),
)


@given(st.lists(STORIES, max_size=30), st.sampled_from(list(GROUPINGS)))
def test_the_groups_of_a_report_add_up_to_its_total(catalogue, stories, by):
    report = transfer_report(stories, catalogue, by)

    for count in ("calls", "advised", "with_outcome", "questions"):
        assert sum(getattr(each, count) for each in report.groups.values()) == getattr(report.total, count)
    for ratio in ("right_first", "right_first_estimate", "asked", "operator"):
        assert sum(getattr(each, ratio).hits for each in report.groups.values()) == getattr(report.total, ratio).hits


@given(st.lists(STORIES, max_size=10))
def test_no_field_of_a_report_is_null_and_its_csv_has_a_line_a_group(catalogue, stories):
    report = transfer_report(stories, catalogue, "model", Baseline(0.5, "by hand"))

    def leaves(value):
        if isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                yield from leaves(each)
        else:
            yield value

    assert None not in list(leaves(report_fields(report, None)))
    assert len(report_csv(report).splitlines()) == 2 + len(report.groups)
