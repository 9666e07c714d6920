"""`advisor simulate` as a person runs it."""

import json

import pytest

ROWS = (
    "reason,intent\nmy card was stolen,card_lost_or_stolen\nsing me a song,out_of_scope\n"
    "what is your mortgage rate,mortgage_rate\nit is about that letter,isa\n"
)


@pytest.fixture
def calls(tmp_path):
    path = tmp_path / "calls.csv"
    path.write_text(ROWS, "utf-8")
    return path


FIGURES = {
    "policy", "transfers_per_call", "first_transfer_right", "questions_per_call", "operator_share",
    "caller_seconds_per_call",
}  # fmt: skip


def test_all_policies_are_reported_as_json_and_nothing_else_is_printed(advisor, calls):
    arguments = ("simulate", "--calls", calls, "--repeats", 4, "--json")

    done, again = advisor(*arguments), advisor(*arguments)

    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert [row["policy"] for row in result["policies"]] == ["keypad_menu", "best_guess", "fixed_threshold", "ours"]
    for row in result["policies"]:
        assert row.keys() >= FIGURES
        assert row["intervals"].keys() == FIGURES - {"policy"}
    assert (result["calls"], result["for_the_front_desk"], result["repeats"], result["seed"]) == (4, 1, 4, 1)
    assert result["assumptions"]["wrong_transfer_s"] == 150
    assert again.stdout == done.stdout


def test_a_table_a_picture_and_the_saving_are_shown(advisor, calls, tmp_path):
    picture = tmp_path / "new" / "outcome.svg"

    done = advisor(
        "simulate", "--calls", calls, "--repeats", 2, "--noise", 0.3, "--picture", picture,
        "--assume", "question_s=12", "--assume", "menu_wrong=0.1",
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "keypad menu" in done.stdout
    assert done.stdout.count("Beside ") == 3
    assert picture.read_text("utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--calls", "gone.csv"), "gone.csv: expected a file of labelled calls, found No such"),
        (("--assume", "patience=3"), "--assume patience=3: expected NAME=VALUE with one of"),
        (("--assume", "menu_wrong=9"), "--assume menu_wrong: expected a share from 0 to 1, found '9'"),
        (("--picture", "outcome.gif"), "--picture outcome.gif: expected a name that ends in .svg or .png"),
        (("--noise", "nan"), "--noise: expected a share from 0 to 1, found nan"),
    ],
)
def test_a_users_mistake_is_told_in_one_line(advisor, arguments, words):
    done = advisor("simulate", *arguments)

    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
