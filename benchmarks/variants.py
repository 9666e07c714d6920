"""What was tried to raise accuracy without fine-tuning: `python -m benchmarks.variants --banking77 FOLDER`.

Every figure is for a fifth of BANKING77's training texts, held out; the test texts choose nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from benchmarks import record
from routing.settings import Settings
from routing.text.encoder import Encoder
from routing.text.head import softmax
from training.bench.dataset import read_banking77
from training.bench.run import names_of
from training.calls import LabelledCall
from training.encode import encode_all
from training.features import DIRECTIONS, FEW_SCALE, SENTENCE_SCALE, fit_features, transform
from training.heldout import Table, fit_all, folds_of
from training.solver import REGULARISATION_C, SEED, TOLERANCE, fit_head

FEW = 10
Scores = NDArray[np.float64]


@click.command(help=__doc__)
@click.option("--banking77", type=click.Path(path_type=Path), required=True, help="Folder with BANKING77's train.csv.")
def main(banking77: Path) -> None:
    """Measure every variant and write the result."""
    calls = read_banking77(banking77).train
    labels = np.array([call.intent for call in calls])
    names, places = np.unique(labels, return_inverse=True)
    vectors = encode_all(Encoder(Settings().encoder), [call.reason for call in calls])
    table = Table([call.reason for call in calls], vectors, places, np.ones(len(calls)), len(names))
    folds = folds_of(places)
    kept, held = table.part(np.flatnonzero(folds != 0)), table.part(np.flatnonzero(folds == 0))
    figures = {
        "all texts": _right(with_all(kept, held), held),
        f"{FEW} texts a label": _right(with_few(drawn(kept), held, calls), held),
    }
    record.write("variants", {"held_out": len(held.labels), "intents": len(names), "rows": figures})


def _right(variants: Iterator[tuple[str, Scores]], held: Table) -> dict[str, float]:
    rows = {}
    for name, scores in variants:
        rows[name] = round(float((scores.argmax(axis=1) == held.labels).mean()), 4)
        print(name, rows[name], flush=True)
    return rows


def with_all(kept: Table, held: Table) -> Iterator[tuple[str, Scores]]:
    """Yield each variant of learning from all kept texts, with its scores of the held-out ones."""
    design = fit_features(kept.reasons, kept.vectors)
    asked = transform(design, held.reasons, held.vectors)

    def svc(weights: NDArray[np.floating] | None = None) -> Scores:
        machine = LinearSVC(C=REGULARISATION_C, class_weight="balanced", tol=TOLERANCE, random_state=SEED)
        return np.asarray(machine.fit(design.matrix, kept.labels, weights).decision_function(asked))

    plain = svc()
    yield "as it is", plain
    own = _likelihood_of_own_label(kept)
    for least in (0.02, 0.05, 0.1):
        yield f"without texts whose label is less likely than {least}", svc((own >= least) + 1e-6)
    yield "texts weighed by the likelihood of their label", svc(np.clip(2 * own, 0.2, 1.0))
    sharp = np.log(softmax(plain, 0.2))
    for share in (0.2, 0.4):
        near = np.log(_neighbours(kept, held) + 0.01)
        yield f"with the ten nearest texts, share {share}", (1 - share) * sharp + share * near
    meaning = LogisticRegression(C=30.0, max_iter=300).fit(kept.vectors, kept.labels)
    soft = np.log(meaning.predict_proba(held.vectors))
    yield "softmax regression on sentence vectors, by itself", soft
    yield "both, in equal shares", sharp + soft


def with_few(kept: Table, held: Table, calls: Sequence[LabelledCall]) -> Iterator[tuple[str, Scores]]:
    """Yield each variant of learning from a few kept texts, with its scores of the held-out ones."""
    words = names_of(calls)
    named = [words[label] for label in sorted(words)]
    vectors = np.vstack([kept.vectors, encode_all(Encoder(Settings().encoder), named)])
    labels = np.append(kept.labels, np.arange(kept.intents))
    with_names = Table([*kept.reasons, *named], vectors, labels, np.ones(len(labels)), kept.intents)
    for title, table in (("", kept), (", names of the intents learnt", with_names)):
        for scale, directions in ((SENTENCE_SCALE, DIRECTIONS), (FEW_SCALE, 384)):
            design = fit_features(table.reasons, table.vectors, directions, scale=scale)
            asked = transform(design, held.reasons, held.vectors)
            machine = LinearSVC(C=REGULARISATION_C, class_weight="balanced", tol=TOLERANCE, random_state=SEED)
            found = machine.fit(design.matrix, table.labels).decision_function(asked)
            yield f"LinearSVC, sentence vectors times {scale}{title}", np.asarray(found)
            weights, bias = fit_head(design.matrix, table.labels)
            yield f"softmax regression, sentence vectors times {scale}{title}", asked @ weights + bias


def drawn(table: Table) -> Table:
    """Return the first few rows of each label, in an order drawn by lot."""
    order = np.random.default_rng(SEED).permutation(len(table.labels))
    rows = [order[table.labels[order] == label][:FEW] for label in range(table.intents)]
    return table.part(np.concatenate(rows))


def _likelihood_of_own_label(table: Table) -> NDArray[np.float64]:
    """Return how likely heads that had not seen a text hold its label, which is how cleanlab finds wrong labels."""
    held_out = fit_all(table, every_fold=True).held_out
    likelihood = np.empty(len(table.labels))
    likelihood[held_out.rows] = softmax(held_out.scores, 0.2)[np.arange(len(held_out.rows)), held_out.labels]
    return likelihood


def _neighbours(kept: Table, held: Table, many: int = 10) -> Scores:
    """Return the share of the nearest kept texts that has each label, shape (held, intents)."""
    nearest = np.argsort(-(held.vectors @ kept.vectors.T), axis=1)[:, :many]
    found = np.zeros((len(held.labels), kept.intents))
    np.add.at(found, (np.arange(len(found))[:, None], kept.labels[nearest]), 1 / many)
    return found


if __name__ == "__main__":
    main()
