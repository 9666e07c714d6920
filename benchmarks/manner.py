"""How many hard calls are heard, by words, by the head and by both, and how many ordinary ones are taken for them."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import click

from benchmarks import record
from routing.domain.manner import HEARD, Manner, said_outright
from routing.hearing import heard_manners
from routing.services import shelf_of
from routing.settings import Settings
from routing.text.encoder import Encoder
from routing.text.manner import load_manner
from routing.text.model import Hypothesis, TextModel
from routing.text.normalise import normalise
from routing.text.shelf import load_default
from training.manner.fit import CALLS, LABELS, MANNERS, NONE
from training.publish import TEST_CALLS

TEST = CALLS.with_name("test.csv")
TIMED = 200

Ways = dict[str, Callable[[str], frozenset[Manner]]]


@click.command()
@click.option("--measured", type=int, default=1, help="How many times the test set has been measured by now.")
def main(measured: int) -> None:
    """Measure and write the result."""
    settings = Settings()
    encoder = Encoder(settings.encoder)
    model = replace(load_default(shelf_of(settings), encoder), manner=load_manner(settings.manner, encoder.sha256))
    rows, ways = read_rows(TEST), ways_of(model)
    bank = [row["reason"] for row in read_rows(settings.catalogue / TEST_CALLS)]
    heard = {way: [hear(row["reason"]) for row in rows] for way, hear in ways.items()}
    ordinary = {way: [hear(reason) for reason in bank] for way, hear in ways.items()}
    record.write(
        "manner",
        {
            "times_measured": measured,
            "calls": {label: sum(row["manner"] == label for row in rows) for label in LABELS},
            "bank_calls": len(bank),
            "rows": {
                manner: {way: shares(Manner(manner), rows, heard[way], ordinary[way]) for way in ways}
                for manner in MANNERS
            },
            "danger_or_concern": shares(
                Manner.DANGER, rows, *([*map(listened, each)] for each in (heard["both"], ordinary["both"]))
            ),
            "danger_by_style": {
                "danger": by_style(rows, heard["both"]),
                "danger or concern": by_style(rows, [*map(listened, heard["both"])]),
            },
            "ms": costs(model, [row["reason"] for row in rows[:TIMED]]),
        },
    )


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ways_of(model: TextModel) -> Ways:
    """Return the ways of hearing a manner that are compared."""

    def by_head(reason: str) -> frozenset[Manner]:
        believed = model.predict((Hypothesis(reason),)).manner
        return frozenset(manner for manner in Manner if believed.get(manner.value, 0.0) >= HEARD)

    def by_both(reason: str) -> frozenset[Manner]:
        hypotheses = (Hypothesis(reason),)
        return heard_manners(model, hypotheses, model.predict(hypotheses))

    return {"words": said_outright, "head": by_head, "both": by_both}


def listened(heard: frozenset[Manner]) -> frozenset[Manner]:
    """Return the manners heard, danger among them if a person would at least listen for it."""
    return heard | {Manner.DANGER} if Manner.CONCERN in heard else heard


def shares(
    manner: Manner,
    rows: Sequence[dict[str, str]],
    heard: Sequence[frozenset[Manner]],
    ordinary: Sequence[frozenset[Manner]],
) -> dict[str, float]:
    """Return the share heard of a manner's calls, and taken for it of look-alikes, other manners and bank calls."""

    def share(found: list[bool]) -> float:
        return round(sum(found) / len(found), 4)

    labelled = [(row["manner"], manner in each) for row, each in zip(rows, heard, strict=True)]
    return {
        "recall": share([found for label, found in labelled if label == manner]),
        "look_alikes": share([found for label, found in labelled if label == NONE]),
        "other_manners": share([found for label, found in labelled if label not in (NONE, manner)]),
        "bank": share([manner in each for each in ordinary]),
    }


def by_style(rows: Sequence[dict[str, str]], heard: Sequence[frozenset[Manner]]) -> dict[str, dict[str, float]]:
    """Return how many calls of danger there are of each style, and the share heard."""
    styles = sorted({row["style"] for row in rows if row["manner"] == Manner.DANGER})
    found = {
        style: [
            Manner.DANGER in each
            for row, each in zip(rows, heard, strict=True)
            if row["manner"] == Manner.DANGER and row["style"] == style
        ]
        for style in styles
    }
    return {style: {"calls": len(each), "recall": round(sum(each) / len(each), 4)} for style, each in found.items()}


def costs(model: TextModel, reasons: Sequence[str]) -> dict[str, Any]:
    """Return the median milliseconds that words and head take, beside the encoder."""
    texts = [normalise(reason) for reason in reasons]
    vectors = [model.encoder.encode(text) for text in texts]
    head = model.manner
    assert head is not None  # noqa: S101  main has just loaded it
    steps: dict[str, Callable[[int], object]] = {
        "words": lambda place: said_outright(texts[place]),
        "head": lambda place: head.probabilities(texts[place], vectors[place]),
        "encoder": lambda place: model.encoder.encode(texts[place]),
    }
    spent = {name: [_ms(step, place) for place in range(len(texts))] for name, step in steps.items()}
    return {name: round(median(each), 3) for name, each in spent.items()}


def _ms(step: Callable[[int], object], place: int) -> float:
    started = time.perf_counter()
    step(place)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
