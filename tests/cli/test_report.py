"""`advisor report` in a terminal and in a pipe."""

import csv
import io
import json


def test_a_report_tells_of_a_call_in_words_and_in_figures(advisor):
    advisor("route", "my card was stolen")

    shown, plain, table = (advisor("report", *more) for more in ((), ("--json",), ("--csv", "--by", "department")))

    assert "1 calls, 1 of them advised; the outcome of 0 is known" in shown.stdout
    assert "no baseline is stated" in shown.stdout
    assert json.loads(plain.stdout)["total"]["estimated"]["first_transfers"] == 1
    assert [row["group"] for row in csv.DictReader(io.StringIO(table.stdout))] == ["all", "fraud"]


def test_days_the_wrong_way_round_are_refused_in_one_line(advisor):
    refused = advisor("report", "--since", "2026-11-24", "--until", "2026-11-20")

    assert refused.returncode == 1
    assert refused.stderr == "advisor: --until: expected --since (2026-11-24) or a later day, found 2026-11-20\n"


def test_a_time_without_calls_is_said_in_words(advisor):
    assert advisor("report", "--until", "2020-01-01").stdout == "No calls from 05 December 2019 to 01 January 2020.\n"
