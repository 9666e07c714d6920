"""Data sets for a benchmark: texts with labels, to train on and to test with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from routing.catalogue.read import read_catalogue
from routing.domain.catalogue import Costs
from routing.domain.switchboard import Switchboard
from routing.errors import BadCalls, BadReason
from routing.text.normalise import check, normalise
from training.calls import OUT_OF_SCOPE, LabelledCall, csv_rows, read_calls, refuse
from training.publish import CALLS, TEST_CALLS

LABEL_COLUMNS = ("label", "category")
CLINC_FILE = "data_full.json"
PLAIN_BOARD = Switchboard(Costs(), front_desk="", max_hops=1)
SHOWN = 10


@dataclass(frozen=True)
class Dataset:
    """Texts with labels, as calls whose intent is the label.

    Attributes
    ----------
    departments
        The department of each label; empty if the data has none, then every label is its own.
    board
        Costs and front desk under which the policy decides.
    """

    name: str
    train: Sequence[LabelledCall]
    test: Sequence[LabelledCall]
    departments: Mapping[str, str] = field(default_factory=dict)
    board: Switchboard = PLAIN_BOARD

    def department(self, label: str) -> str:
        """Return the department of a label."""
        return self.departments[label] if self.departments else label

    def without_out_of_scope_training(self) -> Dataset:
        """Return the same data with nothing labelled out of scope to learn from."""
        inside = [call for call in self.train if call.in_scope]
        return replace(self, name=f"{self.name}, none out of scope to learn from", train=inside)


def read_pair(train: Path, test: Path, oos_label: str = OUT_OF_SCOPE) -> Dataset:
    """Return the data set of two CSV files with the columns `text` and `label` (or `category`).

    Rows labelled `oos_label` are out of scope, in either file, and so are those labelled `out_of_scope`.

    Raises
    ------
    BadCalls
        A file cannot be read, lacks a column or has rows that cannot be used, or neither file has the label asked for.
    """
    rows, tests = _read_texts(train), _read_texts(test)
    if oos_label not in {OUT_OF_SCOPE, *(call.intent for call in (*rows, *tests))}:
        raise BadCalls(
            f"{test}: expected rows labelled {oos_label!r}, found none there and none in {train}; mend --oos-label"
        )
    rows, tests = (
        [replace(call, intent=OUT_OF_SCOPE) if call.intent == oos_label else call for call in calls]
        for calls in (rows, tests)
    )
    return _checked(Dataset(test.stem if train.stem == test.stem else f"{train.stem}, {test.stem}", rows, tests), test)


def read_banking77(folder: Path) -> Dataset:
    """Return BANKING77 (Casanueva et al., 2020) from its folder: `train.csv` and `test.csv`, as published."""
    train, test = folder / "train.csv", folder / "test.csv"
    return _checked(Dataset("BANKING77", _read_texts(train), _read_texts(test)), test)


def read_clinc150(folder: Path) -> Dataset:
    """Return CLINC150 (Larson et al., 2019) from its folder: `data_full.json`, as published.

    Its lists `train` and `oos_train` are for training, `test` and `oos_test` for the test; the validation lists are
    left out.
    """
    path = folder / CLINC_FILE
    try:
        lists = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadCalls(f"{path}: expected CLINC150 as published, found {error.strerror or error}") from None
    except ValueError as error:
        raise BadCalls(f"{path}: expected JSON, found {error}; fetch the file again") from None
    parts = {name: _clinc_part(path, lists, name) for name in ("train", "oos_train", "test", "oos_test")}
    train, test = parts["train"] + parts["oos_train"], parts["test"] + parts["oos_test"]
    return _checked(Dataset("CLINC150", train, test), path)


def read_bank(folder: Path) -> Dataset:
    """Return the labelled calls of a catalogue, with its departments and its costs.

    Test calls that name only a department are left out: every figure here needs the label.
    """
    catalogue = read_catalogue(folder)
    train, test = (read_calls(folder / name, catalogue.intents, catalogue.departments) for name in (CALLS, TEST_CALLS))
    organisation = catalogue.organisation
    return Dataset(
        name=organisation.name,
        train=train,
        test=[call for call in test if call.intent],
        departments={intent.id: intent.department for intent in catalogue.intents.values()},
        board=Switchboard(organisation.costs, organisation.front_desk, organisation.max_hops),
    )


def with_departments(dataset: Dataset, path: Path) -> Dataset:
    """Return the data set with the departments of a CSV file with the columns `label` and `department`.

    Raises
    ------
    BadCalls
        The file cannot be read, or lacks a label of the data set.
    """
    rows = csv_rows(
        path, "label and department", lambda found: {"label", "department"} <= set(found), "labels and departments"
    )
    departments: dict[str, str] = {}
    faults = []
    for line, row in rows:
        label, department = ((row.get(name) or "").strip() for name in ("label", "department"))
        if not label or not department:
            faults.append(f"{path.name}:{line}: expected a label and its department, found {label!r}, {department!r}")
        elif departments.setdefault(label, department) != department:
            faults.append(
                f"{path.name}:{line}: expected one department for {label}, found {departments[label]} and {department}"
            )
    refuse(faults)
    missing = sorted({call.intent for call in (*dataset.train, *dataset.test) if call.in_scope} - set(departments))
    if missing:
        raise BadCalls(f"{path}: expected every label, found no {listed(missing)}; add them")
    return replace(dataset, departments=departments)


def leaked_rows(train: Sequence[LabelledCall], test: Sequence[LabelledCall]) -> int:
    """Return how many test texts stand in the training texts too, as the model reads them."""
    learnt = {normalise(call.reason) for call in train}
    return sum(normalise(call.reason) in learnt for call in test)


def unknown_labels(train: Sequence[LabelledCall], test: Sequence[LabelledCall]) -> list[str]:
    """Return the labels in scope that the test has and the training lacks; no model can get them right."""
    return sorted({call.intent for call in test if call.in_scope} - {call.intent for call in train})


def listed(names: Sequence[str]) -> str:
    """Return names for a message: the first ten, and how many more."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _read_texts(path: Path) -> list[LabelledCall]:
    rows = csv_rows(
        path, "text and label (or category)", lambda found: "text" in found and not set(LABEL_COLUMNS).isdisjoint(found)
    )
    calls, faults = [], []
    for line, row in rows:
        text = (row["text"] or "").strip()
        label = next((found.strip() for name in LABEL_COLUMNS if (found := row.get(name))), "")
        spare = None in row  # where csv puts the values beyond the columns
        fault = "expected a value a column, found more; quote texts with commas" if spare else _fault(text, label)
        if fault:
            faults.append(f"{path.name}:{line}: {fault}")
        calls.append(LabelledCall(text, label))
    refuse(faults)
    return calls


