"""A canary answers its share of the calls, and every hop of a call is answered by the same model."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.serving.served import Served, lot

CALLS = [f"call-{number}" for number in range(20_000)]


@given(call_id=st.text(), share=st.integers(1, 100))
def test_every_hop_of_a_call_is_answered_by_the_same_model(call_id, share):
    served = Served("live", "trial", "canary", share)
    assert served.for_call(call_id) == Served("live", "trial", "canary", share).for_call(call_id)


@given(call_id=st.text(), share=st.integers(1, 99))
def test_a_call_that_a_canary_answers_stays_with_it_when_the_share_grows(call_id, share):
    smaller, larger = (Served("live", "trial", "canary", each).for_call(call_id) for each in (share, share + 1))
    assert (smaller, larger) != ("trial", "live")


@given(call_id=st.text())
def test_a_canary_of_all_calls_answers_every_one(call_id):
    assert Served("live", "trial", "canary", 100).for_call(call_id) == "trial"


@given(call_id=st.text())
def test_neither_a_shadow_nor_the_lack_of_a_trial_takes_a_call_from_the_live_model(call_id):
    assert Served("live", "trial", "shadow").for_call(call_id) == "live"
    assert Served("live").for_call(call_id) == "live"


@pytest.mark.parametrize("share", [1, 5, 10, 50, 90])
def test_of_many_calls_a_canary_answers_the_share_it_was_given(share):
    served = Served("live", "trial", "canary", share)
    found = sum(served.for_call(call) == "trial" for call in CALLS) / len(CALLS)
    assert found == pytest.approx(share / 100, abs=0.012)


def test_the_lot_is_the_same_in_every_process_whatever_its_hash_seed():
    command = "from routing.serving.served import lot; print([lot(f'call-{n}') for n in range(50)])"
    drawn = {
        subprocess.run(
            [sys.executable, "-c", command], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True
        ).stdout
        for seed in ("1", "2")
    }
    assert drawn == {f"{[lot(call) for call in CALLS[:50]]}\n"}
