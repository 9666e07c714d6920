"""A label that is probably wrong counts for less, and a person is told where it stands."""

import csv
import io
from dataclasses import replace

import pytest

from routing.files.formulas import unguarded
from training.calls import LabelledCall
from training.learning.suspects import COUNTS_AS, Suspect, as_csv, looked_at

CARD = "my card 4111 1111 1111 1111 was stolen from my bag"


@pytest.fixture(scope="module")
def calls(small_calls):
    """The small calls, one more of them labelled wrong, and one whose intent was inferred."""
    wrong = LabelledCall(CARD, "branch_hours", place="call 17, hop 0", call_id="17")
    guessed = LabelledCall("my debit card was stolen too", "mortgage_rate", inferred=True)
    return [*(replace(call, place=f"calls.csv:{line}") for line, call in enumerate(small_calls, 2)), wrong, guessed]


@pytest.fixture(scope="module")
def looked(calls, encoder):
    return looked_at(calls, encoder)


def test_a_wrong_label_is_found_and_a_better_one_suggested(looked):
    (found,) = [suspect for suspect in looked.suspects if suspect.place == "call 17, hop 0"]
    assert (found.label, found.suggested) == ("branch_hours", "card_lost_or_stolen")
    assert 0 <= found.score < 0.5


def test_the_clearest_of_the_store_count_for_less_and_all_others_stay(calls, looked):
    done = {suspect.place: suspect.done for suspect in looked.suspects}
    expected = [replace(call, weight=COUNTS_AS) if done.get(call.place) == "counts less" else call for call in calls]
    assert list(looked.calls) == expected
    assert "counts less" in done.values()
    assert len(done) < len(calls) / 5


def test_a_label_that_nobody_gave_is_not_suspected(calls, looked):
    assert calls[-1] in looked.calls
    assert all(suspect.label != "mortgage_rate" or "stolen too" not in suspect.reason for suspect in looked.suspects)


def test_the_list_names_the_place_and_holds_no_card_number(looked):
    rows = list(csv.DictReader(io.StringIO(as_csv(looked.suspects).decode())))
    assert len(rows) == len(looked.suspects)
    (row,) = [row for row in rows if row["place"] == "call 17, hop 0"]
    assert "4111" not in row["reason"]
    assert "stolen from my bag" in row["reason"]
    assert float(row["score"]) == sorted(float(row["score"]) for row in rows)[rows.index(row)]


def test_what_a_caller_said_is_no_formula_to_a_spreadsheet():
    said = "=HYPERLINK(A1) is what I want"
    (row,) = csv.DictReader(io.StringIO(as_csv([Suspect("call 1, hop 0", said, "a", "b", 0.1, "kept")]).decode()))
    assert row["reason"] == f"'{said}"
    assert unguarded(row["reason"]) == said


def test_an_example_of_the_catalogue_is_listed_and_left_as_it_is(small_calls, encoder):
    wrong = LabelledCall(CARD, "branch_hours", place="calls.csv:99")
    done = looked_at([*small_calls, wrong], encoder)
    assert list(done.calls) == [*small_calls, wrong]
    assert ("calls.csv:99", "kept") in {(suspect.place, suspect.done) for suspect in done.suspects}
