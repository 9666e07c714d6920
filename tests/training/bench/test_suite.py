import json

import pytest

from routing.settings import Settings
from training.bench.dataset import Dataset
from training.bench.published import PUBLISHED
from training.bench.suite import everything, together, trials
from training.bench.table import MEASURES, markdown, rows

RUN = {"dataset": "invented", "seed": 0, "shots": 5, "test_rows": 4, "leaked_rows": 0, "unknown_labels": []}


def test_each_seed_is_a_trial():
    made = trials(Dataset("invented", [], []), shots=5, seeds=3)

    assert [(trial.shots, trial.seed) for trial in made] == [(5, 0), (5, 1), (5, 2)]


def test_every_published_figure_stands_beside_a_result_of_the_suite(tmp_path):
    banking77, clinc150 = tmp_path / "banking77", tmp_path / "clinc150"
    banking77.mkdir()
    clinc150.mkdir()
    for name in ("train.csv", "test.csv"):
        (banking77 / name).write_text("text,category\nI lost my card,lost\n", "utf-8")
    lists = {name: [["I lost my card", "lost"]] for name in ("train", "oos_train", "test", "oos_test")}
    (clinc150 / "data_full.json").write_text(json.dumps(lists), "utf-8")

    plan = everything(Settings().catalogue, banking77, clinc150)

    assert {one.result for one in PUBLISHED} <= set(plan)
    assert [len(each) for each in plan.values()] == [1, 3, 3, 1, 1, 1]


def test_the_mean_and_the_deviation_of_several_runs_agree_with_the_sum_on_paper():
    runs = [RUN | {"seed": seed, "accuracy": value} for seed, value in enumerate((0.8, 0.9, 0.7))]

    found = together(runs)

    assert (found["accuracy"], found["deviations"]["accuracy"]) == (0.8, 0.1)
    assert (found["seeds"], found["test_rows"], found["shots"]) == (3, 4, 5)
    assert found["runs"] == runs
    assert "seed" not in found


def test_one_run_is_its_own_result():
    assert together([RUN]) == RUN


def test_a_figure_that_a_run_lacks_has_no_mean():
    found = together([RUN | {"transferred_right": 1.0}, RUN | {"seed": 1}])

    assert "transferred_right" not in found
    assert found["runs"][0]["transferred_right"] == 1.0


def test_every_published_figure_is_of_a_measure_that_we_take_and_has_a_source():
    for one in PUBLISHED:
        assert one.measure in MEASURES
        assert 0 < one.value < 1
        assert one.system
        assert one.source


RESULTS = {
    "BANKING77": RUN | {"accuracy": 0.9376, "ece": 0.0213, "predict_p50_ms": 3.456, "model_bytes": 12_300_000},
    "invented": RUN | {"accuracy": 0.5, "deviations": {"accuracy": 0.012}, "leaked_rows": 2},
}


def test_the_table_has_a_column_for_each_result_and_the_published_figures_beside_ours():
    lines = list(markdown(RESULTS))

    assert "| | BANKING77 | invented |" in lines
    assert "| accuracy | 93.8 % | 50.0 ± 1.2 % |" in lines
    assert "| calibration error | 0.021 |  |" in lines
    assert "| saved model, MB | 12.3 |  |" in lines
    assert "| test texts that stand in training too | 0 | 2 |" in lines
    assert "| BANKING77 | accuracy | 93.8 % | 94.9 % | SPACE-3 (110M parameters) | He et al., SIGIR 2022 |" in lines


def test_a_table_without_a_result_that_others_published_has_no_second_part():
    assert not [line for line in markdown({"invented": RESULTS["invented"]}) if "published" in line]


@pytest.mark.parametrize("row", [("accuracy", "50.0 ± 1.2 %"), ("test texts", "4")])
def test_one_result_is_written_row_by_row(row):
    assert row in list(rows(RESULTS["invented"]))