def _clinc_part(path: Path, lists: Any, name: str) -> list[LabelledCall]:
    rows = lists.get(name) if isinstance(lists, dict) else None
    if not isinstance(rows, list) or not rows:
        raise BadCalls(f"{path}: expected a list {name} of texts and labels, found none; fetch the file again")
    calls, faults = [], []
    for number, row in enumerate(rows, start=1):
        pair = isinstance(row, list) and len(row) == 2 and all(isinstance(value, str) for value in row)
        text, label = (value.strip() for value in row) if pair else ("", "")
        fault = _fault(text, label) if pair else f"expected a text and a label, found {str(row)[:60]}"
        if fault:
            faults.append(f"{path.name}: {name}, row {number}: {fault}")
        calls.append(LabelledCall(text, OUT_OF_SCOPE if name.startswith("oos") else label))
    refuse(faults)
    return calls


def _fault(text: str, label: str) -> str:
    try:
        check(text)
    except BadReason as bad:
        return f"text: {bad}"
    return "" if label else "label: expected a label, found none; label the row or leave it out"


def _checked(dataset: Dataset, path: Path) -> Dataset:
    if not any(call.in_scope for call in dataset.test):
        raise BadCalls(f"{path}: expected test rows in scope, found only rows out of scope; check the labels")
    return dataset
