from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.text.model import Prediction
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.evaluate import CONFUSIONS_SHOWN, Scored, calibration_error, report, score

INTENTS = ("card_lost_or_stolen", "mortgage_rate", "mortgage_move")
LOST = LabelledCall("lost", "card_lost_or_stolen", style="short")
RATE = LabelledCall("rate", "mortgage_rate", style="short")
STRAY = LabelledCall("pizza", OUT_OF_SCOPE, style="prank")


class Parrot:
    """A model that believes of each reason what it was told to believe."""

    def __init__(self, beliefs, intents=INTENTS):
        self.beliefs = beliefs
        self.intents = intents

    def predict(self, hypotheses):
        probabilities = np.array(self.beliefs[hypotheses[0].text], dtype=np.float64)
        return Prediction(self.intents, probabilities, float(probabilities.sum()))


BELIEFS = {"lost": [0.95, 0.01, 0.01], "rate": [0.0, 0.3, 0.65], "pizza": [0.01, 0.0, 0.0], "both": [0.5, 0.25, 0.24]}


def test_each_call_is_scored_by_its_likeliest_department_and_the_action_of_the_policy(catalogue):
    both = LabelledCall("both", "card_lost_or_stolen")
    lost, rate, stray, unsure = score([LOST, RATE, STRAY, both], Parrot(BELIEFS), catalogue)
    assert (lost.department, lost.intent, lost.action, lost.advised) == (
        "fraud", "card_lost_or_stolen", "transfer", "fraud",
    )  # fmt: skip
    assert (rate.department, rate.intent, rate.action) == ("mortgages", "mortgage_move", "transfer")
    assert (stray.action, stray.advised) == ("operator", catalogue.organisation.front_desk)
    assert (unsure.department, unsure.action) == ("fraud", "ask")
    assert rate.confidence == pytest.approx(0.95)


def test_the_department_of_a_call_is_that_of_its_intent_unless_it_is_labelled(catalogue):
    labelled = LabelledCall("lost", "", "cards")
    lost, other, stray = score([LOST, labelled, STRAY], Parrot(BELIEFS), catalogue)
    assert (lost.call.department, other.call.department, stray.call.department) == ("fraud", "cards", "")
    assert lost.department_right
    assert lost.intent_right
    assert not other.department_right


def test_progress_is_told_after_every_call(catalogue):
    told = []
    score([LOST, RATE, STRAY], Parrot(BELIEFS), catalogue, told.append)
    assert told == [1, 2, 3]


def test_a_model_without_any_intent_of_the_catalogue_is_scored_as_never_right(catalogue):
    (scored,) = score([LOST], Parrot({"lost": [1.0]}, ("intent_of_another_bank",)), catalogue)
    assert scored.action == "operator"
    assert not scored.department_right


def scored(call, **found):
    right = {"department": call.department, "intent": call.intent, "advised": call.department}
    return Scored(**{"call": call, "action": "transfer", "confidence": 1.0, **right, **found})


FRAUD = replace(LOST, department="fraud")
MORTGAGE = replace(RATE, department="mortgages")
FOUR = [
    scored(FRAUD),
    scored(FRAUD, intent="fraud_alert", action="ask"),
    scored(FRAUD, department="cards", intent="card_freeze", advised="cards", confidence=0.5),
    scored(MORTGAGE, confidence=0.5),
    scored(STRAY, department="fraud", action="operator"),
    scored(STRAY, department="fraud", action="transfer"),
    scored(STRAY, department="fraud", action="ask"),
    scored(STRAY, department="fraud", action="operator"),
]


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("calls", 8),
        ("in_scope", 4),
        ("out_of_scope", 4),
        ("department_accuracy", 0.75),
        ("intent_accuracy", 0.5),
        ("out_of_scope_recall", 0.75),
        ("transferred_right", 0.6667),
        ("calibration_error", 0.0),
        ("actions", {"ask": 0.25, "transfer": 0.75}),
        ("actions_out_of_scope", {"ask": 0.25, "operator": 0.5, "transfer": 0.25}),
        ("by_style", {"prank": {"calls": 4, "right": 0.75}, "short": {"calls": 4, "right": 0.75}}),
        (
            "confusions",
            [
                {"expected": "card_lost_or_stolen", "found": "card_freeze", "calls": 1},
                {"expected": "card_lost_or_stolen", "found": "fraud_alert", "calls": 1},
            ],
        ),
    ],
)
def test_the_report_agrees_with_the_sum_on_paper(figure, value):
    assert report(FOUR)[figure] == value


@pytest.mark.parametrize(
    ("scored_calls", "left_out"),
    [
        ([scored(STRAY)], {"department_accuracy", "intent_accuracy", "transferred_right", "calibration_error"}),
        ([scored(FRAUD)], {"out_of_scope_recall", "actions_out_of_scope"}),
        ([scored(FRAUD, action="ask")], {"transferred_right"}),
        ([scored(LabelledCall("lost", "", "fraud"))], {"intent_accuracy", "out_of_scope_recall"}),
        ([scored(LOST)], {"department_accuracy", "transferred_right", "calibration_error"}),
        ([], {"department_accuracy", "intent_accuracy", "out_of_scope_recall", "transferred_right"}),
    ],
)
def test_a_figure_without_calls_to_measure_it_on_is_left_out(scored_calls, left_out):
    assert left_out.isdisjoint(report(scored_calls))


def test_calls_labelled_with_a_department_alone_are_confused_by_department():
    call = LabelledCall("lost", "", "fraud")
    found = report([scored(call, department="cards", intent="card_freeze")])
    assert found["confusions"] == [{"expected": "fraud", "found": "cards", "calls": 1}]


def test_the_commonest_confusions_come_first_and_only_so_many():
    wrong = [scored(FRAUD, intent=f"other_{number:02}") for number in range(CONFUSIONS_SHOWN + 3)]
    confusions = report([*wrong, wrong[7], wrong[7], wrong[3]])["confusions"]
    assert [(row["found"], row["calls"]) for row in confusions[:3]] == [
        ("other_07", 3),
        ("other_03", 2),
        ("other_00", 1),
    ]
    assert len(confusions) == CONFUSIONS_SHOWN


@pytest.mark.parametrize(
    ("confidence", "right", "error"),
    [
        ([1.0, 1.0], [True, True], 0.0),
        ([1.0, 1.0], [False, False], 1.0),
        ([0.95] * 4, [True, True, True, False], 0.2),
        ([0.25, 0.25, 0.75, 0.75], [False, False, True, True], 0.25),
        ([0.25, 0.25, 0.25, 0.75], [True, False, False, True], 0.125),
        ([0.5] * 2, [True, False], 0.0),
        ([0.51, 0.59], [True, False], 0.05),
        ([0.0], [False], 0.0),
    ],
)
def test_the_calibration_error_agrees_with_the_sum_on_paper(confidence, right, error):
    assert calibration_error(np.array(confidence), np.array(right)) == pytest.approx(error, abs=1e-4)


@given(rows=st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1), random=st.randoms())
def test_the_calibration_error_is_a_share_whatever_the_order(rows, random):
    def of(rows):
        confidence, right = zip(*rows, strict=True)
        return calibration_error(np.array(confidence), np.array(right))

    before = of(rows)
    random.shuffle(rows)
    assert 0 <= before <= 1
    assert of(rows) == pytest.approx(before, abs=1e-4)
