"""`advisor calls` as a person runs it: other systems' lists in, the labelled calls out, one call shown and erased."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook, load_workbook

from routing.services import labelled_calls
from routing.settings import Settings

EXCEL = (
    "\ufeffCalls of November;;;\r\n"
    "Contact ID;Start time;Transcript;Category;Handled by;Mood\r\n"
    'C-1;24/11/2026 09:30;"I lost my card; help";Lost card;Sam;3\r\n'
    "C-2;24/11/2026 10:00;which rate, please;mortgage_rate;Ann;5\r\n"
)
LOST = ("--label", "Lost card=card_lost_or_stolen")


def exported(advisor, *options):
    done = advisor("calls", "export", "-", *options)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def counts(done):
    return counted(done.stdout)


def counted(printed):
    cells = [line.strip("│ ").split("│") for line in printed.splitlines() if line.startswith("│")]
    return {name.strip(): int(count.replace(",", "")) for name, count in cells}


@pytest.fixture
def excel(tmp_path):
    """A CSV file as Excel writes it: semicolons, a byte order mark, a title above the headings."""
    path = tmp_path / "calls.csv"
    path.write_text(EXCEL, "utf-8", newline="")
    return path


@pytest.fixture
def filled(advisor, excel):
    """Run `advisor` on a store that holds the two calls of the CSV file."""
    assert advisor("calls", "import", excel, *LOST).returncode == 0
    return advisor


def test_a_list_from_excel_is_kept(advisor, excel):
    done = advisor("calls", "import", excel, *LOST)

    assert done.returncode == 0, done.stderr
    assert counts(done) == {"stored": 2, "revised": 0, "unchanged": 0, "refused": 0}
    assert "calls.csv: left aside the columns Mood" in done.stderr
    assert exported(advisor) == [
        {
            "call_id": "C-1",
            "hop": 0,
            "reason": "I lost my card; help",
            "intent": "card_lost_or_stolen",
            "resolved": True,
            "occurred_at": "2026-11-24T09:30:00+00:00",
            "agent": "Sam",
        },
        {
            "call_id": "C-2",
            "hop": 0,
            "reason": "which rate, please",
            "intent": "mortgage_rate",
            "resolved": True,
            "occurred_at": "2026-11-24T10:00:00+00:00",
            "agent": "Ann",
        },
    ]


def test_the_same_list_again_changes_nothing(filled, excel):
    assert counts(filled("calls", "import", excel, *LOST))["unchanged"] == 2


def test_a_mapping_file_says_once_how_a_list_is_meant(advisor, tmp_path):
    book = Workbook()
    book.active.append(("Ref", "Opened", "What they wanted", "Solved by", "Closed"))
    book.active.append((4711.0, datetime(2026, 11, 24, 9, 30), "the machine ate my card", "Team 7", "yes"))
    book.active.append((4712, datetime(2026, 7, 24, 9, 30), "=1+1 on my bill", "Team 7", "no"))
    book.active["C3"].data_type = "s"
    book.save(tmp_path / "crm.xlsx")
    (tmp_path / "crm.yaml").write_text(
        "columns: {call_id: Ref, reason: What they wanted, department: Solved by, resolved: Closed}\n"
        "labels: {Team 7: fraud}\ntime_zone: Europe/Paris\nsource: crm\n"
    )

    done = advisor("calls", "import", tmp_path / "crm.xlsx", "--mapping", tmp_path / "crm.yaml")

    assert (done.returncode, counts(done)["stored"]) == (0, 2), done.stderr
    first, second = exported(advisor)
    assert first == {
        "call_id": "4711",
        "hop": 0,
        "reason": "the machine ate my card",
        "department": "fraud",
        "resolved": True,
        "occurred_at": "2026-11-24T08:30:00+00:00",
        "source": "crm",
    }
    assert (second["reason"], second["resolved"]) == ("=1+1 on my bill", False)
    assert second["occurred_at"] == "2026-07-24T07:30:00+00:00"


def test_parquet_is_kept(advisor, tmp_path):
    times = [datetime(2026, 11, 24, 9, tzinfo=UTC)]
    table = {"utterance": ["rate?"], "label": ["mortgage_rate"], "timestamp": times, "callid": [7]}
    pq.write_table(pa.table(table), tmp_path / "calls.parquet")

    assert advisor("calls", "import", tmp_path / "calls.parquet").returncode == 0
    assert [row["call_id"] for row in exported(advisor)] == ["7"]


BAD_LINES = (
    '{"call_id": "A", "reason": "rate?", "intent": "mortgage_rate"}\n'
    '{"call_id": "B", "reason": \n'
    '{"call_id": "C", "reason": "umbrella", "intent": "umbrella_lost"}\n'
    '{"call_id": "D", "reason": "my card is gone", "intent": "card_lost_or_stolen"}\n'
)


def test_a_bad_line_of_a_pipe_is_refused_by_line_and_field_and_the_rest_is_kept(advisor, tmp_path):
    done = advisor("calls", "import", "-", "--refused", tmp_path / "refused.csv", typed=BAD_LINES)

    assert done.returncode == 1
    assert counts(done) == {"stored": 2, "revised": 0, "unchanged": 0, "refused": 2}
    assert "standard input:2: expected a JSON object, found " in done.stderr
    assert "standard input:3: intent: expected an intent of the catalogue" in done.stderr
    assert f"All refused rows are in {tmp_path / 'refused.csv'}" in done.stderr
    with (tmp_path / "refused.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["refused_at"] for row in csv.DictReader(file)] == ["standard input:2", "standard input:3"]

    mended = (tmp_path / "refused.csv").read_text("utf-8-sig").replace("umbrella_lost", "out_of_scope")
    (tmp_path / "refused.csv").write_text(mended, "utf-8")
    again = advisor("calls", "import", tmp_path / "refused.csv")
    assert counts(again)["stored"] == 1


def test_only_the_first_ten_refusals_are_shown_and_the_others_counted(advisor):
    line = '{"call_id": "A", "reason": "umbrella", "intent": "umbrella_lost"}\n'
    done = advisor("calls", "import", "-", typed=line * 13)

    assert done.stderr.count("intent: expected an intent") == 10
    assert "… and 3 more" in done.stderr
    assert "--refused FILE" in done.stderr


def test_a_rehearsal_tells_what_would_be_kept_and_keeps_nothing(advisor, tmp_path):
    done = advisor("calls", "import", "-", "--dry-run", typed=BAD_LINES)

    assert (done.returncode, counts(done)) == (1, {"would be kept": 2, "would be refused": 2})
    assert exported(advisor) == []


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (
            ("--map", "reason=Words"),
            "reason: expected a column 'Words' as it was mapped, found the columns Contact ID,",
        ),
        (("--label", "Lost card=lost"), "label 'Lost card': expected the id of an intent or a department"),
    ],
)
def test_a_wrong_mapping_is_refused_in_one_line_and_nothing_is_kept(advisor, excel, options, fault):
    done = advisor("calls", "import", excel, *options)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"advisor: {fault}")
    assert "Traceback" not in done.stderr
    assert exported(advisor) == []


def test_an_option_that_cannot_be_read_is_told_with_what_is_expected(advisor, excel):
    done = advisor("calls", "import", excel, "--map", "reason")

    assert done.returncode == 2
    assert "expected FIELD=COLUMN, found 'reason'" in done.stderr


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_what_was_exported_can_be_imported_elsewhere(filled, tmp_path, ending):
    elsewhere = {"ADVISOR_DATABASE_URL": f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"}
    path = tmp_path / f"out.{ending}"

    assert filled("calls", "export", path).returncode == 0
    done = filled("calls", "import", path, **elsewhere)

    assert (done.returncode, counts(done)["stored"]) == (0, 2)
    assert filled("calls", "export", "-", **elsewhere).stdout == filled("calls", "export", "-").stdout


def test_an_export_can_be_narrowed_and_can_be_what_a_model_learns_from(filled):
    rows = exported(filled, "--since", "24/11/2026 10:00", "--department", "mortgages", "--resolved-only")
    assert [row["call_id"] for row in rows] == ["C-2"]

    first, _ = exported(filled, "--first-reasons")
    assert (first["reason"], first["intent"], first["transfers"]) == (
        "I lost my card; help",
        "card_lost_or_stolen",
        0,
    )


def test_a_formula_is_a_text_in_a_spreadsheet(advisor, tmp_path):
    line = json.dumps({"call_id": "A", "reason": '=HYPERLINK("x")', "intent": "out_of_scope", "agent": "@sam"})
    advisor("calls", "import", "-", typed=line)

    for ending in ("csv", "xlsx"):
        assert advisor("calls", "export", tmp_path / f"out.{ending}").returncode == 0

    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["reason"], row["agent"]) == ('\'=HYPERLINK("x")', "'@sam")
    cell = load_workbook(tmp_path / "out.xlsx").active["C2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("x")', "s")


def test_an_export_to_another_kind_of_file_is_refused(advisor, tmp_path):
    done = advisor("calls", "export", tmp_path / "out.ods")

    assert (done.returncode, list(tmp_path.glob("*.ods"))) == (1, [])
    assert "expected a file that ends in one of .csv" in done.stderr


def test_a_call_is_shown_with_its_history_and_advice(filled, excel):
    excel.write_text(EXCEL.replace(";mortgage_rate;", ";card_lost_or_stolen;"), "utf-8", newline="")
    filled("calls", "import", excel, *LOST)

    words = filled("calls", "show", "C-2").stdout
    fields = json.loads(filled("calls", "show", "C-2", "--json").stdout)

    assert "hop 0, revision 2" in words
    assert "before, revision 1" in words
    assert words.index("card_lost_or_stolen") < words.index("mortgage_rate")
    assert (fields["rows"][0]["intent"], fields["rows"][0]["earlier"][0]["intent"]) == (
        "card_lost_or_stolen",
        "mortgage_rate",
    )
    assert fields["advice"] == []


def test_a_call_that_is_not_on_record_is_told(advisor):
    done = advisor("calls", "show", "X")

    assert done.returncode == 1
    assert done.stderr.startswith("advisor: expected the call_id of a call on record, found 'X'")


def test_a_call_is_erased_only_when_that_is_confirmed(filled):
    refused = filled("calls", "erase", "C-1", typed="n\n")
    assert refused.returncode == 1
    assert len(exported(filled)) == 2

    done = filled("calls", "erase", "C-1", typed="y\n")
    assert done.returncode == 0
    assert counts(done)["rows"] == 1
    assert [row["call_id"] for row in exported(filled)] == ["C-2"]


def test_calls_from_before_a_date_are_purged(filled):
    nothing = filled("calls", "purge", "--yes")
    assert (nothing.returncode, len(exported(filled))) == (1, 2)

    done = filled("calls", "purge", "--before", "2026-11-24 09:45", "--yes")
    assert counts(done)["rows"] == 1
    assert [row["call_id"] for row in exported(filled)] == ["C-2"]


def test_old_calls_are_purged_after_the_retention(advisor):
    old, new = (datetime.now(UTC) - timedelta(days=days) for days in (31, 29))
    advisor(
        "calls",
        "import",
        "-",
        typed="".join(
            json.dumps({"call_id": name, "reason": "x", "intent": "out_of_scope", "occurred_at": at.isoformat()}) + "\n"
            for name, at in (("old", old), ("new", new))
        ),
    )

    advisor("calls", "purge", "--yes", ADVISOR_RETENTION_DAYS="30")

    assert [row["call_id"] for row in exported(advisor)] == ["new"]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_an_import_that_is_ended_keeps_what_it_counted_and_goes_on_when_it_is_run_again(advisor, tmp_path, ending):
    url = f"sqlite:///{tmp_path / 'advisor.sqlite'}"
    path = tmp_path / "calls.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("call_id", "reason", "intent"), *((f"C-{n}", f"reason {n}", "mortgage_rate") for n in range(20_000))]
        )
    # A shell lets its background jobs ignore Ctrl-C; the import must hear it wherever these tests run.
    hears = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [sys.executable, "-c", f"{hears}; from routing.cli import main; main()", "calls", "import", str(path)]
    environment = os.environ | {"ADVISOR_DATABASE_URL": url}
    store = labelled_calls(Settings(database_url=url))
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not any(True for _ in store.all()):
            time.sleep(0.02)
        process.send_signal(ending)
        printed = process.communicate()[0].decode()
    kept = sum(1 for _ in store.all())

    assert kept % 1000 == 0
    assert 0 < kept < 20_000
    if ending == signal.SIGINT:
        assert process.returncode == 130
        assert kept - 1000 <= counted(printed)["stored"] <= kept  # the last thousand may not have been counted yet

    again = counts(advisor("calls", "import", path))
    assert again == {"stored": 20_000 - kept, "revised": 0, "unchanged": kept, "refused": 0}
