"""Tables of every form are read row by row, each row with its place, and what cannot be read is named."""

import csv
import io
import json
import sys
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from routing.errors import BadFile
from routing.files import json_lines, parquet, workbook
from routing.files.reading import from_pipe, opened

HEADINGS = ("Caller", "Reason", "Label")
ROWS = (("Ann", "lost it", "cards"), ("Bo", 'the "rate", now\nplease', "mortgages"))


def known(titles):
    return len({"Reason", "Label"} & set(titles))


def records(path):
    with opened(path, known) as source:
        (sheet,) = source.sheets
        return [(record.place, dict(record.cells)) for record in sheet.records]


def refusal(read, *given):
    with pytest.raises(BadFile) as refused:
        read(*given)
    return str(refused.value)


@pytest.fixture
def written(tmp_path):
    """Return a function that writes bytes into a file of a name, and gives its path."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def as_csv(rows, delimiter=","):
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_spreadsheet_programs_write_is_read(written, delimiter, encoding):
    path = written("list.csv", as_csv([HEADINGS, *ROWS], delimiter).encode(encoding))

    assert records(path) == [
        ("list.csv:2", dict(zip(HEADINGS, ROWS[0], strict=True))),
        ("list.csv:4", dict(zip(HEADINGS, ROWS[1], strict=True))),
    ]


def test_headings_may_stand_below_a_title_and_empty_cells_are_left_out(written):
    path = written("list.csv", as_csv([("Calls of November",), (), HEADINGS, ("", "lost it", " "), ()]))

    assert records(path) == [("list.csv:4", {"Reason": "lost it"})]


def test_of_two_columns_of_one_name_the_first_counts(written):
    path = written("list.csv", as_csv([("Reason", "Label", "Reason"), ("lost", "cards", "found"), ("", "", "gone")]))

    assert [cells for _, cells in records(path)] == [{"Reason": "lost", "Label": "cards"}, {"Reason": "gone"}]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"Reason,Label\nx,y\ncaf\xe9,z\n", "list.csv:3: expected UTF-8, found byte 0xe9; save it as CSV UTF-8"),
        (b'Reason,Label\nx,y\n"lost,z\n', "list.csv:3: expected comma-separated values, found unexpected end of data"),
        (b"Reason,Label\n" + b"x,y\n" * 9000 + b"caf\xe9,z\n", "list.csv:9002: expected UTF-8, found byte 0xe9"),
        (b"", "list.csv: expected rows below a line of headings, found an empty file"),
        ("Reason\nx\n".encode("utf-16")[:-1], "list.csv:2: expected UTF-8, found an end within a character"),
    ],
)
def test_a_csv_file_that_ends_in_nonsense_is_refused_with_the_line(written, content, fault):
    assert refusal(records, written("list.csv", content)).startswith(fault)


def test_rows_before_the_nonsense_are_read(written):
    path = written("list.csv", b"Reason,Label\n" + b"x,y\n" * 9000 + b"caf\xe9,z\n")

    with opened(path, known) as source:
        assert next(source.sheets[0].records).place == "list.csv:2"


def test_the_share_that_was_read_grows_to_the_whole(written):
    for path in (
        written("list.csv", as_csv([HEADINGS, *ROWS * 5000])),
        written("list.jsonl", '{"Reason": "x"}\n' * 20_000),
    ):
        with opened(path, known) as source:
            shares = [source.done() for _ in source.sheets[0].records]

            assert 0 < shares[0] < 0.5
            assert shares == sorted(shares)
            assert source.done() == 1


@pytest.fixture
def workbook_of(tmp_path):
    """Return a function that writes sheets into a workbook, and gives its path."""

    def write(sheets):
        book = Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        book.save(tmp_path / "list.xlsx")
        return tmp_path / "list.xlsx"

    return write


def test_every_sheet_with_headings_is_read_and_the_others_are_not(workbook_of):
    when = datetime(2026, 11, 24, 9, 30)
    path = workbook_of(
        {
            "Notes": [("nothing to see",)],
            "Cards": [("Reason", "When", "Count", "Done"), ("lost", when, 2, True)],
            "Loans": [("All loans",), ("Reason", "Label"), ("rate?", "loans")],
        }
    )

    with opened(path, known) as source:
        found = {sheet.name: list(sheet.records) for sheet in source.sheets}

    assert list(found) == ["Cards", "Loans"]
    assert [(record.place, record.cells) for records in found.values() for record in records] == [
        ("list.xlsx: sheet Cards, row 2", {"Reason": "lost", "When": when, "Count": 2, "Done": True}),
        ("list.xlsx: sheet Loans, row 3", {"Reason": "rate?", "Label": "loans"}),
    ]


def test_a_workbook_with_empty_sheets_is_refused(workbook_of):
    assert "found empty sheets" in refusal(records, workbook_of({"One": [], "Two": []}))


def test_a_workbook_that_is_cut_short_is_refused(written, workbook_of):
    path = workbook_of({"Cards": [("Reason", "Label"), *[("lost", "cards")] * 2000]})
    path.write_bytes(path.read_bytes()[:3000])

    assert refusal(records, path).startswith("list.xlsx: expected a workbook, found ")


def test_what_exceeds_a_sheet_goes_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    path = tmp_path / "list.xlsx"

    workbook.write(path, "calls", ("Reason",), [(str(number),) for number in range(5)])

    with opened(path, known) as source:
        found = {sheet.name: [record.cells["Reason"] for record in sheet.records] for sheet in source.sheets}
    assert found == {"calls": ["0", "1"], "calls 2": ["2", "3"], "calls 3": ["4"]}


def test_parquet_is_read_with_its_kinds(tmp_path):
    path = tmp_path / "list.parquet"
    when = datetime(2026, 11, 24, 9, tzinfo=UTC)
    table = {"Reason": ["lost", None], "When": [when, when], "Day": [date(2026, 11, 24), None], "Raw": [b"x", b""]}
    pq.write_table(pa.table(table), path)

    with opened(path, known) as source:
        found = [(record.place, record.cells) for record in source.sheets[0].records]

    assert source.sheets[0].columns == ("Reason", "When", "Day", "Raw")
    assert found == [
        ("list.parquet: row 1", {"Reason": "lost", "When": when, "Day": date(2026, 11, 24), "Raw": "x"}),
        ("list.parquet: row 2", {"When": when}),
    ]
    assert source.done() == 1


def test_what_is_no_parquet_is_refused(written):
    assert refusal(records, written("list.parquet", b"no parquet")).startswith("list.parquet: expected a Parquet file")


@pytest.mark.parametrize("use", [records, lambda path: parquet.write(path, {}, [])])
def test_without_pyarrow_parquet_is_refused_with_what_to_install(tmp_path, monkeypatch, use):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    assert "install call-routing-advisor[parquet]" in refusal(use, tmp_path / "list.parquet")


OBJECTS = ({"Reason": "lost it", "hop": 1}, {"Reason": "rate?", "Label": "loans", "more": [1]})


@pytest.mark.parametrize("name", ["list.jsonl", "list.ndjson", "list.json"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize(
    "form",
    [
        lambda objects: "\n".join(map(json.dumps, objects)),
        lambda objects: "\r\n\r\n".join(map(json.dumps, objects)) + "\r\n",
        lambda objects: json.dumps(objects, indent=1),
        lambda objects: json.dumps(objects),
    ],
)
def test_json_is_read_as_lines_and_as_an_array(written, name, start, form):
    with opened(written(name, start + form(OBJECTS)), known) as source:
        assert source.sheets[0].columns == ("Reason", "hop", "Label", "more")
        assert [record.cells for record in source.sheets[0].records] == list(OBJECTS)


def test_a_long_array_is_read_a_piece_at_a_time(written):
    objects = [{"Reason": "ü" * number} for number in range(1, 1200)]

    assert [cells for _, cells in records(written("list.json", json.dumps(objects)))] == objects


def test_a_line_that_is_no_json_object_is_a_fault_and_the_others_are_read(written):
    lines = (b'{"Reason": "a"}', b'{"Reason": ', b"[1]", b"caf\xe9", b"[" * 100_000, b'{"Reason": "b"}')
    with opened(written("list.jsonl", b"\n".join(lines)), known) as source:
        found = list(source.sheets[0].records)

    assert [record.place for record in found] == [f"list.jsonl:{number}" for number in range(1, 7)]
    assert [record.fault.split(", ")[0] for record in found] == [
        "",
        "expected a JSON object",
        "expected a JSON object",
        "expected UTF-8",
        "expected a JSON object",
        "",
    ]
    assert found[1].cells == {json_lines.UNREAD: '{"Reason":'}
    assert source.sheets[0].columns == ("Reason",)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b'[{"a": 1}, {"a": ]', "list.json: object 2: expected a JSON object, found "),
        (b'[{"a": 1}', "list.json: object 2: expected a JSON object, found "),
        (b'[{"a": "caf\xe9"}]', "list.json: expected UTF-8, found byte 0xe9"),
        (b'{"a": "' + b"x" * (json_lines.LONGEST + 1), "list.json:1: expected a line of at most"),
    ],
)
def test_json_of_which_nothing_more_can_be_read_is_refused(written, content, fault):
    assert refusal(records, written("list.json", content)).startswith(fault)


def test_a_pipe_is_read_as_json():
    pipe = io.BufferedReader(io.BytesIO(b'{"Reason": "a"}\n'))
    source = from_pipe("standard input", pipe)

    assert [record.place for record in source.sheets[0].records] == ["standard input:1"]
    assert source.done() is None


@pytest.mark.parametrize("name", ["gone.csv", "gone.xlsx", "gone.parquet", "gone.jsonl"])
def test_a_missing_file_is_named(tmp_path, name):
    assert "No such file" in refusal(records, tmp_path / name)


def test_another_kind_of_file_is_refused_with_those_there_are(tmp_path):
    assert "expected a file that ends in one of .csv, .tsv," in refusal(records, tmp_path / "list.ods")
