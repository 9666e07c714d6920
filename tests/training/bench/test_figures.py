from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.bench.figures import Answer, bar, figures
from training.calls import OUT_OF_SCOPE, LabelledCall


def answer(label, found="", **other):
    inside = {
        "call": LabelledCall("text", label),
        "wanted": "" if label == OUT_OF_SCOPE else label,
        "label": found or label,
        "confidence": 0.95,
        "in_scope": 0.9,
        "department": found or label,
        "action": "transfer",
        "advised": found or label,
    }
    return Answer(**inside | other)


# Four texts in scope, of which three are right, and four out of scope.
MIXED = [
    answer("lost", in_scope=0.9),
    answer("lost", in_scope=0.8, action="ask", plausible=("lost", "pin")),
    answer("rate", "pin", in_scope=0.6, confidence=0.55, advised="rate", plausible=("pin", "lost")),
    answer("pin", in_scope=0.7, action="operator", plausible=("pin",)),
    answer(OUT_OF_SCOPE, "pin", in_scope=0.65),
    answer(OUT_OF_SCOPE, "pin", in_scope=0.1, action="operator"),
    answer(OUT_OF_SCOPE, "pin", in_scope=0.2, action="ask"),
    answer(OUT_OF_SCOPE, "pin", in_scope=0.3, action="operator"),
]


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("accuracy", 0.75),
        ("macro_f1", (1 + 0 + 2 / 3) / 3),  # lost all right, rate never found, pin found twice and once right
        ("department_accuracy", 0.75),
        ("ece", 0.175),  # three of four at 0.95 and always right, one at 0.55 and wrong
        ("accuracy_of_surest_90pct", 0.75),  # nine tenths of four are four
        ("answered_without_asking", 0.5),
        ("transferred_right", 1.0),
        ("coverage", 2 / 3),
        ("mean_set_size", 5 / 3),
        ("oos_auroc", 15 / 16),  # of 4 x 4 pairs only 0.6 against 0.65 stands the wrong way round
        ("oos_recall_at_5pct_false_rejects", 0.75),  # no text in scope may fall, so the bar is 0.6
        ("out_of_scope_recall", 0.75),
    ],
)
def test_the_figures_agree_with_the_sum_on_paper(figure, value):
    assert figures(MIXED, departments=True)[figure] == pytest.approx(value, abs=1e-4)


def test_the_surest_nine_tenths_are_those_with_the_highest_confidence():
    answers = [answer("lost", confidence=0.9)] * 9 + [answer("lost", "pin", confidence=0.2)]

    assert figures(answers, departments=False)["accuracy_of_surest_90pct"] == 1.0


def test_what_cannot_be_measured_is_left_out():
    found = figures([replace(MIXED[3], plausible=None)], departments=False)

    assert found == {
        "accuracy": 1.0,
        "macro_f1": 1.0,
        "ece": 0.05,
        "accuracy_of_surest_90pct": 1.0,
        "answered_without_asking": 0.0,
    }


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([0.1], 0.1),
        (range(20), 1),
        (range(21), 1),
        (range(100), 5),
        ([0.5] * 40, 0.5),
        ([0, 0, 0, *[9] * 37], 0),
    ],
)
def test_the_bar_lets_at_most_one_in_twenty_fall(scores, expected):
    assert bar(np.array(scores, dtype=float)) == expected


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_no_more_than_one_in_twenty_falls_and_no_higher_score_would_do(scores):
    found = np.array(scores)
    height = bar(found)

    assert (found < height).mean() <= 0.05
    higher = found[found > height]
    assert not len(higher) or (found < higher.min()).mean() > 0.05
