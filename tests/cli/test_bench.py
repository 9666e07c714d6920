import csv
import json

import pytest


@pytest.fixture
def files(tmp_path, small_calls):
    """Invented calls of five labels as two CSV files, and a map of the labels to departments."""

    def write(name, columns, rows):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns, *rows])

    labelled = [(call.reason, call.intent) for call in small_calls]
    write("train.csv", ("text", "label"), labelled)
    write("test.csv", ("text", "category"), [(f"hi, {text}", label) for text, label in labelled[::8]])
    write("map.csv", ("label", "department"), {(label, label.partition("_")[0]) for _, label in labelled})
    return tmp_path


WANTED = {
    "accuracy", "macro_f1", "department_accuracy", "oos_auroc", "oos_recall_at_5pct_false_rejects", "ece",
    "answered_without_asking", "train_s", "encode_ms", "predict_p50_ms", "predict_p99_ms", "model_bytes",
}  # fmt: skip


def test_two_csv_files_are_enough_for_every_figure(advisor, files):
    done = advisor(
        "bench", "accuracy", "--train", files / "train.csv", "--test", files / "test.csv",
        "--departments", files / "map.csv", "--json",
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures.keys() >= WANTED
    assert figures["train_rows"] == 60
    assert (figures["test_rows"], figures["test_rows_out_of_scope"]) == (8, 3)
    assert figures["leaked_rows"] == 0


def test_the_figures_are_shown_as_a_table_and_what_is_amiss_beside_it(advisor, files):
    with (files / "test.csv").open("a", encoding="utf-8") as file:
        file.write("I have lost my bank card,card_lost_or_stolen\nsing me a song,music\n")

    done = advisor("bench", "accuracy", "--train", files / "train.csv", "--test", files / "test.csv")

    assert done.returncode == 0, done.stderr
    assert "macro F1" in done.stdout
    assert "test texts that stand in training too" in done.stdout
    assert "No training text has the label music: such test texts count as wrong." in done.stderr


def test_all_benchmarks_write_their_results_and_print_a_table(advisor, tmp_path, small_catalogue):
    calls = (small_catalogue / "calls.csv").read_text("utf-8").splitlines()
    (small_catalogue / "calls-test.csv").write_text("\n".join([calls[0], *calls[1::9]]), "utf-8")

    done = advisor("bench", "all", "--out", tmp_path / "results", ADVISOR_CATALOGUE=str(small_catalogue))

    assert done.returncode == 0, done.stderr
    (written,) = (tmp_path / "results").glob("????-??-??.json")
    (result,) = json.loads(written.read_text("utf-8"))["results"].values()
    assert result.keys() >= WANTED
    assert "| department right | " in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "expected --train and --test, or --clinc, or --banking77, found none of them"),
        (("--train", "train.csv"), "expected --train and --test, or --clinc, or --banking77, found --train"),
        (("--clinc", "a", "--banking77", "b"), "found --clinc and --banking77"),
        (("--train", "gone.csv", "--test", "test.csv"), "gone.csv: expected a file of labelled calls, found No such"),
        (("--clinc", "gone"), "gone/data_full.json: expected CLINC150 as published"),
        (("--banking77", "gone"), "gone/train.csv: expected a file of labelled calls"),
        (("--train", "train.csv", "--test", "test.csv", "--seeds", "2"), "--seeds 2: expected --shots or --noise with"),
        (
            ("--train", "train.csv", "--test", "test.csv", "--shots", "99"),
            "expected 99 different training texts a label",
        ),
        (("--train", "train.csv", "--test", "test.csv", "--oos-label", "oos"), "expected rows labelled 'oos'"),
    ],
)
def test_a_users_mistake_is_told_in_one_line(advisor, files, arguments, words):
    paths = [files / value if value.endswith(".csv") else value for value in arguments]

    done = advisor("bench", "accuracy", *paths)

    assert done.returncode == 1
    assert words in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_folder_that_cannot_hold_the_results_is_told_before_anything_is_measured(advisor, files):
    done = advisor("bench", "all", "--out", files / "train.csv" / "results")

    assert done.returncode == 1
    assert "train.csv/results: expected a folder for results, found Not a directory" in done.stderr
    assert len(done.stderr.splitlines()) == 1
