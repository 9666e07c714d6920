from dataclasses import replace

import pytest

from routing.domain.belief import Belief
from training.switchboard.assumptions import Assumptions
from training.switchboard.luck import Chance, Luck
from training.switchboard.menu import menu_of
from training.switchboard.play import Caller, House


@pytest.fixture
def kind():
    """Return assumptions under which everything goes the caller's way, and every second can be told apart."""
    return Assumptions(
        wrong_transfer_s=1000,
        question_s=100,
        operator_s=10_000,
        prompt_s=1,
        words_per_s=1,
        menu_option_s=0.01,
        menu_wrong=0,
        answer_wrong=0,
        answer_silent=0,
        operator_wrong=0,
        colleague_wrong=0,
        handed_on=0,
        right_fails=0,
    )


@pytest.fixture
def house(kind):
    """Return a house of some departments and a front desk, under kind assumptions but for some changes."""

    def build(*departments, max_hops=3, **changes):
        return House(departments, "desk", max_hops, menu_of(departments), replace(kind, **changes))

    return build


@pytest.fixture
def caller():
    """Return a caller of three words, for one department, of whom something is believed."""

    def ring(right, **believed):
        return Caller("1", "three short words", Belief(believed, {name: name for name in believed}), right)

    return ring


@pytest.fixture
def luck():
    """Luck in the middle: whatever is likelier than a half happens, whatever is less likely does not."""
    return Luck([[0.5] * 10 for _ in Chance])
