"""Fit a text model: fold, encode, fit the head, calibrate.

Temperature, scope and prediction sets are fitted on scores of calls that the head had not seen (`training/heldout.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from routing.errors import BadCalls
from routing.text import literal
from routing.text.encoder import Encoder
from routing.text.examples import Examples
from routing.text.head import LinearHead
from routing.text.model import TextModel
from routing.text.normalise import normalise
from training.calibrate import calibrate
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.encode import encode_all
from training.encodings import Kept
from training.examples import kept_examples
from training.finetune import Tuning, tune
from training.fold import Folded, fold
from training.heldout import EVERY_FOLD_UP_TO, FOLDS, LEAST_INTENTS_ALONE, Fits, Table, centroids, fit_all
from training.solver import FEW_CALLS_PER_INTENT

LEAST_CALLS_PER_INTENT = 5
LEAST_OUT_OF_SCOPE = FOLDS


@dataclass(frozen=True)
class Fitted:
    """A text model and what was measured on held-out calls while fitting it."""

    model: TextModel
    metrics: dict[str, float]


def fit(
    calls: Sequence[LabelledCall],
    encoder: Encoder,
    version: str,
    stage: Callable[[str, float], None] = lambda name, done: None,
    cache: Kept | None = None,
    tuning: Tuning | None = None,
    names: Mapping[str, str] | None = None,
) -> Fitted:
    """Return a model fitted on labelled calls.

    Parameters
    ----------
    calls
        Each with an intent, calls in the same words counted once: at least two intents, 5 calls of each, and of
        `out_of_scope` none or at least 5. Without any, and with four intents or more, what is out of scope is learnt
        from intents that a head has never met.
    encoder
        Makes the sentence vectors; the model is bound to it.
    version
        Name of the model version.
    stage
        Told the name of the step under way and its share done, 0 to 1.
    cache
        Sentence vectors of earlier trainings.
    tuning
        Fine-tune a second encoder on the calls, which needs torch; None for the shipped encoder alone.
    names
        What each intent is called. Where calls are few, its name is learnt from like one call more.

    Raises
    ------
    BadCalls
        There are too few calls of some intent.
    """
    stage("encoding", 0.0)
    folded = folded_calls(calls)
    _check(folded)
    learnt = _with_names(folded, names or {})
    vectors = encode_all(encoder, learnt.reasons, lambda done: stage("encoding", done / len(learnt.reasons)), cache)
    intents, table = tabled(learnt, vectors)
    said = len(folded.reasons)
    stage("fitting", 0.0)
    every_fold = tuning is not None or len(table.labels) <= EVERY_FOLD_UP_TO
    fits = fit_all(table, every_fold, lambda done: stage("fitting", done))
    tuned, held_out = None, fits.held_out
    if tuning:
        tuned, held_out = tune(table, held_out, tuning, lambda done: stage("fine-tuning", done))
    stage("calibrating", 0.0)
    calibration = calibrate(held_out, fits.strangers, table.out_of_scope)
    sharpness = calibration.sharpness
    model = TextModel(
        version=version,
        intents=intents,
        encoder=encoder,
        words=fits.design.words,
        characters=fits.design.characters,
        head=_served(fits, table.intents),
        temperature=1 / sharpness.alone,
        scope=calibration.scope,
        sets=calibration.sets,
        centroids=centroids(table),
        examples=_examples(folded, vectors[:said], table.labels[:said]),
        literal=_literal(folded, table.labels[:said]),
        tuned=replace(tuned, head_sharpness=sharpness.head, sharpness=sharpness.tuned) if tuned else None,
    )
    stage("calibrating", 1.0)
    return Fitted(model, calibration.metrics)


def folded_calls(calls: Sequence[LabelledCall]) -> Folded:
    """Return the calls with an intent, those that say the same as one row."""
    return fold(
        [call.reason for call in calls],
        [call.intent for call in calls],
        [call.weight for call in calls],
        [call.inferred for call in calls],
    )


def _examples(folded: Folded, vectors: NDArray[np.float32], labels: NDArray[np.int64]) -> Examples:
    """Return the calls to show: only such as were labelled by somebody."""
    rows = np.flatnonzero(folded.told)
    return kept_examples([folded.wordings[row] for row in rows], vectors[rows], labels[rows])


def _literal(folded: Folded, labels: NDArray[np.int64]) -> literal.Literal:
    """Return what texts mean word for word: only such as were labelled by somebody."""
    rows = np.flatnonzero(folded.told)
    texts = [folded.reasons[row] for row in rows]
    return literal.learn(texts, labels[rows].tolist(), folded.weights[rows].tolist())


def _with_names(folded: Folded, names: Mapping[str, str]) -> Folded:
    """Return the calls and, where they are few, after them the intents' names as one call more of each."""
    called = [label for label in sorted(set(folded.labels)) if label in names]
    if len(folded.labels) >= FEW_CALLS_PER_INTENT * len(set(folded.labels)) or not called:
        return folded
    named = [(normalise(names[label]), label) for label in called]
    known = set(zip(folded.reasons, folded.labels, strict=True))
    new = [pair for pair in named if pair not in known]
    return Folded(
        reasons=(*folded.reasons, *(name for name, _ in new)),
        wordings=(*folded.wordings, *(names[label] for _, label in new)),
        labels=(*folded.labels, *(label for _, label in new)),
        weights=np.append(folded.weights, np.ones(len(new))),
        told=np.append(folded.told, np.ones(len(new), dtype=bool)),
    )


