"""`advisor` as a person runs it: real processes, real standard input and output."""

import json
import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_a_reason_is_answered_in_words(advisor):
    done = advisor("route", "uh hi somebody stole my card this morning")

    assert done.returncode == 0
    assert done.stdout.startswith("transfer: Fraud desk, extension 2200 (open)")
    assert "They will block the card while you're on the line." in done.stdout
    assert done.stderr == ""


def test_a_second_reason_is_told_in_words(advisor):
    done = advisor("route", "card stolen and I want to complain about the queue")

    assert done.stdout.startswith("transfer: Fraud desk")
    assert "\nand about: making a complaint (complaint_make), Complaints\n" in done.stdout


def test_a_reason_is_answered_as_json_like_the_api(advisor):
    answer = json.loads(advisor("route", "--json", "somebody", "stole", "my", "card").stdout)

    assert answer["department"]["id"] == "fraud"
    assert answer["script"]["say"]


def test_the_nearest_labelled_calls_are_shown_to_those_who_ask(advisor):
    words = advisor("route", "--explain", "somebody stole my card").stdout
    fields = json.loads(advisor("route", "--explain", "--json", "somebody stole my card").stdout)

    assert "nearest labelled calls:" in words
    assert "(card_lost_or_stolen)" in words
    assert fields["nearest"][0]["department"] == "fraud"


def test_lines_piped_in_come_out_as_json_lines_and_bad_lines_do_not_stop_the_rest(advisor):
    done = advisor("route", typed="my card was stolen\n\nhow do i open an isa\r\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]

    assert [answer["reason"] for answer in answers] == ["my card was stolen", "", "how do i open an isa"]
    assert answers[0]["department"]["id"] == "fraud"
    assert "only blanks" in answers[1]["error"]
    assert answers[2]["intent"]["id"] == "isa"
    assert done.returncode == 1
    assert done.stderr.strip() == "advisor: 1 of the lines could not be read; they stand in the output with their error"


def test_a_file_of_labelled_calls_is_scored(advisor, tmp_path):
    file = tmp_path / "calls.csv"
    file.write_text(
        "reason,department\nmy card was stolen,fraud\nmy purse is gone,fraud\nI hate it here,loans\n", "utf-8"
    )

    figures = json.loads(advisor("evaluate", "--calls", file, "--json").stdout)

    assert figures["calls"] == 3
    assert figures["department_accuracy"] == pytest.approx(2 / 3, abs=1e-4)
    assert "intent_accuracy" not in figures
    assert figures["confusions"][0]["expected"] == "loans"
    assert sum(figures["actions"].values()) == pytest.approx(1, abs=1e-3)


def test_the_sample_bank_has_no_faults(advisor):
    done = advisor("catalogue", "check", ROOT / "catalogues" / "bank")

    assert (done.returncode, done.stderr) == (0, "")
    assert "no faults" in done.stdout


def test_a_small_catalogue_is_trained_into_a_live_model_that_answers(advisor, small_catalogue, tmp_path):
    models = tmp_path / "models"
    models.mkdir()

    trained = advisor("train", "--catalogue", small_catalogue, "--models", models)
    answered = advisor(
        "route", "--json", "my card was stolen", ADVISOR_CATALOGUE=str(small_catalogue), ADVISOR_MODELS_URL=str(models)
    )

    assert trained.returncode == 0, trained.stderr
    assert "labelled calls" in trained.stdout
    assert (models / "MODEL_CARD.md").is_file()
    assert json.loads(answered.stdout)["department"]["id"] == "cards"
    assert len(list((tmp_path / "cache").glob("*.sqlite"))) == 1


def test_training_keeps_no_sentence_vectors_when_told_not_to_and_keeps_them_where_told(
    advisor, small_catalogue, tmp_path
):
    arguments = ("train", "--catalogue", small_catalogue, "--no-promote", "--models", tmp_path)

    without = advisor(*arguments, "--no-cache")
    assert without.returncode == 0, without.stderr
    assert not (tmp_path / "cache").exists()

    elsewhere = advisor(*arguments[:-1], tmp_path / "more", "--cache", tmp_path / "elsewhere")
    assert elsewhere.returncode == 0, elsewhere.stderr
    assert len(list((tmp_path / "elsewhere").glob("*.sqlite"))) == 1
    assert not (tmp_path / "cache").exists()


def test_a_catalogue_without_calls_is_told_that_it_cannot_be_trained(advisor, small_catalogue):
    (small_catalogue / "calls.csv").unlink()

    done = advisor("catalogue", "check", small_catalogue)

    assert done.returncode == 1
    assert "calls.csv: expected a file of labelled calls" in done.stderr


def test_faults_of_several_files_are_told_at_once(advisor, small_catalogue):
    scripts = small_catalogue / "scripts.yaml"
    scripts.write_text(scripts.read_text("utf-8").replace("{{ wait }}", "{{ weight }}"), "utf-8")
    intents = small_catalogue / "intents" / "0.yaml"
    intents.write_text(intents.read_text("utf-8").replace("department: cards", "department: kards"), "utf-8")

    done = advisor("catalogue", "check", small_catalogue)

    assert "found no placeholder weight" in done.stderr
    assert "intents/0.yaml:1: department: expected a department of departments.yaml, found kards" in done.stderr


def test_a_server_that_cannot_have_its_address_says_so_in_one_line(advisor):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = advisor("serve", ADVISOR_BIND=address)

    assert done.returncode == 1
    assert done.stderr.startswith(f"advisor: ADVISOR_BIND: expected a free address, found {address}")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (("route", "x\x07y"), {}, "U+0007"),
        (("route", "card"), {"ADVISOR_WORKERS": "many", "ADVISOR_COLOUR": "red"}, "ADVISOR_COLOUR: expected one of"),
        (("route", "card"), {"ADVISOR_WORKERS": "many", "ADVISOR_COLOUR": "red"}, "ADVISOR_WORKERS: expected a whole"),
        (("route", "card"), {"ADVISOR_DATABASE_URL": "nosuch://x"}, "ADVISOR_DATABASE_URL"),
        (("route", "card"), {"ADVISOR_DATABASE_URL": "sqlite:////"}, "expected a database that can be written"),
        (("serve",), {"ADVISOR_SPOOL": "/proc/spool"}, "ADVISOR_SPOOL: expected a folder that can be written"),
        (("evaluate", "--calls", "no-such.csv"), {}, "no-such.csv: expected a file of labelled calls"),
        (("catalogue", "check", "no-such-folder"), {}, "no-such-folder: expected a folder"),
        (("train", "--catalogue", "no-such-folder"), {}, "no-such-folder: expected a folder"),
        (("train", "--cache", __file__), {}, "expected a folder to keep sentence vectors in"),
    ],
)
def test_a_users_mistake_is_told_without_a_traceback(advisor, arguments, environment, words):
    done = advisor(*arguments, **environment)

    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
