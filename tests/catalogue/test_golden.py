"""The golden set is read strictly: an expectation that cannot come true is a fault with its line."""

from datetime import UTC, datetime, timedelta

import pytest

from routing.catalogue.golden import read_golden
from routing.errors import BadCatalogue
from routing.settings import Settings

HEAD = "reason,action,department,intent,at\n"


@pytest.fixture
def golden(tmp_path, catalogue):
    """Return a function that reads the text of a golden.csv of the sample bank."""

    def read(text):
        (tmp_path / "golden.csv").write_text(text, "utf-8")
        return read_golden(tmp_path / "golden.csv", catalogue)

    return read


def test_a_golden_call_has_its_reason_and_what_is_expected_of_its_advice(golden):
    (call,) = golden(HEAD + '"Lost my card, sorry",transfer,fraud,card_lost_or_stolen,2026-11-22T23:30:00+01:00\n')

    assert (call.reason, call.action, call.department) == ("Lost my card, sorry", "transfer", "fraud")
    assert call.intent == "card_lost_or_stolen"
    assert call.at == datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    assert call.line == "golden.csv:2"


def test_what_is_left_out_is_not_expected_and_the_call_comes_in_on_a_tuesday_morning(golden):
    first, second = golden("reason,department\nlost my card,\nlost my purse,fraud\n")

    assert (first.action, first.department, first.intent) == ("", "", "")
    assert second.department == "fraud"
    assert (first.at.strftime("%a %H:%M"), first.at.utcoffset()) == ("Tue 11:00", timedelta(0))


def test_a_golden_set_that_is_only_begun_has_no_calls(golden):
    assert golden(HEAD) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (HEAD + "lost,send,,,\n", "golden.csv:2: action: expected one of transfer, ask, operator, urgent"),
        (HEAD + "lost,,wards,,\n", "golden.csv:2: department: expected department of the catalogue, found 'wards'"),
        (HEAD + "found,,,,\nlost,,,cards,\n", "golden.csv:3: intent: expected intent of the catalogue, found 'cards'"),
        (HEAD + "lost,,,,tomorrow\n", "golden.csv:2: at: expected a time with its zone such as 2026-11-24T11:00"),
        (HEAD + "lost,,,,2026-11-24T11:00\n", "golden.csv:2: at: expected a time with its zone"),
        (HEAD + ",,fraud,,\n", "golden.csv:2: reason: expected what the caller said"),
        (
            "reason,style\nlost,short\n",
            "golden.csv: expected the columns reason, action, department, intent, at, found s",
        ),
        ("action\nask\n", "golden.csv: expected a column reason in the first rows, found none; add it"),
    ],
)
def test_a_fault_is_told_with_its_line_and_column(golden, text, fault):
    with pytest.raises(BadCatalogue) as refusal:
        golden(text)
    assert refusal.value.faults[0].startswith(fault)


def test_every_fault_is_told_at_once(golden):
    with pytest.raises(BadCatalogue) as refusal:
        golden(HEAD + "lost,send,wards,cards,\n,,,,now\n")
    assert [fault.split(": ")[:2] for fault in refusal.value.faults] == [
        ["golden.csv:2", "action"],
        ["golden.csv:2", "department"],
        ["golden.csv:2", "intent"],
        ["golden.csv:3", "reason"],
        ["golden.csv:3", "at"],
    ]


def test_the_sample_banks_golden_set_speaks_of_every_department_and_no_labelled_call(catalogue):
    folder = Settings().catalogue
    calls = read_golden(folder / "golden.csv", catalogue)

    assert {call.department for call in calls} >= set(catalogue.departments)
    assert {call.action for call in calls} >= {"transfer", "ask", "operator", "urgent"}
    assert len({call.reason for call in calls}) == len(calls)
    for name in ("calls.csv", "calls-test.csv"):
        labelled = (folder / name).read_text("utf-8")
        assert [call.reason for call in calls if f"\n{call.reason}," in labelled] == []