def _check(folded: Folded) -> None:
    for reason, label in zip(folded.reasons, folded.labels, strict=True):
        if not label:
            raise BadCalls(f"expected an intent for every call, found none for {reason[:60]!r}; label it")
    counts = Counter(folded.labels)
    spare = counts.pop(OUT_OF_SCOPE, 0)
    if 0 < spare < LEAST_OUT_OF_SCOPE:
        raise BadCalls(
            f"expected no call with the intent {OUT_OF_SCOPE} or at least {LEAST_OUT_OF_SCOPE}, found {spare}; "
            "add some or leave them out"
        )
    few = [f"{intent} ({count})" for intent, count in sorted(counts.items()) if count < LEAST_CALLS_PER_INTENT]
    if few:
        raise BadCalls(
            f"expected at least {LEAST_CALLS_PER_INTENT} calls of each intent, found fewer of {', '.join(few)}; "
            "add some"
        )
    if len(counts) < 2:
        raise BadCalls(f"expected calls of at least two intents, found {len(counts)}")
    if not spare and len(counts) < LEAST_INTENTS_ALONE:
        raise BadCalls(
            f"expected at least {LEAST_OUT_OF_SCOPE} calls with the intent {OUT_OF_SCOPE}, found none; with fewer than "
            f"{LEAST_INTENTS_ALONE} intents what is strange can be learnt only from them"
        )


def tabled(folded: Folded, vectors: NDArray[np.float32]) -> tuple[tuple[str, ...], Table]:
    """Return the intents, in alphabetical order, and the calls as arrays."""
    intents = tuple(sorted(set(folded.labels) - {OUT_OF_SCOPE}))
    places = {intent: place for place, intent in enumerate((*intents, OUT_OF_SCOPE))}
    labels = np.array([places[label] for label in folded.labels])
    return intents, Table(folded.reasons, vectors, labels, folded.weights, len(intents), folded.told)


def _served(fits: Fits, intents: int) -> LinearHead:
    """Return the fitted head as serving reads it: split by block, the projection of sentence vectors folded in.

    Without calls out of scope to learn from, the score of "none of these" is always 0.
    """
    design, (weights, bias) = fits.design, fits.head
    missing = intents + 1 - len(bias)
    weights, bias = np.pad(weights, ((0, 0), (0, missing))), np.pad(bias, (0, missing))
    words, characters, directions = np.split(weights, np.cumsum([len(design.words.idf), len(design.characters.idf)]))
    return LinearHead(
        words=words.astype(np.float16),
        characters=characters.astype(np.float16),
        sentence=(design.projection @ directions).astype(np.float32),
        bias=bias.astype(np.float32),
    )
