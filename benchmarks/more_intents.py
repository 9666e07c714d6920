"""What fifty intents more do to those that were there: the sample bank without fifty of its intents, and with them."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks import record
from routing.catalogue.read import read_catalogue
from routing.settings import Settings
from routing.text.encoder import Encoder
from routing.text.model import Hypothesis, TextModel
from training.calls import LabelledCall, read_calls
from training.encodings import Encodings
from training.fit import fit
from training.publish import CALLS, TEST_CALLS

ADDED = 50
SURE = 0.9


def main() -> None:
    """Fit both models, ask both the test calls of the old intents, and write the result."""
    settings = Settings()
    catalogue = read_catalogue(settings.catalogue)
    calls, test = (read_calls(settings.catalogue / name, catalogue.intents) for name in (CALLS, TEST_CALLS))
    added = set(np.random.default_rng(0).permutation(sorted(catalogue.intents))[:ADDED].tolist())
    old = [call for call in calls if call.intent not in added]
    asked = [call for call in test if call.in_scope and call.intent not in added]
    encoder = Encoder(settings.encoder)
    cache = Encodings(settings.cache_url, encoder)
    figures = {
        f"{len(catalogue.intents) - ADDED} intents": answers(fit(old, encoder, "before", cache=cache).model, asked),
        f"{len(catalogue.intents)} intents": answers(fit(calls, encoder, "after", cache=cache).model, asked),
    }
    record.write("more-intents", {"added": ADDED, "calls": len(asked), "sure": SURE, "rows": figures})


def answers(model: TextModel, asked: list[LabelledCall]) -> dict[str, Any]:
    """Return how often the model is right, how sure it is, and how often it is surer than `SURE`."""
    predictions = [model.predict((Hypothesis(call.reason),)) for call in asked]
    found = [one.intents[one.probabilities.argmax()] for one in predictions]
    confidence = np.array([one.probabilities.max() for one in predictions])
    figures = {
        "right": float(np.mean([label == call.intent for label, call in zip(found, asked, strict=True)])),
        "mean_confidence": float(confidence.mean()),
        "median_confidence": float(np.median(confidence)),
        "sure": float((confidence > SURE).mean()),
    }
    print(figures, flush=True)
    return {name: round(value, 4) for name, value in figures.items()}


if __name__ == "__main__":
    main()
