"""Old labels mean what they mean today, and old calls fade; neither stops a training."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.calls import OUT_OF_SCOPE, LabelledCall
from training.learning.today import LEAST_WEIGHT, faded, todays

NOW = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.fixture(scope="module")
def moved(catalogue):
    """The bank, with intents and departments of former times."""
    return replace(
        catalogue,
        moved_intents={"card_gone": "card_lost_or_stolen", "telex": ""},
        moved_departments={"plastic": "cards", "telex_room": ""},
    )


@pytest.mark.parametrize(
    ("intent", "department", "expected"),
    [
        ("card_lost_or_stolen", "", "card_lost_or_stolen"),
        ("card_gone", "plastic", "card_lost_or_stolen"),
        (OUT_OF_SCOPE, "cards", OUT_OF_SCOPE),
        ("telex", "plastic", "cards"),
        ("never_there", "cards", "cards"),
        ("telex", "telex_room", None),
        ("never_there", "", None),
        ("", "plastic", "cards"),
        ("", "never_there", None),
    ],
)
def test_a_label_is_followed_to_today_or_falls_back_to_its_department(moved, intent, department, expected):
    kept, notes = todays([LabelledCall("my card", intent, department)], moved)
    assert ([call.intent or call.department for call in kept] or [None]) == [expected]
    assert bool(notes) == (expected is None or (bool(intent) and expected == "cards"))


def test_what_is_set_aside_is_counted_by_its_old_label(moved):
    calls = [LabelledCall("a", "telex"), LabelledCall("b", "telex"), LabelledCall("c", "telex", "cards")]
    assert todays(calls, moved)[1] == [
        "telex: the catalogue has it no longer and moved.yaml does not say where it went: "
        "calls 1 learnt by department, 2 set aside"
    ]


@given(days=st.floats(0, 3000), half_life=st.floats(1, 1000))
def test_a_call_counts_half_after_each_half_life(days, half_life):
    calls = [LabelledCall("a", "x", at=NOW - timedelta(days=age)) for age in (days, days + half_life)]
    newer, older = (call.weight for call in faded(calls, half_life, NOW))
    assert older == pytest.approx(max(LEAST_WEIGHT, newer / 2), rel=1e-3) or newer == LEAST_WEIGHT
    assert 0 < older <= newer <= 1


def test_nothing_fades_without_a_half_life_nor_a_call_that_has_no_time_or_one_to_come():
    calls = [LabelledCall("a", "x"), LabelledCall("b", "x", at=NOW + timedelta(days=1))]
    old = LabelledCall("c", "x", at=NOW - timedelta(days=900))
    assert faded([*calls, old], None, NOW) == [*calls, old]
    assert faded(calls, 30, NOW) == calls
