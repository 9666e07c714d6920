"""A list of departments and reasons, as people keep it, becomes a draft; every fault is told where it stands."""

import csv
import io
from datetime import datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from routing.catalogue.draft import identifier
from routing.catalogue.read import read_catalogue
from routing.catalogue.spreadsheet import column_meaning, read_spreadsheet
from routing.catalogue.starter import write_catalogue
from routing.errors import BadCatalogue
from training.calls import read_calls

PLACE = ("Harbour Town Hall", "GB", "Europe/London")
HEAD = ("department", "intent", "examples", "hours")
BINS = ("Waste", "missed bin", "my bin was not emptied|nobody came for the rubbish", "mon-fri 9-17")


@pytest.fixture
def drawn(tmp_path):
    """Return a function that reads rows as a CSV file, and one that reads sheets as a workbook."""

    def from_csv(*rows, encoding="utf-8", delimiter=",", raw=None):
        file = io.StringIO()
        csv.writer(file, delimiter=delimiter).writerows(rows)
        path = tmp_path / "list.csv"
        path.write_bytes(raw if raw is not None else file.getvalue().encode(encoding))
        return read_spreadsheet(path, *PLACE)

    def from_xlsx(sheets, merged=()):
        book = Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
            for cells in merged:
                sheet.merge_cells(cells)
        book.save(tmp_path / "list.xlsx")
        return read_spreadsheet(tmp_path / "list.xlsx", *PLACE)

    from_csv.xlsx = from_xlsx
    return from_csv


def refused(read, *given, **how):
    with pytest.raises(BadCatalogue) as refusal:
        read(*given, **how)
    assert not any("\n" in fault for fault in refusal.value.faults)
    return refusal.value.faults


def examples(draft):
    return {intent.id: intent.examples for intent in draft.intents.values()}


def test_a_plain_list_becomes_departments_intents_and_examples(drawn):
    draft = drawn(HEAD, BINS, ("Parking", "Resident permit", "I need a permit", "24/7"))

    assert list(draft.departments) == ["waste", "parking", "front_desk"]
    assert draft.departments["waste"].hours == {"mon-fri": "09:00-17:00"}
    assert draft.departments["parking"].hours == "always"
    assert draft.departments["parking"].spoken == "our parking team"
    assert draft.intents["resident_permit"].department == "parking"
    assert draft.intents["resident_permit"].label == "resident permit"
    assert examples(draft) == {
        "missed_bin": ("my bin was not emptied", "nobody came for the rubbish"),
        "resident_permit": ("I need a permit",),
    }


@pytest.mark.parametrize(
    ("title", "meaning"),
    [
        ("Department name", "department"),
        ("DEPT.", "department"),
        ("Reason for call", "intent"),
        ("Intents", "intent"),
        ("Example sentences", "examples"),
        ("Example 2", "examples"),
        ("example_sentence_3", "examples"),
        ("Opening hours", "hours"),
        ("Ext.", "extension"),
        ("cost centre", ""),
        ("", ""),
    ],
)
def test_columns_are_known_by_the_names_people_give_them(title, meaning):
    assert column_meaning(title) == meaning


