"""The rows every peer gets: BANKING77 as its authors publish it, all of it or a few rows of each intent."""

from __future__ import annotations

import csv
import hashlib
import json
import random
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.peers.measure import Row

SEED = 0


@dataclass(frozen=True)
class Rows:
    """What a peer is fitted on and what it is then asked, each a text and its label."""

    train: list[Row]
    test: list[Row]

    def json(self) -> str:
        """Return the rows as a peer's process reads them."""
        return json.dumps(asdict(self))

    def digest(self) -> str:
        """Return the SHA-256 of the rows, in hexadecimal: results are comparable only where it is the same."""
        return hashlib.sha256(self.json().encode()).hexdigest()


def read_banking77(folder: Path, shots: int | None, trial: int | None = None) -> Rows:
    """Return the rows of `train.csv` and `test.csv`, columns `text` and `category`.

    Parameters
    ----------
    folder
        Where the two files are.
    shots
        How many rows of each intent to fit on, drawn with a fixed seed; all if None.
    trial
        Ask so many training rows instead, none of them fitted on: `test.csv` is for the figures alone.

    Raises
    ------
    ValueError
        A file cannot be read, lacks a column or has no rows; an intent has fewer rows than `shots`; or a trial leaves
        none to fit on.
    """
    train = _read(folder / "train.csv")
    if trial is None:
        return Rows(drawn(train, shots), _read(folder / "test.csv"))
    if trial >= len(train):
        raise ValueError(f"expected a trial of fewer than the {len(train)} training rows, found {trial}")
    mixed = random.Random(SEED).sample(train, len(train))
    return Rows(drawn(mixed[trial:], shots), mixed[:trial])


def drawn(rows: list[Row], shots: int | None) -> list[Row]:
    """Return `shots` rows of each label, the same ones at every call, mixed; all rows as they are if None.

    Raises
    ------
    ValueError
        A label has fewer rows.
    """
    if shots is None:
        return rows
    of: dict[str, list[Row]] = defaultdict(list)
    for text, label in rows:
        of[label].append((text, label))
    few = [f"{label} ({len(found)})" for label, found in sorted(of.items()) if len(found) < shots]
    if few:
        raise ValueError(f"expected at least {shots} rows of each intent, found fewer of {', '.join(few)}")
    dice = random.Random(SEED)
    chosen = [row for label in sorted(of) for row in dice.sample(of[label], shots)]
    dice.shuffle(chosen)
    return chosen


def _read(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if not {"text", "category"} <= set(reader.fieldnames or ()):
                raise ValueError(f"{path}: expected the columns text and category, found {reader.fieldnames}")
            rows = [(row["text"], row["category"]) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path}: expected rows of text and category, found {error}") from None
    if not rows:
        raise ValueError(f"{path}: expected rows of text and category, found none")
    return rows
