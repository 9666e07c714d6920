"""Which trials make a benchmark, and what several of them say together."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from training.bench.dataset import Dataset, read_bank, read_banking77, read_clinc150
from training.bench.run import Trial

FEW_SHOTS = (5, 10)
SEEDS = 3
SAME_IN_ALL = (
    "dataset", "shots", "noise", "noise_kind", "labels",
    "train_rows", "train_rows_out_of_scope", "test_rows", "test_rows_out_of_scope",
)  # fmt: skip


def trials(dataset: Dataset, shots: int | None = None, seeds: int = 1) -> list[Trial]:
    """Return one trial for each seed from 0."""
    return [Trial(dataset, shots, seed) for seed in range(seeds)]


def everything(
    catalogue: Path, banking77: Path | None, clinc150: Path | None, finetune: Path | None = None
) -> dict[str, list[Trial]]:
    """Return all trials by the name of their result: those of the folders given, and of the catalogue.

    BANKING77 with all training texts, and with 5 and with 10 a label, drawn three times; CLINC150 with its
    out-of-scope training texts and without; the catalogue's calls. With the original weights in `finetune`, BANKING77
    with all and with 10 texts a label (one draw) and CLINC150 once more, fine-tuned.
    """
    plan: dict[str, list[Trial]] = {}
    if banking77:
        data = read_banking77(banking77)
        each = [trials(data), *(trials(data, shots, SEEDS) for shots in FEW_SHOTS)]
        each += [_tuned(same[:1], finetune) for same in (each[0], each[-1]) if finetune]
        plan |= {same[0].title: same for same in each}
    if clinc150:
        data = read_clinc150(clinc150)
        each = [trials(data), trials(data.without_out_of_scope_training())]
        each += [_tuned(each[0], finetune)] if finetune else []
        plan |= {same[0].title: same for same in each}
    bank = read_bank(catalogue)
    return plan | {bank.name: trials(bank)}


def _tuned(same: Sequence[Trial], weights: Path | None) -> list[Trial]:
    return [replace(trial, finetune=weights) for trial in same]


def together(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return one result for several of the same trial with different seeds.

    Each figure is the mean; `deviations` holds the sample standard deviations, and `runs` the single results. A
    figure that some run lacks is in `runs` alone. One result is returned as it is.
    """
    first = results[0]
    if len(results) == 1:
        return first
    names = [name for name in first if name not in (*SAME_IN_ALL, "seed", "unknown_labels")]
    values = {name: [result[name] for result in results] for name in names if all(name in one for one in results)}
    return {
        **{name: first[name] for name in SAME_IN_ALL if name in first},
        "seeds": len(results),
        **{name: round(statistics.fmean(each), 4) for name, each in values.items()},
        "deviations": {name: round(statistics.stdev(each), 4) for name, each in values.items()},
        "runs": list(results),
    }