def test_columns_may_stand_in_any_order_below_a_title_and_beside_others(drawn):
    draft = drawn(
        ("Our telephone list", "", "", ""),
        (),
        ("Owner", "Examples", "Team", "Reason"),
        ("Ann", "my bin was not emptied", "Waste", "missed bin"),
    )

    assert examples(draft) == {"missed_bin": ("my bin was not emptied",)}
    assert draft.notes == ("list.csv: left aside the columns Owner",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiters_and_encodings_of_spreadsheet_programs_are_read(drawn, encoding, delimiter):
    row = ("Caf\u00e9 & kitchen", "lunch, or dinner", "what's for lunch; is there soup", "mon-fri 9-17")

    draft = drawn(HEAD, row, encoding=encoding, delimiter=delimiter)

    assert draft.departments["cafe_kitchen"].name == "Caf\u00e9 & kitchen"
    assert examples(draft) == {"lunch_or_dinner": ("what's for lunch; is there soup",)}


def test_several_examples_in_a_cell_a_row_or_a_column_are_one_list_without_repeats(drawn):
    draft = drawn(
        ("department", "intent", "example 1", "example 2"),
        ("Waste", "missed bin", "- my bin is full\n- nobody came", "the bin men forgot us"),
        ("Waste", "Missed bin", "My bin is full", "1. where are they"),
        ("", "", "still waiting | not emptied again", ""),
    )

    assert [len(each) for each in examples(draft).values()] == [6]
    assert set(draft.intents["missed_bin"].examples) == {
        "My bin is full",
        "nobody came",
        "the bin men forgot us",
        "where are they",
        "still waiting",
        "not emptied again",
    }


def test_names_written_once_hold_for_the_rows_below(drawn):
    draft = drawn(
        HEAD,
        ("Waste", "missed bin", "my bin is full", "mon-fri 9-17"),
        ("", "", "nobody came", ""),
        ("", "bulky waste", "take away my sofa", ""),
        ("Parking", "permit", "I need a permit", ""),
    )

    assert examples(draft) == {
        "missed_bin": ("my bin is full", "nobody came"),
        "bulky_waste": ("take away my sofa",),
        "permit": ("I need a permit",),
    }
    assert draft.intents["bulky_waste"].department == "waste"
    assert draft.departments["parking"].hours == ""


def test_merged_cells_of_a_workbook_hold_for_all_their_rows(drawn):
    rows = [HEAD, ("Waste", "missed bin", "my bin is full", "24/7"), (None, None, "nobody came", None)]

    draft = drawn.xlsx({"Sheet1": rows}, merged=("A2:A3", "B2:B3", "D2:D3"))

    assert examples(draft) == {"missed_bin": ("my bin is full", "nobody came")}
    assert draft.departments["waste"].hours == "always"


def test_a_workbook_may_keep_departments_and_reasons_on_sheets_of_their_own(drawn):
    draft = drawn.xlsx(
        {
            "Reasons": [("Department", "Reason", "Example"), ("Waste", "missed bin", "my bin is full")],
            "Teams": [
                ("Team", "Ext", "Days", "Opens", "Closes", "Description"),
                ("Waste", 2100.0, None, time(9), time(17, 30), "Bins and what does not go in."),
                ("Reception", 1000, "mon-sun", 0.25, 1.0, None),
            ],
            "Remarks": [("nothing", "to see")],
        }
    )

    waste = draft.departments["waste"]
    assert (waste.extension, waste.hours) == ("2100", {"mon-fri": "09:00-17:30"})
    assert waste.description == "Bins and what does not go in."
    assert draft.departments["reception"].hours == {"mon-sun": "06:00-24:00"}
    assert draft.front_desk == "reception"
    assert "front_desk" not in draft.departments


def test_calls_out_of_scope_belong_to_no_department(drawn):
    draft = drawn(HEAD, BINS, ("Waste", "Out of scope", "is this the dentist", ""), ("", "", "tell me a joke", ""))

    assert set(draft.out_of_scope) == {"is this the dentist", "tell me a joke"}
    assert list(draft.intents) == ["missed_bin"]


def test_hours_without_days_are_told_to_a_person(drawn):
    draft = drawn(HEAD, (*BINS[:3], "9-17"))

    assert draft.departments["waste"].hours == {"mon-fri": "09:00-17:00"}
    assert draft.notes == ("Waste: hours without days are taken as Monday to Friday, 9-17",)


def test_two_names_that_differ_in_case_and_punctuation_only_are_one(drawn):
    draft = drawn(HEAD, BINS, ("waste.", "Missed Bin!", "they forgot us", ""))

    assert list(draft.departments) == ["waste", "front_desk"]
    assert len(draft.intents["missed_bin"].examples) == 3


FAULTS = [
    ([("department", "examples"), ("Waste", "my bin")], "list.csv: expected a column intent"),
    ([("intent", "examples"), ("missed bin", "my bin")], "list.csv: expected a column department"),
    ([HEAD], "list.csv: expected rows below the headings, found none"),
    ([HEAD, ("", "missed bin", "my bin", "")], "list.csv:2: department: expected the department of 'missed bin'"),
    ([HEAD, ("Waste", "", "my bin", "")], "list.csv:2: intent: expected the intent of the examples"),
    ([HEAD, (*BINS[:3], "whenever")], "list.csv:2: hours: expected opening hours such as mon-fri 09:00-17:30"),
    ([HEAD, (*BINS[:3], "fri-mon 9-17")], "list.csv:2: hours: expected a day or days"),
    ([HEAD, BINS, (*BINS[:3], "mon-fri 9-16")], "list.csv:3: hours: expected Waste to have the same each time"),
    ([HEAD, BINS, ("Parks", *BINS[1:])], "list.csv:3: intent: expected 'missed bin' in one department, found parks"),
    ([HEAD, ("Waste", "missed bin", "my\x07bin", "")], "list.csv:2: examples: expected text, found the control char"),
    ([HEAD, ("W" * 61, "missed bin", "my bin", "")], "list.csv:2: department: Longer than maximum length 60."),
    ([HEAD, ("Waste", "b" * 81, "my bin", "")], "list.csv:2: intent: Longer than maximum length 80."),
    ([("Dept", "Intent", "Ext. no", "Ext"), ("Waste", "bin", "", "20 A")], "list.csv:2: Ext: expected a telephone ext"),
    ([("Dept", "Intent", "Urgency"), ("Waste", "bin", "asap")], "list.csv:2: Urgency: Must be one of"),
]


@pytest.mark.parametrize(("rows", "fault"), FAULTS)
def test_a_fault_is_told_by_line_and_column(drawn, rows, fault):
    assert any(found.startswith(fault) for found in refused(drawn, *rows)), refused(drawn, *rows)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", "list.csv: expected a column department in the first rows, found none"),
        (b"department,intent\ncaf\xe9,x\n", "list.csv:2: expected UTF-8, found byte 0xe9; save it as CSV UTF-8"),
        (b'department,intent\n"a,b\n', "list.csv:2: expected comma-separated values, found"),
    ],
)
def test_a_file_that_is_no_csv_is_refused_in_one_line(drawn, raw, fault):
    (found,) = refused(drawn, raw=raw)
    assert found.startswith(fault)


