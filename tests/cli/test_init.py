"""`advisor init` as a person runs it."""

import csv
import json

import pytest

from routing.catalogue.read import read_catalogue

WHO = ("--name", "Elm Library", "--country", "GB", "--time-zone", "Europe/London")
LIST = """\
Department name;Opening hours;Intent;Examples
Lending;mon-fri 9-17;Longer loan;may I keep it longer|can I have more time
;;Lost book;I can't find the book I borrowed
"""
ANSWERS = (
    *("Elm Library", "gb", "", "", "1000", ""),
    *("Lending", "", "-", "whenever", "mon-fri 9-17"),
    *("keeping a book longer", "may I keep it", "can I have more time", "", "a lost book", "I lost it", "", ""),
    *("Lending", "Events", "our events people", "3000", "always", "", ""),
    *("is this the dentist", ""),
)


@pytest.fixture
def listed(tmp_path):
    """A spreadsheet of one department and two intents."""
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    return path


def test_a_spreadsheet_becomes_a_catalogue_and_what_it_lacks_is_told(advisor, tmp_path, listed):
    done = advisor("init", tmp_path / "elm", "--from", listed, *WHO)

    catalogue = read_catalogue(tmp_path / "elm")
    assert (done.returncode, done.stderr) == (0, "")
    assert list(catalogue.intents) == ["longer_loan", "lost_book"]
    assert catalogue.organisation.name == "Elm Library"
    lines = done.stdout.splitlines()
    assert lines[0].endswith("elm: Elm Library, 2 departments, 2 intents, 3 calls")
    told = lines.index("Missing before it can train:")
    assert lines[told + 1] == "  calls.csv: lost_book has 1 call and needs 4 more"
    assert lines[told + 2] == "  calls.csv: longer_loan has 2 calls and needs 3 more"
    assert lines[-1] == f"Next: write what is missing, then advisor catalogue check {tmp_path / 'elm'}"


def test_a_person_who_is_asked_gets_the_catalogue_they_describe(advisor, tmp_path):
    done = advisor("init", tmp_path / "elm", typed="\n".join(ANSWERS) + "\n")

    catalogue = read_catalogue(tmp_path / "elm")
    assert done.returncode == 0, done.stderr
    assert catalogue.organisation.time_zone == "Europe/London"
    assert {each.id: each.extension for each in catalogue.departments.values()} == {
        "front_desk": "1000",
        "lending": "0",
        "events": "3000",
    }
    assert catalogue.departments["events"].spoken == "our events people"
    assert catalogue.intents["keeping_a_book_longer"].label == "keeping a book longer"
    assert "expected opening hours such as mon-fri 09:00-17:30" in done.stdout + done.stderr
    assert "expected each department once, found Lending again" in done.stdout
    assert "nothing leads to events yet" in done.stdout


def test_a_catalogue_with_enough_calls_is_trained_and_answers(advisor, tmp_path, small_calls):
    rows = [("Fraud", call.intent, call.reason) for call in small_calls if call.intent == "card_lost_or_stolen"]
    rows += [("Mortgages", call.intent, call.reason) for call in small_calls if call.intent == "mortgage_rate"]
    rows += [("", "out of scope", call.reason) for call in small_calls if call.intent == "out_of_scope"]
    with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("department", "intent", "example"), *rows])
    folder, models = tmp_path / "new", tmp_path / "models"
    models.mkdir()

    begun = advisor("init", folder, "--from", tmp_path / "list.csv", *WHO)
    trained = advisor("train", "--catalogue", folder, "--models", models)
    answered = advisor(
        "route", "--json", "my card was stolen", ADVISOR_CATALOGUE=str(folder), ADVISOR_MODELS_URL=str(models)
    )

    assert begun.stdout.splitlines()[-1] == f"Next: advisor train --catalogue {folder}"
    assert "Missing before it can train" not in begun.stdout
    assert trained.returncode == 0, trained.stderr
    assert json.loads(answered.stdout)["intent"]["id"] == "card_lost_or_stolen"


def test_a_folder_with_files_in_it_is_never_written_over(advisor, tmp_path, listed):
    done = advisor("init", tmp_path, "--from", listed, *WHO)

    assert done.returncode == 1
    assert "expected a new or an empty folder, found files in it; name another" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.csv"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--country", "Britain"), "--country: expected a country code such as GB, found 'BRITAIN'"),
        (("--time-zone", "Europe/Atlantis"), "--time-zone: expected a time zone such as Europe/London"),
        (("--from", "gone.csv"), "gone.csv: expected a file, found No such file or directory"),
    ],
)
def test_a_users_mistake_is_told_in_one_line_and_nothing_is_written(advisor, tmp_path, arguments, words):
    done = advisor("init", tmp_path / "new", *WHO, *arguments)

    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "new").exists()


def test_a_spreadsheets_faults_are_told_and_nothing_is_written(advisor, tmp_path, listed):
    listed.write_text(LIST.replace("mon-fri 9-17", "whenever").replace(";;Lost book", ";;" + "b" * 90), "utf-8")

    done = advisor("init", tmp_path / "new", "--from", listed, *WHO)

    assert done.returncode == 1
    assert "list.csv:2: Opening hours: expected opening hours such as" in done.stderr
    assert "list.csv:3: Intent: Longer than maximum length 80." in done.stderr
    assert not (tmp_path / "new").exists()


def test_answers_that_end_too_soon_are_told_without_a_traceback(advisor, tmp_path):
    done = advisor("init", tmp_path / "new", typed="Elm Library\n")

    assert done.returncode == 1
    assert "advisor: expected an answer to 'Country, in two letters', found the end of the input" in done.stderr
    assert not (tmp_path / "new").exists()
