"""What a version answered when it was published, to see that it answers the same where it is loaded.

Digests show that the files are the same; only an answer shows that the libraries and the processor read them alike.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from routing.errors import BadModel
from routing.text.artefact import PROBE
from routing.text.model import Hypothesis, TextModel

REASONS = 20
CLOSE = 0.05  # processors round the int8 encoder a little differently; a model that is read wrongly is far off


def chosen(reasons: Sequence[str]) -> list[str]:
    """Return at most `REASONS` of the reasons, evenly spread."""
    step = max(1, -(-len(reasons) // REASONS))
    return list(reasons[::step])


def probe(model: TextModel, reasons: Sequence[str]) -> bytes:
    """Return the content of `probe.json`: for each reason the likeliest intent and its probability, 0 to 1."""
    return (json.dumps([_answer(model, reason) for reason in reasons], ensure_ascii=False, indent=1) + "\n").encode()


def check_probe(model: TextModel, folder: Path) -> None:
    """Check that `model` answers as the version in `folder` did when it was published; without a probe there is nothing
    to check.

    Raises
    ------
    BadModel
        An intent's probability is more than `CLOSE` from what it was, or another intent is likelier by more than that;
        or `probe.json` is none.
    """
    path = folder / PROBE
    if not path.is_file():
        return
    try:
        kept = [(str(row["reason"]), str(row["intent"]), float(row["probability"])) for row in _rows(path)]
    except (ValueError, TypeError, KeyError) as error:
        raise BadModel(f"{path}: expected reasons with intent and probability, found {error!r}; train anew") from None
    for reason, intent, probability in kept:
        now = _probabilities(model, reason)
        likeliest = max(now, key=now.__getitem__)
        if abs(now.get(intent, 0.0) - probability) > CLOSE or now[likeliest] - now.get(intent, 0.0) > CLOSE:
            raise BadModel(
                f"{path}: expected {intent} with {probability:.2f} for {reason!r}, found {likeliest} with "
                f"{now[likeliest]:.2f} and {intent} with {now.get(intent, 0.0):.2f}; this machine reads the version "
                "otherwise than the one that published it: compare their libraries or train anew here"
            )


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_bytes())
    return rows


def _answer(model: TextModel, reason: str) -> dict[str, Any]:
    probabilities = _probabilities(model, reason)
    intent = max(probabilities, key=probabilities.__getitem__)
    return {"reason": reason, "intent": intent, "probability": round(probabilities[intent], 4)}


def _probabilities(model: TextModel, reason: str) -> dict[str, float]:
    prediction = model.predict((Hypothesis(reason),))
    return dict(zip(prediction.intents, prediction.probabilities.tolist(), strict=True))