def test_every_fault_of_a_workbook_is_told_by_sheet_row_and_column(drawn):
    sheets = {
        "Bins": [HEAD, (*BINS[:3], time(9)), ("", "bulky waste", "my sofa", datetime(2026, 12, 9))],
        "Parks": [HEAD, (), ("", "benches", "a bench is broken", "")],
    }

    bins, dated, parks = refused(drawn.xlsx, sheets)

    assert bins.startswith("list.xlsx: sheet Bins, row 2: hours: expected opening hours")
    assert bins.endswith("found only the time 09:00; write when it opens and when it closes")
    assert dated.startswith("list.xlsx: sheet Bins, row 3: hours: expected opening hours")
    assert "found the date 2026-12-09" in dated
    assert parks.startswith("list.xlsx: sheet Parks, row 3: department: expected the department of 'benches'")


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("list.xlsx", b"no workbook", "list.xlsx: expected a workbook, found"),
        ("list.ods", b"", "expected a .csv or .xlsx file, found .ods"),
        ("list", b"", "expected a .csv or .xlsx file, found no ending"),
        ("gone.csv", None, "expected a file, found No such file or directory"),
    ],
)
def test_a_file_that_is_no_spreadsheet_is_named(tmp_path, name, content, fault):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    (found,) = refused(read_spreadsheet, tmp_path / name, *PLACE)
    assert fault in found


WORDS = st.text(st.sampled_from("abcdefg XYZ'\u00e9\u00f8\u4e2d9-:#&,;\"{}[]%@!*?"), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)
NAMES = WORDS.filter(lambda text: any(character.isalnum() for character in text))
SAID = WORDS.filter(lambda text: any(character.isalpha() for character in text) and text[0].isalpha())


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    intents=st.dictionaries(
        NAMES.filter(lambda name: identifier(name, "intent") not in ("none", "out_of_scope")),
        st.tuples(st.sampled_from(("Waste", "Parks & benches", "IT")), st.lists(SAID, max_size=4)),
        min_size=1,
        max_size=5,
    ),
    form=st.sampled_from(("csv", "xlsx")),
)
def test_what_stands_in_a_spreadsheet_is_what_the_written_catalogue_says(tmp_path_factory, intents, form):
    by_id = {identifier(name, "intent"): name for name in intents}
    rows = [(intents[name][0], name, "\n".join(intents[name][1]), "mon-fri 9-17") for name in by_id.values()]
    folder = tmp_path_factory.mktemp("drawn")
    if form == "csv":
        with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEAD, *rows])
    else:
        book = Workbook()
        for row in (HEAD, *rows):
            book.active.append([f"'{cell}" if cell.startswith("=") else cell for cell in row])
        book.save(folder / "list.xlsx")

    draft = read_spreadsheet(folder / f"list.{form}", *PLACE)
    write_catalogue(draft, folder / "written")
    catalogue = read_catalogue(folder / "written")

    assert {intent.id: intent.department for intent in catalogue.intents.values()} == {
        known: identifier(intents[name][0], "department") for known, name in by_id.items()
    }
    assert {intent.id: intent.label for intent in catalogue.intents.values()} == {
        intent.id: intent.label for intent in draft.intents.values()
    }
    if any(intent.examples for intent in draft.intents.values()):
        calls = read_calls(folder / "written" / "calls.csv", catalogue.intents)
        assert sorted((call.reason, call.intent) for call in calls) == sorted(
            (example, intent.id) for intent in draft.intents.values() for example in intent.examples
        )
