"""What the choices for very many calls cost where they can be compared: rivals instead of every call, and weights.

Rivals are tried on one fold of five of the sample bank's labelled calls, weights on invented calls with many repeats.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import StratifiedKFold

from benchmarks import record
from benchmarks.callers import synthesise
from routing.catalogue.read import read_catalogue
from routing.settings import Settings
from routing.text.encoder import Encoder
from routing.text.normalise import normalise
from training.calls import read_calls
from training.encode import encode_all
from training.encodings import Encodings
from training.features import fit_features, transform
from training.fold import fold
from training.publish import CALLS
from training.solver import SEED, Head, against_rivals, fit_head

INVENTED, INVENTED_INTENTS, FRESH = 10_000, 77, 3000
WEIGHTS: dict[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "the number of calls": lambda counts: counts,
    "its square root": np.sqrt,
    "1 for every wording": np.ones_like,
}


def main() -> None:
    """Measure and write the result."""
    settings = Settings()
    encoder = Encoder(settings.encoder)
    cache = Encodings(settings.cache_url, encoder)
    record.write("heads", heads(settings, encoder, cache))
    record.write("weights", weights(encoder, cache))


def heads(settings: Settings, encoder: Encoder, cache: Encodings) -> dict[str, Any]:
    """Return accuracy on held-out calls of the bank, and processor seconds, of each way to fit the head."""
    catalogue = read_catalogue(settings.catalogue)
    calls = read_calls(settings.catalogue / CALLS, catalogue.intents)
    reasons, labels = (
        [call.reason for call in calls],
        np.unique([call.intent for call in calls], return_inverse=True)[1],
    )
    vectors = encode_all(encoder, reasons, cache=cache)
    kept, held = next(StratifiedKFold(5, shuffle=True, random_state=SEED).split(reasons, labels))
    design = fit_features([reasons[row] for row in kept], vectors[kept])
    unseen = transform(design, [reasons[row] for row in held], vectors[held])
    ones = np.ones(len(kept))
    ways: dict[str, Callable[[], Head]] = {"every call": partial(fit_head, design.matrix, labels[kept])}
    for most in (5, 10, 20, 40):
        ways[f"{most} rivals"] = partial(against_rivals, design.matrix, labels[kept], ones, most)
    for loss in ("hinge", "modified_huber"):
        ways[f"SGDClassifier, 5 rounds, {loss}"] = partial(descent, design.matrix, labels[kept], loss)
    rows = {}
    for name, way in ways.items():
        started = time.process_time()
        head, bias = way()
        seconds = time.process_time() - started
        right = (np.asarray(unseen @ head + bias).argmax(axis=1) == labels[held]).mean()
        rows[name] = {"right": round(float(right), 4), "processor_s": round(seconds, 1)}
        click.echo(f"{name} {rows[name]}", err=True)
    return {"calls": len(kept), "classes": int(labels.max()) + 1, "rows": rows}


def descent(matrix: Any, labels: NDArray[np.int64], loss: str) -> Head:
    """Return a head fitted by stochastic gradient descent under the same strength of regularisation."""
    machine = SGDClassifier(
        loss=loss, alpha=2 / len(labels), max_iter=5, tol=None, class_weight="balanced", random_state=SEED
    )
    machine.fit(matrix, labels)
    return machine.coef_.T, machine.intercept_


def weights(encoder: Encoder, cache: Encodings) -> dict[str, Any]:
    """Return accuracy on fresh invented calls, all and those in words not seen, by what a repeated call weighs."""
    calls = synthesise(INVENTED, INVENTED_INTENTS)
    fresh = [call for call in synthesise(FRESH, INVENTED_INTENTS, seed=1) if call.in_scope]
    folded = fold([call.reason for call in calls], [call.intent for call in calls])
    names, labels = np.unique(folded.labels, return_inverse=True)
    meant = np.searchsorted(names, [call.intent for call in fresh])
    design = fit_features(folded.reasons, encode_all(encoder, folded.reasons, cache=cache))
    said = [call.reason for call in fresh]
    matrix = transform(design, said, encode_all(encoder, said, cache=cache))
    known = set(folded.reasons)
    new = np.array([normalise(reason) not in known for reason in said])
    rows = {}
    for name, weigh in WEIGHTS.items():
        head, bias = fit_head(design.matrix, labels, weigh(folded.weights))
        right = np.asarray(matrix @ head + bias).argmax(axis=1) == meant
        rows[name] = {"all": round(float(right.mean()), 4), "new_words": round(float(right[new].mean()), 4)}
        click.echo(f"{name} {rows[name]}", err=True)
    return {"calls": INVENTED, "intents": INVENTED_INTENTS, "fresh": len(fresh), "new": int(new.sum()), "rows": rows}


if __name__ == "__main__":
    main()
