"""Rows of other systems' lists become labelled calls, once, whatever happens on the way."""

import csv
import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.domain.labelled import CallRow
from routing.errors import BadFile, BadRow
from routing.exchange.exporting import ROWS, Wanted, rows, write
from routing.exchange.importing import BLOCK, rehearsed
from routing.exchange.refused import refused_rows
from routing.exchange.row import MadeIds
from routing.posting import checked
from routing.store.labelled import LabelledCalls, Stored

from .conftest import NOW

HEAD = ("Contact ID", "Date", "Time", "Transcript", "Category", "Transferred", "Solved")
LOST = ("C-1", "24/11/2026", "9:30", "my card is gone", "Card lost or stolen", "1", "yes")
RATE = ("C-2", "24/11/2026", "10:00", "what's your rate", "mortgage_rate", "0", "no")

NINE, TEN = datetime(2026, 11, 24, 9, 30, tzinfo=UTC), datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def listed(tmp_path):
    """Return a function that writes rows into a CSV file."""

    def write_list(*lines, name="list.csv"):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
        return tmp_path / name

    return write_list


def test_a_call_centres_list_is_understood(imported, listed):
    kept, (block,) = imported(listed(HEAD, LOST, RATE), mapped={"transfers": "Transferred"}, source="acd")

    assert kept == [
        CallRow("C-1", 0, LOST[3], "card_lost_or_stolen", "", True, 1, NINE, "acd"),
        CallRow("C-2", 0, RATE[3], "mortgage_rate", "", False, 0, TEN, "acd"),
    ]
    assert block.results == Counter({Stored.STORED: 2})
    assert block.left_aside == ()


def test_a_column_that_is_not_understood_is_told_once_and_left_aside(imported, tmp_path):
    path = tmp_path / "list.jsonl"
    row = {"call_id": "1", "reason": "rate", "intent": "mortgage_rate"}
    path.write_text("\n".join(json.dumps(row | {"Mood": 1} | {f"N{n // BLOCK}": n}) for n in range(2 * BLOCK)))

    _, blocks = imported(path)

    assert [block.left_aside for block in blocks] == [("Mood", "N0"), ("N1",)]


def test_every_refusal_names_its_row_and_fields_and_the_other_rows_are_kept(imported, listed):
    bad = ("C-3", "soon", "", "no idea", "Lost umbrella", "many", "perhaps")

    kept, (block,) = imported(listed(HEAD, LOST, bad, RATE), mapped={"transfers": "Transferred"})
    (refusal,) = block.refusals

    assert [row.call_id for row in kept] == ["C-1", "C-2"]
    assert refusal.place == "list.csv:3"
    assert [name for name, _ in refusal.faults] == ["transfers", "resolved", "occurred_at"]
    assert str(refusal).startswith("list.csv:3: transfers: expected a whole number, found 'many'; mend it; resolved: ")
    assert block.results == Counter({Stored.STORED: 2, Stored.REFUSED: 1})


@pytest.mark.parametrize(
    ("head", "plan", "fault"),
    [
        (("Words", "Mood"), {}, "expected a column for the label .intent or department., found the columns Words, Mo"),
        (("Mood", "Team"), {}, "expected a column for what the caller said .reason., or the call_id of a call on re"),
        (("A", "B"), {}, "one for the label .* found the columns A, B; say which it is with --map reason=COLUMN"),
        (
            ("A", "B"),
            {"mapped": {"reason": "C"}},
            "reason: expected a column 'C' as it was mapped, found the columns",
        ),
        (("Words", "Team"), {"names": {"x": "y"}}, "label 'x': expected the id of an intent or a department"),
    ],
)
def test_a_list_that_cannot_be_meant_is_refused_before_anything_is_kept(imported, listed, head, plan, fault):
    with pytest.raises(BadFile, match=fault):
        imported(listed(head, ("x", "y")), **plan)


def test_a_list_without_call_ids_imported_twice_is_the_same_calls(imported, listed):
    head = ("Transcript", "Category", "Opened")
    lines = [("rate please", "mortgage_rate", "2026-11-24")] * 2 + [("lost card", "card_lost_or_stolen", "2026-11-24")]

    first, _ = imported(listed(head, *lines))
    again, _ = imported(listed(head, *lines))
    mended, _ = imported(listed(head, *lines[:2], ("lost card", "mortgage_rate", "2026-11-24")))

    assert [row.call_id for row in first] == [row.call_id for row in again] == [row.call_id for row in mended]
    assert len({row.call_id for row in first}) == 3


TIMES = st.sampled_from(("", "2026-11-24T09:00:00Z"))
CONTENTS = st.tuples(st.sampled_from(("", "crm")), st.text("ab", max_size=2), TIMES)


@given(contents=st.lists(CONTENTS, max_size=12))
def test_made_ids_are_stable_and_never_given_twice(contents):
    first, again = MadeIds(), MadeIds()
    ids = [first.of(*content) for content in contents]

    assert ids == [again.of(*content) for content in contents]
    assert len(set(ids)) == len(ids)
    assert all(len(each) == 37 and each.startswith("made-") for each in ids)


def test_a_made_id_tells_nothing_of_a_card_number():
    assert MadeIds().of("", "my card 4111 1111 1111 1111", "") == MadeIds().of("", "my card 5500 0055 5555 5559", "")


