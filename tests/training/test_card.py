import json
from dataclasses import replace

import pytest

from routing.text.artefact import save
from routing.text.manifest import FORMAT, Manifest
from routing.text.scope import SIGNALS
from routing.text.shelf import Live, Shelf
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.card import CARD, card, write_card
from training.evaluate import Scored, report

LOST = LabelledCall("lost", "card_lost_or_stolen", "fraud", "short")
STRAY = LabelledCall("pizza", OUT_OF_SCOPE, style="prank")


def scored(call, action="transfer", department="fraud"):
    return Scored(call, department, "card_lost_or_stolen", action, 0.875, department)


TEST = json.loads(json.dumps(report([scored(LOST)] * 7 + [scored(LOST, "ask", "cards"), scored(STRAY, "operator")])))
MANIFEST = Manifest(
    format=FORMAT,
    version="20260102-030405-abcdef01",
    created="2026-01-02T03:04:05+00:00",
    catalogue="c1" * 32,
    data="d2" * 32,
    encoder="e3" * 32,
    counts={"calls": 1234, "out_of_scope": 56, "intents": 78},
    libraries={"python": "3.11.7", "numpy": "2.4.6"},
    metrics={"held_out_calls": 258, "held_out_intent_accuracy": 0.8569, "held_out_scope_auroc": 0.9901, "test": TEST},
    intents=["card_lost_or_stolen"],
    temperature=0.5,
    scope={"signals": list(SIGNALS), "weights": [0.0] * len(SIGNALS), "bias": 0.0},
    sets={"coverage": 0.95, "least": 0.1},
    tuned={},
    sha256={},
)


def with_test(scored_calls):
    return replace(MANIFEST, metrics=MANIFEST.metrics | {"test": report(scored_calls)})


@pytest.mark.parametrize(
    "words",
    [
        "| version | `20260102-030405-abcdef01` |",
        "| made | 2026-01-02T03:04:05+00:00 |",
        "1234 labelled calls of 78 intents, 56 out-of-scope calls",
        "| catalogue | SHA-256 `c1c1c1c1c1c1…` |",
        "| labelled calls | SHA-256 `d2d2d2d2d2d2…` |",
        "| encoder | SHA-256 `e3e3e3e3e3e3…` |",
        "python 3.11.7, numpy 2.4.6",
        "8 test calls in scope and 1 out of scope",
        "| department right | 87.5 % |",
        "| intent right | 100.0 % |",
        "| out of scope, not transferred | 100.0 % |",
        "| transfers that reach the right department | 100.0 % |",
        "| calibration error of the department's confidence | 0.000 |",
        "258 of the calls it learns from",
        "85.7 %",
        "0.990",
        "| ask | 12.5 % | 0.0 % |",
        "| operator | 0.0 % | 100.0 % |",
        "| transfer | 87.5 % | 0.0 % |",
        "| short | 8 | 87.5 % |",
        "| prank | 1 | 100.0 % |",
        "danger",
    ],
)
def test_the_card_says_what_the_manifest_knows(words):
    assert words in card(MANIFEST)


def test_confusions_stand_in_the_card():
    wrong = replace(scored(LOST), intent="card_freeze")
    assert "| card_lost_or_stolen | card_freeze | 2 |" in card(with_test([wrong, wrong, scored(STRAY)]))


def test_every_table_has_as_many_cells_in_each_row_as_in_its_head():
    tables = [block.splitlines() for block in card(MANIFEST).split("\n\n") if block.startswith("|")]
    assert len(tables) >= 4
    for table in tables:
        assert {row.count("|") for row in table} == {table[0].count("|")}


def test_a_card_without_test_calls_has_the_held_out_figures_alone():
    metrics = {name: value for name, value in MANIFEST.metrics.items() if name != "test"}
    text = card(replace(MANIFEST, metrics=metrics))
    assert "85.7 %" in text
    assert "test calls" not in text
    assert "Worst confusions" not in text


@pytest.mark.parametrize(
    ("scored_calls", "left_out"),
    [
        ([scored(LOST)], "out of scope, not transferred"),
        ([scored(STRAY)], "department right"),
        ([scored(LOST, "ask"), scored(STRAY)], "transfers that reach the right department"),
        ([scored(replace(LOST, intent="")), scored(STRAY)], "intent right |"),
    ],
)
def test_a_figure_that_was_not_measured_is_left_out_of_the_card(scored_calls, left_out):
    text = card(with_test(scored_calls))
    assert left_out not in text
    assert "## How good it is" in text


def test_the_card_ends_with_one_line_end():
    assert card(MANIFEST).endswith(".\n")


def test_the_card_of_the_live_version_is_written_beside_it(small_model, tmp_path):
    names = ("created", "catalogue", "data", "counts", "libraries", "metrics")
    digest = save(small_model, tmp_path / "small", {name: getattr(MANIFEST, name) for name in names})
    shelf = Shelf(str(tmp_path), tmp_path / "cache")
    shelf.set_default(Live("small", digest))
    write_card(shelf)
    text = (tmp_path / CARD).read_text(encoding="utf-8")
    assert "| version | `small` |" in text
    assert "| department right | 87.5 % |" in text
