"""The parts of the peer comparison that need neither a peer nor a network."""

import json
import re
from pathlib import Path

import pytest

from benchmarks import record
from benchmarks.peers import install, measure
from benchmarks.peers.__main__ import PEERS, Run, check_alike, run_all, with_rows
from benchmarks.peers.data import Rows, drawn, read_banking77
from benchmarks.tables import with_table
from training import record as results

HERE = Path(measure.__file__).parent
ROWS = [(f"{label} text {number}", label) for label in ("lost", "fees", "loan") for number in range(9)]
RESULT = {
    "accuracy": 0.75,
    "train_s": 12.5,
    "train_cpu_s": 6.1,
    "p50_ms": 3.25,
    "p99_ms": 9,
    "mean_cpu_ms": 3.01,
    "peak_rss_mb": 250,
    "version": "1.2.3",
    "settings": "defaults",
}


def written(folder, rows, columns="text,category"):
    lines = [columns, *(f'"{text}",{label}' for text, label in rows)]
    for name in ("train.csv", "test.csv"):
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_all_rows_are_read_as_they_stand_when_no_shots_are_asked_for(tmp_path):
    assert read_banking77(written(tmp_path, ROWS), None) == Rows(ROWS, ROWS)


def test_every_intent_gives_as_many_rows_as_asked_for_and_the_same_ones_each_time():
    chosen = drawn(ROWS, 4)

    assert {label: sum(found == label for _, found in chosen) for _, label in ROWS} == dict.fromkeys(
        ("lost", "fees", "loan"), 4
    )
    assert len(set(chosen)) == 12
    assert chosen == drawn(ROWS, 4)


def test_too_few_rows_of_an_intent_are_refused_by_its_name():
    with pytest.raises(ValueError, match=r"at least 9 rows of each intent, found fewer of fees \(8\)"):
        drawn([row for row in ROWS if row != ("fees text 3", "fees")], 9)


def test_a_trial_asks_training_rows_that_nothing_was_fitted_on(tmp_path):
    written(tmp_path, ROWS)
    (tmp_path / "test.csv").unlink()

    trial = read_banking77(tmp_path, 2, trial=6)

    assert len(trial.test) == 6
    assert not set(trial.test) & set(trial.train)
    assert set(trial.test) <= set(ROWS)


def test_a_trial_that_leaves_nothing_to_fit_on_is_refused(tmp_path):
    with pytest.raises(ValueError, match="a trial of fewer than the 27 training rows, found 27"):
        read_banking77(written(tmp_path, ROWS), None, trial=27)


@pytest.mark.parametrize(
    ("columns", "rows", "fault"),
    [
        ("reason,intent", ROWS, r"expected the columns text and category, found \['reason', 'intent'\]"),
        ("text,category", [], "expected rows of text and category, found none"),
    ],
)
def test_a_file_that_is_not_the_data_is_refused(tmp_path, columns, rows, fault):
    with pytest.raises(ValueError, match=fault):
        read_banking77(written(tmp_path, rows, columns), None)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"train\.csv: expected rows of text and category, found .*No such file"):
        read_banking77(tmp_path, None)


def test_a_result_is_the_last_line_a_peer_prints():
    assert measure.read_result(f"loading weights\n{json.dumps(RESULT)}\n") == RESULT


@pytest.mark.parametrize(
    ("printed", "fault"),
    [
        ("", "expected a line of JSON, found 'nothing'"),
        ("Killed", "expected a line of JSON, found 'Killed'"),
        ("[1]", "expected the fields accuracy, "),
        (json.dumps({key: value for key, value in RESULT.items() if key != "p99_ms"}), "expected the fields"),
        (json.dumps(RESULT | {"more": 1}), "expected the fields"),
        (json.dumps(RESULT | {"accuracy": 75}), "accuracy: expected a number from 0 to 1, found 75"),
        (json.dumps(RESULT | {"p50_ms": -1}), "p50_ms: expected a number from 0, found -1"),
        (json.dumps(RESULT | {"p99_ms": float("nan")}), "p99_ms: expected a number from 0, found nan"),
        (json.dumps(RESULT | {"train_s": True}), "train_s: expected a number from 0, found True"),
        (json.dumps(RESULT | {"version": ""}), "version: expected words, found ''"),
    ],
)
def test_a_line_that_is_no_result_is_refused(printed, fault):
    with pytest.raises(ValueError, match=re.escape(fault)):
        measure.read_result(printed)


