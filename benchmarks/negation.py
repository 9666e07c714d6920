"""What marking denied words is worth: one fold of three, with and without, by style of call."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from benchmarks import record
from routing.catalogue.read import read_catalogue
from routing.settings import Settings
from routing.text.encoder import Encoder
from routing.text.normalise import normalise
from training import features
from training.calls import LabelledCall, read_calls
from training.encode import encode_all
from training.publish import CALLS
from training.solver import REGULARISATION_C, SEED, TOLERANCE

STYLES = ("negation", "pair", "short")


def main() -> None:
    """Measure and write the result."""
    settings = Settings()
    catalogue = read_catalogue(settings.catalogue)
    calls = read_calls(settings.catalogue / CALLS, catalogue.intents)
    vectors = encode_all(Encoder(settings.encoder), [call.reason for call in calls])
    rows = {
        "plain": share_right(calls, vectors, normalise),
        "denied words marked": share_right(calls, vectors, features.prepared),
    }
    print(record.write("negation", {"calls": len(calls), "rows": rows}).read_text(encoding="utf-8"))


def share_right(
    calls: list[LabelledCall], vectors: NDArray[np.float32], prepare: Callable[[str], str]
) -> dict[str, float]:
    """Return the share of right intents among calls held out, all and by style."""
    reasons, labels = [call.reason for call in calls], np.array([call.intent for call in calls])
    styles = np.array([call.style for call in calls])
    kept, held = next(StratifiedKFold(3, shuffle=True, random_state=1).split(reasons, labels))
    design = features.fit_features([reasons[row] for row in kept], vectors[kept], prepare=prepare)
    head = LinearSVC(C=REGULARISATION_C, class_weight="balanced", tol=TOLERANCE, random_state=SEED)
    head.fit(design.matrix, labels[kept])
    found = head.predict(features.transform(design, [reasons[row] for row in held], vectors[held], prepare))
    right = found == labels[held]
    return {"all": round(float(right.mean()), 4)} | {
        style: round(float(right[styles[held] == style].mean()), 4) for style in STYLES
    }


if __name__ == "__main__":
    main()
