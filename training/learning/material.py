"""All that a training learns from and is measured on, from the catalogue and the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from routing.domain.catalogue import Catalogue
from training.calls import LabelledCall, read_calls
from training.learning.enough import learnable
from training.learning.split import split, unseen
from training.learning.today import faded, todays
from training.publish import CALLS, TEST_CALLS


@dataclass(frozen=True)
class Material:
    """What a training has to work with.

    Attributes
    ----------
    calls
        To learn from: the catalogue's, and the store's with the weights their age leaves.
    held_out
        To measure on: the catalogue's test calls and the newest of the store.
    notes
        What was left out and why, a line each.
    """

    calls: tuple[LabelledCall, ...]
    held_out: tuple[LabelledCall, ...]
    notes: tuple[str, ...]


def written_calls(folder: Path, catalogue: Catalogue) -> tuple[list[LabelledCall], list[LabelledCall]]:
    """Return the calls of a catalogue's `calls.csv`, and its test calls if it has any.

    Raises
    ------
    BadCalls
        A file cannot be used; its faults are named.
    """
    calls = read_calls(folder / CALLS, catalogue.intents, catalogue.departments)
    test_file = folder / TEST_CALLS
    return calls, read_calls(test_file, catalogue.intents, catalogue.departments) if test_file.is_file() else []


def material(
    written: Sequence[LabelledCall],
    test_calls: Sequence[LabelledCall],
    stored: Sequence[LabelledCall],
    catalogue: Catalogue,
    live_knows: Callable[[LabelledCall], bool],
    now: datetime,
) -> Material:
    """Return what to learn from and what to measure on.

    Parameters
    ----------
    written, test_calls
        The catalogue's. They count in full, however old.
    stored
        The store's finished calls, under the ids they were labelled with.
    live_knows
        Whether the live version learnt from a call or from its text.
    """
    today, gone = todays(stored, catalogue)
    parts = split(today, written, live_knows)
    calls, rare = learnable([*written, *faded(parts.learnt, catalogue.organisation.half_life_days, now)], catalogue)
    tests = unseen(test_calls, calls, live_knows)
    notes = [
        f"{len(written):,} calls of the catalogue, {len(parts.learnt):,} of {len(stored):,} finished ones of the store",
        f"measured on {len(tests):,} test calls of the catalogue and the {len(parts.held_out):,} newest of the store",
    ]
    if parts.left:
        notes.append(f"{parts.left:,} new calls are of no use for measuring; the next training learns from them")
    if len(tests) < len(test_calls):
        notes.append(f"{len(test_calls) - len(tests):,} test calls are left out: they were learnt word for word")
    return Material(tuple(calls), (*tests, *parts.held_out), (*notes, *gone, *rare))
