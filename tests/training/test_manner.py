"""The manner head is fitted from calls that are checked, always alike, and the one in the tree is from those there."""

import json

import numpy as np
import pytest

from routing.errors import BadCalls
from routing.settings import Settings
from training.manner.fit import CALLS, LABELS, MANNERS, MannerCall, facts, fit, ordinary_reasons, read_manner_calls

LEAST = {"danger": 350, "abuse": 200, "distress": 200, "confusion": 200, "person": 200, "none": 900}


@pytest.fixture(scope="module")
def calls():
    return read_manner_calls(CALLS)


@pytest.fixture(scope="module")
def few(calls):
    """Every eighth call: enough to fit a head in a second or two."""
    return calls[::8]


@pytest.fixture(scope="module")
def fitted(few, encoder):
    return fit(few, encoder)


def test_the_example_calls_are_many_enough_and_all_different(calls):
    counts = {label: sum(call.manner == label for call in calls) for label in LABELS}
    assert all(counts[label] >= least for label, least in LEAST.items())
    assert len({call.reason for call in calls}) == len(calls)


def test_the_head_in_the_tree_was_fitted_on_the_calls_in_the_tree(calls, fitted):
    manifest = json.loads((Settings().manner / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["data"] == facts(calls, fitted)["data"]
    assert manifest["manners"] == list(MANNERS)


def test_the_same_calls_give_the_same_head(few, fitted, encoder):
    again = fit(few, encoder)
    np.testing.assert_array_equal(again.head.head.sentence, fitted.head.head.sentence)
    np.testing.assert_array_equal(again.head.bars, fitted.head.bars)
    assert again.metrics == fitted.metrics


def test_few_ordinary_calls_are_taken_for_danger_in_cross_validation(fitted):
    assert all(figures["false_alarms"] <= 0.03 for figures in fitted.metrics.values())
    assert all(figures["recall"] > 0.2 for figures in fitted.metrics.values())


def test_ordinary_reasons_are_those_of_a_catalogue_in_no_special_manner():
    reasons = ordinary_reasons(Settings().catalogue)
    assert len(reasons) > 1000
    assert "can I just speak to a person please" not in reasons


def test_calls_of_an_unknown_manner_are_refused_with_their_line(tmp_path):
    path = tmp_path / "calls.csv"
    path.write_text("reason,manner\nhello,none\nhelp,panic\n", encoding="utf-8")
    with pytest.raises(
        BadCalls, match=r"calls\.csv:3: manner: expected one of danger, .* found 'panic'; mend the label"
    ):
        read_manner_calls(path)


def test_a_file_without_the_columns_is_refused(tmp_path):
    path = tmp_path / "calls.csv"
    path.write_text("reason,intent\nhello,none\n", encoding="utf-8")
    with pytest.raises(BadCalls, match="expected the columns reason and manner, found reason, intent"):
        read_manner_calls(path)


def test_too_few_calls_of_a_manner_are_refused_by_name(encoder):
    with pytest.raises(BadCalls, match=r"expected at least 5 calls of each manner, found fewer of danger \(1\), abuse"):
        fit([MannerCall("help", "danger")], encoder)
