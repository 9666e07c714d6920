"""What is exported is what was asked for, written whole or not at all."""

from datetime import UTC, datetime

import pytest

from routing.domain.labelled import CallRow
from routing.errors import BadFile
from routing.exchange.exporting import FIRST_REASONS, ROWS, Wanted, first_reasons, rows, write

NINE, TEN = datetime(2026, 11, 24, 9, tzinfo=UTC), datetime(2026, 11, 24, 10, tzinfo=UTC)
BILLED = CallRow("A", 0, "a payment I never made", "", "payments", False, None, NINE)
PASSED_ON = CallRow("A", 1, "they sent me on", "", "cards", False, None, NINE)
ENDED = CallRow("A", 2, "", "", "fraud", True, None, NINE)
RATE = CallRow("B", 0, "rate?", "mortgage_rate", "", True, 0, TEN, "crm", "Sam")
UNFINISHED = CallRow("C", 0, "never finished", "", "cards", False, None, TEN)
WORDLESS = CallRow("D", 0, "", "", "cards", True, None, TEN)
ALL = (BILLED, PASSED_ON, ENDED, RATE, UNFINISHED, WORDLESS)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), ALL),
        (Wanted(since=TEN), (RATE, UNFINISHED, WORDLESS)),
        (Wanted(until=TEN), (BILLED, PASSED_ON, ENDED)),
        (Wanted(since=NINE, until=NINE), ()),
        (Wanted(intent="mortgage_rate"), (RATE,)),
        (Wanted(department="cards"), (PASSED_ON, UNFINISHED, WORDLESS)),
        (Wanted(department="mortgages", its_intents={"mortgage_rate"}), (RATE,)),
        (Wanted(resolved_only=True), (ENDED, RATE, WORDLESS)),
        (Wanted(department="cards", resolved_only=True), (WORDLESS,)),
    ],
)
def test_only_rows_that_are_wanted_are_exported(wanted, expected):
    assert list(rows(ALL, wanted)) == list(rows(expected, Wanted()))


def test_what_a_row_does_not_tell_is_an_empty_cell():
    (cells,) = rows([ENDED], Wanted())

    assert dict(zip(ROWS, cells, strict=True)) == {
        "call_id": "A",
        "hop": 2,
        "reason": None,
        "intent": None,
        "department": "fraud",
        "resolved": True,
        "transfers": None,
        "occurred_at": NINE,
        "source": None,
        "agent": None,
    }


def test_the_first_reason_of_a_chain_has_the_label_at_which_it_ended():
    found = [dict(zip(FIRST_REASONS, cells, strict=True)) for cells in first_reasons(ALL, Wanted())]

    assert [(row["call_id"], row["reason"], row["department"], row["transfers"]) for row in found] == [
        ("A", "a payment I never made", "fraud", 2),
        ("B", "rate?", None, 0),
    ]
    assert [cells[0] for cells in first_reasons(ALL, Wanted(department="fraud"))] == ["A"]


def test_a_file_is_replaced_only_by_a_whole_one(tmp_path):
    path = tmp_path / "calls.csv"
    path.write_text("before")

    def breaks():
        yield from rows(ALL, Wanted())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(path, ROWS, breaks())
    assert (path.read_text(), list(tmp_path.iterdir())) == ("before", [path])

    write(path, ROWS, rows(ALL, Wanted()))
    assert path.read_text("utf-8-sig").startswith("call_id,hop,")


@pytest.mark.parametrize(("name", "fault"), [("x.ods", "ends in one of .csv, "), ("gone/x.csv", "No such file")])
def test_a_file_that_cannot_be_written_is_named(tmp_path, name, fault):
    with pytest.raises(BadFile, match=fault):
        write(tmp_path / name, ROWS, rows(ALL, Wanted()))
    assert list(tmp_path.iterdir()) == []
