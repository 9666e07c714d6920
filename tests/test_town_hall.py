"""An organisation that is not a bank and has nobody on the line at night gets advice it can keep."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from routing.catalogue.read import read_catalogue
from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.decision import Callback, Operator, Transfer, Urgent
from routing.domain.judgement import judge
from routing.domain.manner import Manner
from routing.domain.switchboard import switchboard_at
from routing.scripts.render import render
from routing.staging import scene_of

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 10, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 25, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def town_hall():
    return read_catalogue(Path(__file__).parents[1] / "catalogues" / "town_hall")


@pytest.fixture(scope="module")
def advised(town_hall):
    """Return a function that gives decision and script for a call about one intent, or about none."""

    def advise(intent, at, **facts):
        board = switchboard_at(town_hall, {}, at)
        believed = Belief.over([(intent, 1.0)] if intent else [], town_hall.intents)
        call = Call("call-1", "a few words", at, **facts)
        judgement = judge(call, believed, town_hall, board)
        meant = town_hall.intents[intent] if intent else None
        return judgement.decision, render(scene_of(town_hall, call, judgement, meant, None, None, board, {}))

    return advise


def test_by_day_a_missed_bin_goes_to_the_people_who_empty_them(advised):
    assert advised("missed_bin", NOON)[0] == Transfer("waste")


@pytest.mark.parametrize(
    ("at", "when"),
    [(NIGHT, datetime(2026, 11, 25, 8, tzinfo=UTC)), (CHRISTMAS, datetime(2026, 12, 29, 8, tzinfo=UTC))],
)
def test_at_night_and_on_holidays_they_ring_back_when_they_are_there(advised, at, when):
    decision, script = advised("missed_bin", at)
    assert decision == Callback("waste", when)
    assert "ring you back" in script.say


def test_who_cannot_be_placed_at_night_is_rung_back_by_the_front_desk(advised):
    decision, script = advised(None, NIGHT)
    assert decision == Callback("front_desk", datetime(2026, 11, 25, 8, tzinfo=UTC))
    assert "tomorrow at eight" in script.say


def test_nobody_is_offered_a_desk_that_is_closed(advised):
    decision, _ = advised("missed_bin", SATURDAY.replace(hour=14))
    assert isinstance(decision, Callback)


def test_danger_at_night_is_told_whom_to_ring_because_nobody_here_can_come(advised):
    decision, script = advised("missed_bin", NIGHT, manners=frozenset((Manner.DANGER,)))
    assert decision == Urgent("front_desk")
    assert "nine nine nine" in script.say
    assert "tomorrow at eight" in script.say
    assert "stay here" not in script.say


def test_an_urgent_matter_at_night_is_told_whom_to_ring_at_once(advised, town_hall):
    decision, script = advised("dangerous_tree", NIGHT)
    assert isinstance(decision, Callback)
    assert "nine nine nine" in script.say


def test_an_urgent_matter_by_day_goes_where_somebody_answers(advised):
    assert advised("homeless_tonight", NOON)[0] == Transfer("housing")
    late = datetime(2026, 11, 24, 17, 45, tzinfo=UTC)
    assert advised("homeless_tonight", late)[0] == Transfer("front_desk", instead_of="housing")


def test_a_person_listens_by_day_where_there_may_be_danger(advised):
    decision, script = advised("missed_bin", NOON, manners=frozenset((Manner.CONCERN,)))
    assert decision == Operator("front_desk")
    assert "listen for whether anybody is in danger" in script.handoff_note
