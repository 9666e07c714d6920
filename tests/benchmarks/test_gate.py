import numpy as np
import pytest

from benchmarks.gate import changed
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.evaluate import Scored

INTENTS = {"cards": "card_order", "fraud": "fraud_alert", "loans": "loan_apply"}
RIGHT = Scored(LabelledCall("lost", "fraud_alert", "fraud"), "fraud", "fraud_alert", "transfer", 0.9, "fraud")
WRONG = Scored(RIGHT.call, "cards", "card_order", "transfer", 0.5, "cards")
STRAY = Scored(LabelledCall("pizza", OUT_OF_SCOPE), "cards", "card_order", "operator", 0.2, "front_desk")


@pytest.mark.parametrize(("worse", "differ"), [(-0.01, 0.02), (0.0, 0.02), (0.02, 0.02), (0.05, 0.01)])
def test_a_made_up_candidate_is_on_average_as_much_worse_as_asked(worse, differ):
    live = [RIGHT] * 850 + [WRONG] * 50 + [STRAY] * 100
    random = np.random.default_rng(0)
    lost = gained = 0
    for _ in range(200):
        candidate = changed(live, worse, differ, INTENTS, random)
        both = [(old.department_right, new.department_right) for old, new in zip(live, candidate, strict=True)]
        lost, gained = lost + both.count((True, False)), gained + both.count((False, True))
    calls = 200 * 900
    assert (lost - gained) / calls == pytest.approx(worse, abs=0.001)
    assert (lost + gained) / calls == pytest.approx(max(differ, abs(worse)), abs=0.001)


def test_calls_out_of_scope_stay_as_they_are():
    candidate = changed([RIGHT, STRAY] * 50, 0.2, 0.2, INTENTS, np.random.default_rng(0))
    assert [one for one in candidate if not one.call.in_scope] == [STRAY] * 50
