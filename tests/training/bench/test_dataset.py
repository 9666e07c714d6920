import json

import pytest

from routing.errors import BadCalls
from routing.settings import Settings
from training.bench.dataset import (
    leaked_rows,
    read_bank,
    read_banking77,
    read_clinc150,
    read_pair,
    unknown_labels,
    with_departments,
)
from training.calls import OUT_OF_SCOPE, LabelledCall

TRAIN = [("I lost my card", "lost"), ("what rate, please", "rate"), ("a pizza", "none")]
TEST = [("card gone", "lost"), ("play music", "none")]


@pytest.mark.parametrize("column", ["label", "category"])
def test_texts_and_labels_are_read_whatever_the_label_column_is_called(table, column):
    files = (table(name, rows, ("text", column)) for name, rows in (("a.csv", TRAIN), ("b.csv", TEST)))

    dataset = read_pair(*files, oos_label="none")

    assert [(call.reason, call.intent) for call in dataset.train] == [*TRAIN[:2], ("a pizza", OUT_OF_SCOPE)]
    assert [call.in_scope for call in dataset.test] == [True, False]
    assert dataset.department("lost") == "lost"


def test_without_their_out_of_scope_rows_the_training_texts_are_the_others(table):
    dataset = read_pair(table("a.csv", TRAIN), table("b.csv", TEST), "none").without_out_of_scope_training()

    assert [call.intent for call in dataset.train] == ["lost", "rate"]
    assert len(dataset.test) == 2


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("", "lost")], "train.csv:2: text: expected what the caller said, found only blanks"),
        ([("fine", "lost"), ("gone", " ")], "train.csv:3: label: expected a label, found none; label the row"),
        (
            [("lost it", "please", "lost")],
            "train.csv:2: expected a value a column, found more; quote texts with commas",
        ),
        ([("two\nlines", "lost"), ("x\x07y", "lost")], "train.csv:4: text: expected text, found the control character"),
        ([], "train.csv: expected labelled calls, found only the column names"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_line_and_what_to_do(table, rows, words):
    with pytest.raises(BadCalls) as refused:
        read_pair(table("train.csv", rows), table("test.csv", TEST))

    assert words in str(refused.value)


@pytest.mark.parametrize("columns", [("text", "intent"), ("reason", "label"), ("Text", "Label")])
def test_a_file_without_the_columns_is_refused_with_those_it_has(table, columns):
    with pytest.raises(BadCalls, match=rf"expected the columns text and label \(or category\), found {columns[0]}, "):
        read_pair(table("train.csv", TRAIN, columns), table("test.csv", TEST))


def test_a_label_for_out_of_scope_rows_that_no_file_has_is_refused(table):
    with pytest.raises(
        BadCalls, match=r"expected rows labelled .oos., found none there and none in .*mend --oos-label"
    ):
        read_pair(table("train.csv", TRAIN), table("test.csv", TEST), "oos")


def test_a_test_file_with_nothing_in_scope_is_refused(table):
    with pytest.raises(BadCalls, match="expected test rows in scope, found only rows out of scope"):
        read_pair(table("train.csv", TRAIN), table("test.csv", TEST[1:]), "none")


def test_texts_in_both_files_and_labels_in_one_are_counted():
    train = [LabelledCall("Lost  it!", "lost"), LabelledCall("what rate", "rate")]
    test = [LabelledCall(text, label) for text, label in (("lost it!", "lost"), ("lost it!", "lost"), ("x", "pin"))]
    test.append(LabelledCall("y", OUT_OF_SCOPE))

    assert leaked_rows(train, test) == 2
    assert unknown_labels(train, test) == ["pin"]


def test_departments_are_those_of_the_map(table):
    dataset = read_pair(table("a.csv", TRAIN), table("b.csv", TEST), "none")
    mapped = with_departments(
        dataset, table("map.csv", [("lost", "fraud"), ("rate", "loans")], ("label", "department"))
    )

    assert (mapped.department("lost"), mapped.department("rate")) == ("fraud", "loans")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("lost", "fraud")], "expected every label, found no rate; add them"),
        ([("lost", "")], "map.csv:2: expected a label and its department, found 'lost', ''"),
        ([("lost", "fraud"), ("lost", "cards")], "map.csv:3: expected one department for lost, found fraud and cards"),
        ([], "map.csv: expected labels and departments, found only the column names"),
    ],
)
def test_a_map_with_gaps_is_refused(table, rows, words):
    dataset = read_pair(table("a.csv", TRAIN), table("b.csv", TEST), "none")

    with pytest.raises(BadCalls) as refused:
        with_departments(dataset, table("map.csv", rows, ("label", "department")))

    assert words in str(refused.value)


def test_banking77_is_read_as_published(table, tmp_path):
    table("train.csv", TRAIN, ("text", "category"))
    table("test.csv", TEST, ("text", "category"))

    dataset = read_banking77(tmp_path)

    assert (dataset.name, len(dataset.train), len(dataset.test)) == ("BANKING77", 3, 2)
    with pytest.raises(BadCalls, match=r"gone/train\.csv: expected a file of labelled calls, found No such file"):
        read_banking77(tmp_path / "gone")


CLINC = {
    "train": [["I lost my card", "lost"], ["what rate", "rate"]],
    "oos_train": [["a pizza", "oos"]],
    "val": [["never read", "lost"]],
    "oos_val": [["never read", "oos"]],
    "test": [["card gone", "lost"]],
    "oos_test": [["play music", "oos"]],
}


def test_clinc150_is_read_as_published_without_its_validation_texts(tmp_path):
    (tmp_path / "data_full.json").write_text(json.dumps(CLINC), "utf-8")

    dataset = read_clinc150(tmp_path)

    assert [call.intent for call in dataset.train] == ["lost", "rate", OUT_OF_SCOPE]
    assert [(call.reason, call.intent) for call in dataset.test] == [
        ("card gone", "lost"),
        ("play music", OUT_OF_SCOPE),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "expected JSON, found Expecting"),
        ("[]", "expected a list train of texts and labels, found none"),
        (json.dumps(CLINC | {"oos_test": []}), "expected a list oos_test of texts and labels, found none"),
        (
            json.dumps(CLINC | {"test": [["only a text"]]}),
            "test, row 1: expected a text and a label, found ['only a te",
        ),
        (json.dumps(CLINC | {"test": [["x", "lost"], ["y", 3]]}), "test, row 2: expected a text and a label"),
        (json.dumps(CLINC | {"test": [[" ", "lost"]]}), "test, row 1: text: expected what the caller said"),
    ],
)
def test_a_clinc150_that_is_not_as_published_is_refused(tmp_path, content, words):
    (tmp_path / "data_full.json").write_text(content, "utf-8")

    with pytest.raises(BadCalls) as refused:
        read_clinc150(tmp_path)

    assert words in str(refused.value)


def test_a_folder_without_clinc150_is_refused_by_name(tmp_path):
    with pytest.raises(BadCalls, match=r"data_full\.json: expected CLINC150 as published, found No such file"):
        read_clinc150(tmp_path)


def test_the_sample_bank_is_a_data_set_with_its_own_departments_and_costs(catalogue):
    dataset = read_bank(Settings().catalogue)

    assert dataset.department("card_lost_or_stolen") == catalogue.intents["card_lost_or_stolen"].department
    assert dataset.board.costs == catalogue.organisation.costs
    assert dataset.board.front_desk == catalogue.organisation.front_desk
    assert leaked_rows(dataset.train, dataset.test) == 0
