"""Simulated weeks in which it is known what changed: that is told, and nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from benchmarks.month import QUIET, Story, fill
from routing.reports.changes import CALLERS, MODEL, UNKNOWN
from routing.reports.days import windows
from routing.reports.drift import drift
from routing.reports.insights import Insights
from routing.reports.told import sentence, summary
from routing.store.advice_days import Tally
from training.calls import OUT_OF_SCOPE, LabelledCall

AT = datetime(2026, 11, 28, 18, tzinfo=UTC)
DAYS = windows(28, AT, "Europe/London")
INTENTS = ("card_not_arrived", "isa", "mortgage_rate", "loan_apply", "branch_hours", "pin_forgotten", "savings_open")
CALLS = [LabelledCall(f"about {intent}", intent) for intent in INTENTS] + [LabelledCall("a pizza", OUT_OF_SCOPE)]
CHANGED = Story(factor=2.0)
BEGAN = date(2026, 11, 15)


def read(database, catalogue, story):
    fill(database, catalogue, CALLS, story, AT)
    return Insights(database).read(28, AT, catalogue.organisation.time_zone).drift


def test_what_changed_is_told_with_its_numbers_and_the_day_it_began(database, catalogue):
    found = read(database, catalogue, CHANGED)
    told = {(change.kind, change.name): change for change in found.changes}

    grown = told["intent", "card_not_arrived"]
    assert grown.low > 0
    assert grown.now > grown.before
    assert abs(grown.since - BEGAN) <= timedelta(days=2)
    assert {("share", "operator"), ("intent", ""), ("confidence", "")} <= set(told)
    assert told["confidence", ""].now < told["confidence", ""].before
    assert all(change.cause == CALLERS for change in found.changes)
    assert f"({grown.hits:,} of {found.calls_now:,})" in sentence(grown)
    assert sentence(grown).startswith("'card_not_arrived' rose from 1")


def test_quiet_weeks_have_no_news(database, catalogue):
    found = read(database, catalogue, QUIET)

    assert found.changes == ()
    assert summary(found, 28).endswith("nothing has changed more than by chance.")


def test_each_call_counts_once_and_callers_who_came_back_are_counted(database, catalogue):
    calls = fill(database, catalogue, CALLS, QUIET, AT)
    found = Insights(database).read(28, AT, catalogue.organisation.time_zone).drift

    assert found.calls_before + found.calls_now == calls
    assert all(0 <= day.shares["came_back"] <= 0.2 for day in found.days)
    assert sum(day.calls * day.shares["came_back"] for day in found.days) > 0
    assert all(sum(day.shares.values()) - day.shares["came_back"] == pytest.approx(1) for day in found.days)


def test_few_calls_raise_no_alarm_however_different_they_are(database, catalogue):
    found = read(database, catalogue, replace(CHANGED, calls_a_day=3, factor=30.0))

    assert not found.enough
    assert found.changes == ()
    assert found.intents is None
    assert "too few to tell a change from chance" in summary(found, 28)


def test_an_empty_record_has_days_without_figures(database, catalogue):
    found = Insights(database).read(7, AT, catalogue.organisation.time_zone).drift

    assert [day.calls for day in found.days] == [0] * 7
    assert all(day.confidence is None and day.shares == {} for day in found.days)


def weeks(model_of, share_of):
    """Return tallies of 100 calls a day and model; `share_of` a day and model are given to the operator."""
    tallies = []
    for place, day in enumerate(DAYS.all):
        for model in model_of(place):
            lost = share_of(place, model) + place % 3
            for action, intent, calls in (("operator", "", lost), ("transfer", "isa", 100 - lost)):
                confidence = 0.1 if action == "operator" else 0.9
                sums = (calls * confidence, calls * confidence**2)
                tallies.append(Tally(day.date, intent, action, action, model, calls, *sums, 0))
    return tallies


def operator(tallies):
    return next(change for change in drift(tallies, DAYS).changes if change.name == "operator")


def test_a_change_that_only_a_new_model_shows_is_not_taken_for_the_callers():
    both = weeks(lambda day: ("old", "new") if day >= 28 else ("old",), lambda day, model: 20 if model == "new" else 5)

    assert operator(both).cause == MODEL
    assert "the model may have changed, not the callers" in sentence(operator(both))


def test_a_change_that_the_old_model_shows_too_is_the_callers():
    both = weeks(lambda day: ("old", "new") if day >= 28 else ("old",), lambda day, model: 20 if day >= 28 else 5)

    assert operator(both).cause == CALLERS


def test_where_no_model_answered_before_and_after_nobody_can_tell():
    swapped = weeks(lambda day: ("new",) if day >= 28 else ("old",), lambda day, model: 20 if day >= 28 else 5)

    assert operator(swapped).cause == UNKNOWN
    assert drift(swapped, DAYS).model_changes == (("new", DAYS.all[28].date),)


def test_more_calls_a_day_are_told_and_a_day_that_is_not_over_is_no_fall():
    def days(calls):
        return [
            Tally(day.date, "isa", "savings", "transfer", "m", calls(place), calls(place) * 0.9, calls(place) * 0.81, 0)
            for place, day in enumerate(DAYS.all)
        ]

    grown = drift(days(lambda place: 100 + place % 5 + (50 if place >= 28 else 0)), DAYS)
    morning = drift(days(lambda place: 3 if place == 55 else 100 + place % 5), DAYS)

    assert [sentence(change) for change in grown.changes] == [
        "Calls rose from 102 to 152 a day, most likely since 1 November."
    ]
    assert morning.changes == ()
