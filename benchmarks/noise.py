"""Accuracy against word error rate, and what training on noisy copies of the calls is worth.

    python -m benchmarks.noise --clinc FOLDER

`FOLDER` holds `data_full.json` of CLINC150. Variants of training are compared on its validation split; the test split
is measured for training as it is and for the variant that did best. Without the option only the sample bank's
test calls are measured, by the live model. `--every 4` uses only every fourth call of all
splits, which takes a fraction of the time; the result says how many those were.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from sklearn.svm import LinearSVC

from benchmarks import record
from routing.catalogue.read import read_catalogue
from routing.services import shelf_of
from routing.settings import Settings
from routing.text.encoder import Encoder
from routing.text.shelf import load_default
from training.augment import Recipe, noisy_copies
from training.calls import OUT_OF_SCOPE, LabelledCall, read_calls
from training.encode import encode_all
from training.evaluate import report, score
from training.features import Design, fit_features, transform
from training.noise.noisy import KINDS, Kind, noisy
from training.noise.wer import corpus_error_rate
from training.publish import TEST_CALLS
from training.solver import REGULARISATION_C, SEED, TOLERANCE

RATES = (0.05, 0.1, 0.2, 0.3)
VALIDATION_RATES = (0.1, 0.2)
NOISE_SEED = 11

HEARD = Recipe(heard=0.2, typed_share=0.0)
MIXED = Recipe(heard=0.2, typed=0.2, typed_share=0.3)


@dataclass(frozen=True)
class Variant:
    """A way of training.

    Attributes
    ----------
    recipe
        How copies are made; none for training as it is.
    copies
        Noisy copies of each call.
    weight
        What a copy counts against its original.
    own_vector
        Whether a copy has its own sentence vector or that of its original.
    own_words
        Whether the vocabulary is learnt from the copies too.
    """

    recipe: Recipe | None = None
    copies: int = 1
    weight: float = 1.0
    own_vector: bool = True
    own_words: bool = False


VARIANTS = {
    "as it is": Variant(),
    "a heard copy": Variant(HEARD),
    "a copy, heard or typed": Variant(MIXED),
    "a copy, heard or typed, counting half": Variant(MIXED, weight=0.5),
    "a copy, heard or typed, its words learnt too": Variant(MIXED, own_words=True),
    "a copy, heard or typed, with the clean sentence vector": Variant(MIXED, own_vector=False),
    "two copies, heard or typed": Variant(MIXED, copies=2),
}


@dataclass(frozen=True)
class Head:
    """A fitted linear classifier and the features it reads."""

    design: Design
    machine: LinearSVC

    def right(self, calls: Sequence[LabelledCall], encoder: Encoder) -> float:
        """Return the share of calls in scope whose likeliest intent is the labelled one."""
        reasons = [call.reason for call in calls]
        scores = self.machine.decision_function(transform(self.design, reasons, encode_all(encoder, reasons)))
        intents = self.machine.classes_
        found = intents[np.where(intents == OUT_OF_SCOPE, -np.inf, scores).argmax(axis=1)]
        return round(float((found == np.array([call.intent for call in calls])).mean()), 4)


@click.command()
@click.option("--clinc", type=click.Path(path_type=Path, exists=True), help="Folder of CLINC150.")
@click.option("--every", default=1, show_default=True, help="Use only every Nth call of each split.")
def main(clinc: Path | None, every: int) -> None:
    """Measure and write the result."""
    settings = Settings()
    encoder = Encoder(settings.encoder)
    figures: dict[str, Any] = {"bank": bank(settings, encoder, every)}
    if clinc:
        figures["clinc150"] = clinc150(clinc, encoder, every)
    print(record.write("noise", figures).read_text(encoding="utf-8"))


def bank(settings: Settings, encoder: Encoder, every: int) -> dict[str, Any]:
    """Return the live model's department and intent accuracy on the bank's test calls, by kind of noise and rate."""
    catalogue = read_catalogue(settings.catalogue)
    model = load_default(shelf_of(settings), encoder)
    calls = read_calls(settings.catalogue / TEST_CALLS, catalogue.intents, catalogue.departments)[::every]

    def row(noised: Sequence[LabelledCall]) -> dict[str, float]:
        found = report(score(noised, model, catalogue))
        return {name: found[name] for name in ("department_accuracy", "intent_accuracy", "out_of_scope_recall")}

    return {"calls": len(calls), "in_scope": sum(call.in_scope for call in calls), "clean": row(calls)} | {
        kind: {f"{rate:g}": measured_rate(calls, noised := at(calls, rate, kind)) | row(noised) for rate in RATES}
        for kind in KINDS
    }


def clinc150(folder: Path, encoder: Encoder, every: int) -> dict[str, Any]:
    """Return the validation accuracy of every variant, and the test accuracy of the plain one and the best."""
    splits = read_clinc(folder, every)
    validation = {"clean": splits["val"]} | {
        f"{kind} {rate:g}": at(splits["val"], rate, kind) for kind in KINDS for rate in VALIDATION_RATES
    }
    figures: dict[str, Any] = {"calls": {name: len(calls) for name, calls in splits.items()}, "variants": {}}
    for name, variant in VARIANTS.items():
        head = fit_head(splits["train"], variant, encoder)
        found = {noise: head.right(calls, encoder) for noise, calls in validation.items()}
        figures["variants"][name] = found | {"mean": round(float(np.mean(list(found.values()))), 4)}
        print(name, figures["variants"][name], flush=True)
    best = max(figures["variants"], key=lambda name: figures["variants"][name]["mean"])
    figures["best"] = best
    figures["test"] = {}
    for name in dict.fromkeys(("as it is", best)):
        head = fit_head(splits["train"], VARIANTS[name], encoder)
        figures["test"][name] = {"clean": {"intent_accuracy": head.right(splits["test"], encoder)}} | {
            kind: {
                f"{rate:g}": measured_rate(splits["test"], noised := at(splits["test"], rate, kind))
                | {"intent_accuracy": head.right(noised, encoder)}
                for rate in RATES
            }
            for kind in KINDS
        }
    return figures


def read_clinc(folder: Path, every: int) -> dict[str, list[LabelledCall]]:
    """Return the calls to train on, out of scope too, and those in scope to validate and to test on."""
    data = json.loads((folder / "data_full.json").read_text(encoding="utf-8"))
    outside = [LabelledCall(text, OUT_OF_SCOPE) for text, _ in data["oos_train"]]
    splits = {
        name: [LabelledCall(text, intent) for text, intent in data[name][::every]] for name in ("train", "val", "test")
    }
    return splits | {"train": splits["train"] + outside}


def at(calls: Sequence[LabelledCall], rate: float, kind: Kind) -> list[LabelledCall]:
    """Return the calls under noise."""
    random = np.random.default_rng(NOISE_SEED)
    return [LabelledCall(noisy(one.reason, rate, random, kind), one.intent, one.department) for one in calls]


def measured_rate(calls: Sequence[LabelledCall], noised: Sequence[LabelledCall]) -> dict[str, float]:
    """Return the word error rate that the noise came to."""
    pairs = [(call.reason, noisy_call.reason) for call, noisy_call in zip(calls, noised, strict=True)]
    return {"word_error_rate": round(corpus_error_rate(pairs), 4)}


def fit_head(calls: Sequence[LabelledCall], variant: Variant, encoder: Encoder) -> Head:
    """Return the classifier of `training.fit`, trained in the way of `variant`."""
    vectors = encode_all(encoder, [call.reason for call in calls])
    copies, copy_vectors = copied(calls, vectors, variant, encoder)
    everyone = [*calls, *copies]
    reasons = [call.reason for call in everyone]
    if variant.own_words:
        design = fit_features(reasons, np.concatenate([vectors, copy_vectors]))
        matrix = design.matrix
    else:
        design = fit_features(reasons[: len(calls)], vectors)
        parts = [design.matrix] + ([transform(design, reasons[len(calls) :], copy_vectors)] if copies else [])
        matrix = scipy.sparse.vstack(parts, format="csr")
    weights = np.repeat([1.0, variant.weight], [len(calls), len(copies)])
    machine = LinearSVC(C=REGULARISATION_C, class_weight="balanced", tol=TOLERANCE, random_state=SEED)
    return Head(design, machine.fit(matrix, [call.intent for call in everyone], weights))


def copied(
    calls: Sequence[LabelledCall], vectors: NDArray[np.float32], variant: Variant, encoder: Encoder
) -> tuple[list[LabelledCall], NDArray[np.float32]]:
    """Return the noisy copies that a variant asks for, and the sentence vectors they are trained with."""
    if variant.recipe is None:
        return [], vectors[:0]
    copies = [copy for seed in range(variant.copies) for copy in noisy_copies(calls, variant.recipe, seed)]
    if not variant.own_vector:
        return copies, np.tile(vectors, (variant.copies, 1))
    return copies, encode_all(encoder, [copy.reason for copy in copies])


if __name__ == "__main__":
    main()
