import numpy as np
import pytest

from routing.text.model import Hypothesis, Prediction
from training.bench import run
from training.bench.dataset import Dataset
from training.bench.run import Trial, answer, answered, described, measure, noisy_calls
from training.calls import OUT_OF_SCOPE, LabelledCall

LABELS = ("lost", "rate", "pin")
DATA = Dataset("invented", [], [], {"lost": "cards", "rate": "loans", "pin": "cards"})
DEPARTMENT_OF = {label: DATA.department(label) for label in LABELS}


def believing(*probabilities):
    return Prediction(LABELS, np.array(probabilities), sum(probabilities))


def test_a_departments_labels_count_together():
    made = answer(LabelledCall("x", "lost"), believing(0.3, 0.4, 0.28), DATA, DEPARTMENT_OF)

    assert (made.label, made.confidence) == ("rate", 0.4)
    assert (made.department, made.wanted) == ("cards", "cards")
    assert made.in_scope == pytest.approx(0.98)


@pytest.mark.parametrize(
    ("probabilities", "action"),
    [
        # a wrong transfer costs 150 s, a question 10 s, the operator 40 s
        ((0.95, 0.01, 0.01), "transfer"),  # 0.04 x 150 = 6 s against 10 s
        ((0.5, 0.48, 0.01), "ask"),
        ((0.05, 0.05, 0.02), "operator"),
    ],
)
def test_the_policy_decides_with_the_usual_costs(probabilities, action):
    assert answer(LabelledCall("x", "lost"), believing(*probabilities), DATA, DEPARTMENT_OF).action == action


def test_a_text_out_of_scope_belongs_to_no_department():
    assert answer(LabelledCall("x", OUT_OF_SCOPE), believing(0.1, 0.1, 0.0), DATA, DEPARTMENT_OF).wanted == ""


class Counting:
    """A model that always says the same and keeps what it was asked."""

    intents = LABELS

    def __init__(self):
        self.asked = []

    def predict(self, hypotheses):
        self.asked.append(hypotheses[0].text)
        return believing(0.9, 0.0, 0.0)


def test_a_text_met_before_is_answered_but_not_timed():
    model, told = Counting(), []
    learnt = [LabelledCall("warm", "lost")]
    test = [LabelledCall(text, "lost") for text in ("one", "Two", "two ", "warm", "one", "three")]

    answers, spent = answered(model, DATA, learnt, test, lambda name, done: told.append((name, done)))

    assert model.asked == ["warm", "one", "Two", "two ", "warm", "one", "three"]
    assert len(answers) == 6
    assert len(spent) == 3
    assert told[-1] == ("measuring", 1.0)


def test_what_a_trial_is_measured_on_is_told():
    learnt = [LabelledCall("lost it", "lost"), LabelledCall("a pizza", OUT_OF_SCOPE)]
    test = [LabelledCall("Lost it", "lost"), LabelledCall("what rate", "rate"), LabelledCall("hm", OUT_OF_SCOPE)]
    dataset = Dataset("invented", learnt, test)

    assert described(Trial(dataset, shots=1, seed=2, noise=0.1), learnt) == {
        "dataset": "invented",
        "seed": 2,
        "shots": 1,
        "noise": 0.1,
        "noise_kind": "mixed",
        "labels": 1,
        "train_rows": 1,
        "train_rows_out_of_scope": 1,
        "test_rows": 2,
        "test_rows_out_of_scope": 1,
        "leaked_rows": 1,
        "unknown_labels": ["rate"],
        "unknown_rows": 1,
    }


@pytest.mark.parametrize(("kind", "drawn"), [("heard", {"heard"}), ("typed", {"typed"}), ("mixed", {"heard", "typed"})])
def test_noise_changes_the_texts_and_leaves_the_labels(monkeypatch, kind, drawn):
    def noisy(text, rate, random, kind):
        return f"{text} {rate} {kind} {random.integers(1000)}"

    monkeypatch.setattr(run, "noisy", noisy)
    calls = [LabelledCall("lost", "lost"), LabelledCall("hm", OUT_OF_SCOPE)] * 10

    changed = noisy_calls(calls, 0.1, kind, seed=3)

    assert [call.intent for call in changed] == [call.intent for call in calls]
    assert changed[0].reason.startswith("lost 0.1 ")
    assert {call.reason.split()[2] for call in changed} == drawn
    assert changed == noisy_calls(calls, 0.1, kind, seed=3)
    assert changed != noisy_calls(calls, 0.1, kind, seed=4)


def test_a_trial_measures_a_model_fitted_as_users_fit_it(small_calls, small_fit, encoder):
    test = [LabelledCall(f"hello, {call.reason}", call.intent) for call in small_calls[::6]]
    told = []

    result = measure(Trial(Dataset("invented", small_calls, test)), encoder, lambda name, done: told.append(name))

    right = [
        max(small_fit.model.predict((Hypothesis(call.reason),)).pairs(), key=lambda pair: pair[1])[0] == call.intent
        for call in test
        if call.in_scope
    ]
    assert result["accuracy"] == pytest.approx(np.mean(right), abs=1e-4)
    assert 0 <= result["oos_auroc"] <= 1
    assert 0 < result["predict_p50_ms"] <= result["predict_p99_ms"]
    assert result["encode_ms"] > 0
    assert result["train_s"] > 0
    assert result["model_bytes"] > 10_000
    assert "department_accuracy" not in result
    assert dict.fromkeys(told) == dict.fromkeys(("encoding", "fitting", "calibrating", "measuring"))
