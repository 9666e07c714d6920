"""Time, memory and accuracy of fitting very many invented calls, with an empty and with a full encoding cache.

    python -m benchmarks.scale --calls 10000 --intents 77 --goal-s 90
    python -m benchmarks.scale --calls 1000000 --intents 300 --goal-s 1800

The machine may be shared. Beside the seconds on the clock stands the time the processors worked for this program; half
of it is what two cores of its own could not have undercut.
"""

from __future__ import annotations

import os
import resource
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import numpy as np

from benchmarks import record
from benchmarks.callers import synthesise
from routing.settings import Settings
from routing.text.encoder import Encoder
from routing.text.model import Hypothesis, TextModel
from training.calls import LabelledCall
from training.encodings import Encodings
from training.fit import fit
from training.fold import fold
from training.solver import with_every_call

TEST_CALLS = 2000
TEST_SEED = 1
LOOK_EVERY_S = 0.5


@click.command()
@click.option("--calls", default=10_000, show_default=True, help="Labelled calls to fit.")
@click.option("--intents", default=77, show_default=True, help="Intents they have, up to 384.")
@click.option("--goal-s", default=90, show_default=True, help="Seconds this should take on two cores of its own.")
@click.option("--own-words", default=0.25, show_default=True, help="Share of callers who use no stock phrase.")
@click.option("--cache", type=click.Path(path_type=Path), help="Folder of the cache, kept [default: a fresh one].")
def main(calls: int, intents: int, goal_s: int, own_words: float, cache: Path | None) -> None:
    """Measure and write the result; an earlier result of the day for another size is kept beside it."""
    labelled = synthesise(calls, intents, own_words)
    held_out = [call for call in synthesise(TEST_CALLS, intents, own_words, TEST_SEED) if call.in_scope]
    encoder = Encoder(Settings().encoder)
    distinct = len(fold([call.reason for call in labelled], [call.intent for call in labelled]).reasons)
    with tempfile.TemporaryDirectory() as scratch:
        runs = {name: measured(labelled, held_out, encoder, cache or Path(scratch)) for name in ("empty", "full")}
    figures = {
        "calls": calls,
        "intents": intents,
        "distinct": distinct,
        "own_words": own_words,
        "goal_s": goal_s,
        "every_call": with_every_call(distinct, intents + 1),
        "cache": runs,
    }
    path = record.write("scale", {"sizes": {**earlier(), f"{calls} x {intents}": figures}})
    click.echo(path.read_text(encoding="utf-8"))


def earlier() -> dict[str, Any]:
    """Return the sizes measured before, from the newest result file."""
    from benchmarks.tables import newest

    try:
        sizes: dict[str, Any] = newest("scale")["sizes"]
    except ValueError:  # there is none
        return {}
    return sizes


def measured(calls: list[LabelledCall], held_out: list[LabelledCall], encoder: Encoder, cache: Path) -> dict[str, Any]:
    """Return seconds, by step and in all, processor seconds, peak memory and accuracy of one fit."""
    ends: dict[str, float] = {}
    kept = Encodings(cache, encoder)
    before, started = processor_s(), time.perf_counter()
    with Watch() as watch:
        fitted = fit(
            calls, encoder, "scale", lambda name, done: ends.__setitem__(name, time.perf_counter() - started), kept
        )
    seconds, worked = time.perf_counter() - started, processor_s() - before
    kept.close()
    starts = (0.0, *ends.values())
    return {
        "clock_s": round(seconds, 1),
        "processor_s": round(worked, 1),
        "steps_s": {name: round(end - start, 1) for (name, end), start in zip(ends.items(), starts, strict=False)},
        "peak_mb": round(watch.peak_mb),
        "load": round(float(np.mean(watch.loads)), 1),
        "accuracy": share_right(fitted.model, held_out),
        "held_out_accuracy": fitted.metrics["held_out_intent_accuracy"],
    }


def share_right(model: TextModel, calls: list[LabelledCall]) -> float:
    """Return the share of calls whose likeliest intent is the labelled one, 0 to 1."""
    found = [model.predict((Hypothesis(call.reason),)) for call in calls]
    right = [one.intents[one.probabilities.argmax()] == call.intent for one, call in zip(found, calls, strict=True)]
    return round(float(np.mean(right)), 4)


def processor_s() -> float:
    """Return the seconds that processors worked for this process and its ended children."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used) + sum(_children_s())


def _children_s() -> list[float]:
    """Return the seconds that processors worked for each living child."""
    ticks = os.sysconf("SC_CLK_TCK")
    stats = [_read(Path(f"/proc/{child}/stat")).rpartition(")")[2].split() for child in _family()[1:]]
    return [(int(fields[11]) + int(fields[12])) / ticks for fields in stats if len(fields) > 12]


@dataclass
class Watch:
    """Looks twice a second at the memory of this process and its children, shared pages counted once."""

    peak_mb: float = 0.0
    loads: list[float] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Watch:
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while True:
            self.peak_mb = max(self.peak_mb, sum(map(_proportional_mb, _family())))
            self.loads.append(os.getloadavg()[0])
            if self._over.wait(LOOK_EVERY_S):
                return


def _family() -> list[int]:
    """Return this process and all below it."""
    found = [os.getpid()]
    for process in found:
        for task in Path(f"/proc/{process}/task").glob("*/children"):
            found += [int(child) for child in _read(task).split()]
    return found


def _proportional_mb(process: int) -> float:
    """Return the memory of a process in MB of 10^6 bytes, each page divided by the number of its users."""
    for line in _read(Path(f"/proc/{process}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def _read(path: Path) -> str:
    """Return the text of a file of /proc, empty if its process has just ended."""
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


if __name__ == "__main__":
    main()