def test_what_a_peers_process_prints_is_a_result(tmp_path, monkeypatch, capsys):
    rows = Rows(ROWS, [("fees text", "fees"), ("lost text", "lost"), ("loan text", "fees"), ("a text", "lost")])
    (tmp_path / "rows.json").write_text(rows.json(), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["peer", str(tmp_path / "rows.json")])
    fitted_on = []

    def fit(train):
        fitted_on.extend(train)
        return lambda text: text.split()[0]

    measure.run(fit, "the first word", "1")
    result = measure.read_result(capsys.readouterr().out)

    assert fitted_on == ROWS
    assert result["accuracy"] == 0.5
    assert (result["version"], result["settings"]) == ("1", "the first word")


def test_a_peer_that_cannot_be_installed_is_reported_with_the_reason(tmp_path, monkeypatch):
    def refuse(cache, name):
        raise install.NotInstalled("no compiler")

    monkeypatch.setattr(install, "python", refuse)

    ((name, result),) = run_all(["fasttext"], Rows(ROWS, ROWS), Run(tmp_path, None, 1, 60))

    assert (name, result["failed"]) == ("fasttext", "no compiler")


def test_peers_measured_again_replace_their_rows_and_leave_the_others():
    rows = Rows(ROWS, ROWS)
    old = with_rows({}, "2 rows an intent", rows, {"fasttext": RESULT, "ours": RESULT | {"run": "2026-01-01"}})
    new = with_rows(old, "2 rows an intent", rows, {"ours": RESULT | {"run": "2026-01-02"}})
    both = with_rows(new, "all rows", rows, {"ours": RESULT})

    peers = new["data"]["2 rows an intent"]["peers"]
    assert list(peers) == ["ours", "fasttext"]
    assert peers["ours"]["run"] == "2026-01-02"
    assert peers["fasttext"] == RESULT
    assert list(both["data"]) == ["2 rows an intent", "all rows"]


def test_rows_of_other_data_or_another_machine_are_not_set_side_by_side():
    result = {"machine": results.machine()} | with_rows({}, "all rows", Rows(ROWS, ROWS), {"ours": RESULT})

    check_alike(result, "all rows", Rows(ROWS, ROWS))
    with pytest.raises(ValueError, match="expected the data of that file"):
        check_alike(result, "all rows", Rows(ROWS, ROWS[:-1]))
    with pytest.raises(ValueError, match="expected the machine of that file"):
        check_alike(result | {"machine": {"processor": "abacus", "cores": 1}}, "all rows", Rows(ROWS, ROWS))


def test_every_peer_has_its_file_and_its_pins():
    for peer in PEERS.values():
        assert list(HERE.glob(f"{peer.module}.*"))
    pins = [path for path in HERE.glob("requirements-*.txt") if path.stem != "requirements-weights"]
    assert {path.stem.removeprefix("requirements-") for path in pins} == {
        peer.environment for peer in PEERS.values() if peer.environment not in ("", "node")
    }
    for path in HERE.glob("requirements-*.txt"):
        for line in path.read_text("utf-8").splitlines():
            assert re.match(r"[\w\[\]-]+==[\d.]+( |$)", line), f"{path.name}: {line}"


def test_other_pins_make_another_environment(tmp_path):
    pins = tmp_path / "pins"
    folders = set()
    for content in ("one==1", "one==2"):
        pins.write_text(content, encoding="utf-8")
        folders.add(install.folder_of(tmp_path, "one", pins))

    assert len(folders) == 2


def test_the_table_shows_every_peer_and_why_one_has_no_figures(tmp_path, monkeypatch):
    monkeypatch.setattr("benchmarks.tables.RESULTS", tmp_path)
    found = {
        "ours": RESULT | {"run": "2026-01-02T03:04:05"},
        "setfit": {"failed": "no\nindex", "run": "2026-01-02T03:04"},
    }
    record.write("peers", with_rows({}, "all rows", Rows(ROWS, ROWS), found), tmp_path / "2026-01-02-peers.json")

    table = with_table("<!-- peers --><!-- /peers -->", "peers")

    assert "| ours 1.2.3 | 75.0 % | 6.1 s | 3.01 ms | 3.25 ms | 9.00 ms | 250 MB | 2026-01-02 03:04 |" in table
    assert "| setfit | no result: no index |" in table
    assert "- ours: defaults." in table