def test_a_rehearsal_keeps_nothing(imported, listed, database):
    _, (block,) = imported(listed(HEAD, LOST, RATE), post=rehearsed, mapped={"transfers": "Transferred"})

    assert block.results[Stored.STORED] == 2
    assert list(LabelledCalls(database).all()) == []


def test_the_same_file_again_is_unchanged_and_a_mended_label_is_revised(imported, listed, database):
    post = LabelledCalls(database).post
    mended = ("C-2", *RATE[1:4], "card_lost_or_stolen", *RATE[5:])

    results = [imported(listed(HEAD, LOST, second), post=post)[1][0].results for second in (RATE, RATE, mended)]

    assert [{name: count for name, count in each.items() if count} for each in results] == [
        {Stored.STORED: 2},
        {Stored.UNCHANGED: 2},
        {Stored.UNCHANGED: 1, Stored.REVISED: 1},
    ]


def test_an_import_that_broke_off_goes_on_where_it_was(imported, listed, database):
    store, blocks = LabelledCalls(database), []
    lines = [(f"C-{number}", f"reason {number}", "mortgage_rate") for number in range(BLOCK + 5)]
    path = listed(("call_id", "reason", "intent"), *lines)

    def breaks(rows):
        if blocks:
            raise KeyboardInterrupt
        blocks.append(rows)
        return store.post(rows)

    with pytest.raises(KeyboardInterrupt):
        imported(path, post=breaks)
    assert sum(1 for _ in store.all()) == BLOCK

    _, again = imported(path, post=store.post)
    assert [block.results for block in again] == [Counter({Stored.UNCHANGED: BLOCK}), Counter({Stored.STORED: 5})]


def test_refused_rows_can_be_mended_and_imported_again(imported, listed, tmp_path):
    path = listed(HEAD, LOST, ("C-3", "24/11/2026", "", "=1+1", "Lost umbrella", "0", "yes"))
    _, (block,) = imported(path)
    with refused_rows(tmp_path / "refused.csv", HEAD) as keep:
        for refusal in block.refusals:
            keep(refusal)

    text = (tmp_path / "refused.csv").read_text("utf-8-sig")
    assert text.splitlines()[0] == ",".join((*HEAD, "refused_at", "refused_because"))
    assert "list.csv:3,intent: expected an intent of the catalogue" in text.replace('"', "")
    (tmp_path / "refused.csv").write_text(text.replace("Lost umbrella", "card_lost_or_stolen"), "utf-8")

    kept, (again,) = imported(tmp_path / "refused.csv")
    assert [(row.call_id, row.reason) for row in kept] == [("C-3", "=1+1")]
    assert again.left_aside == ("Transferred",)


def test_without_refusals_no_file_of_them_is_written(tmp_path):
    with refused_rows(tmp_path / "refused.csv", HEAD):
        pass

    assert list(tmp_path.iterdir()) == []


def test_refusals_are_written_even_if_the_import_is_broken_off(imported, tmp_path):
    path = tmp_path / "list.jsonl"
    path.write_text('{"reason": "x", "intent": "y", "more": [1, "ü"]}\n{"reason": \n')
    _, (block,) = imported(path)

    def broken_off():
        with refused_rows(tmp_path / "refused.csv", HEAD) as keep:
            for refusal in block.refusals:
                keep(refusal)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()

    with (tmp_path / "refused.csv").open(encoding="utf-8-sig", newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["reason"], first["more"], first["refused_at"]) == ("x", '[1, "ü"]', "list.jsonl:1")
    assert (second["unread"], second["refused_at"]) == ('{"reason":', "list.jsonl:2")
    assert second["refused_because"].startswith("expected a JSON object")


TEXTS = st.text(st.sampled_from("'=+-@\t\r\n\"\\,;|_x000D aßé…\U0001f600\u2028\ufeff\uffff＝"), min_size=1, max_size=12)
RAW = st.fixed_dictionaries(
    {
        "call_id": st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=8),
        "occurred_at": st.datetimes(datetime(2000, 1, 2), datetime(2026, 11, 27), timezones=st.just(UTC)).map(str),
    },
    optional={
        "hop": st.integers(0, 50),
        "reason": TEXTS | st.text(min_size=1),
        "intent": st.sampled_from(("card_lost_or_stolen", "mortgage_rate", "out_of_scope")),
        "department": st.sampled_from(("fraud", "mortgages")),
        "resolved": st.booleans(),
        "transfers": st.integers(0, 50),
        "source": TEXTS,
        "agent": TEXTS,
    },
)


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "parquet", "jsonl", "ndjson"])
@given(raw=st.lists(RAW, max_size=6))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_exported_is_imported_as_it_was(imported, catalogue, tmp_path, ending, raw):
    given_rows = []
    for fields in raw:
        try:
            given_rows.append(checked(fields, catalogue, NOW))
        except BadRow:
            continue
    path = tmp_path / f"calls.{ending}"

    write(path, ROWS, rows(given_rows, Wanted()))
    kept, blocks = imported(path)

    assert kept == given_rows
    assert sum((block.results for block in blocks), Counter())[Stored.REFUSED] == 0
    assert not any(block.left_aside for block in blocks)
    assert all(row.occurred_at.utcoffset() == timedelta() for row in kept)
