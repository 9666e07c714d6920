"""Find suggestions for new intents in the record of calls, and store them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from routing.domain.suggestion import OPEN, Suggestion
from routing.store.suggestions import Suggestions
from routing.store.unplaced import Unplaced, calls_between, unplaced
from routing.text.model import TextModel
from routing.text.normalise import normalise
from training.calls import OUT_OF_SCOPE
from training.encode import encode_all
from training.encodings import Kept
from training.suggest.groups import LEAST_CALLS, groups
from training.suggest.words import name_of, typical_words

MOST_REASONS = 6000  # distinct; clustering compares each with each
MOST_SUGGESTIONS = 15
MOST_EXAMPLES = 30
LEAST_WORDS = 2
BACKGROUND = 5000  # labelled calls that show which words anybody says


def suggest(
    engine: Engine,
    model: TextModel,
    intents: Collection[str],
    days: int,
    at: datetime,
    stage: Callable[[str, float], None] = lambda name, done: None,
    cache: Kept | None = None,
) -> list[Suggestion]:
    """Return suggestions for new intents from the last days, stored in place of those that are open.

    Parameters
    ----------
    model
        The live one: it says which intent a group is nearest to.
    intents
        Ids of the catalogue's intents, which no suggestion is named like.
    stage
        Told the name of the step under way and its share done, 0 to 1.
    cache
        Sentence vectors of earlier trainings.

    Notes
    -----
    Calls that a person has judged as part of an earlier suggestion do not come again. At most 15 suggestions are
    made, of the most calls; a person reads them all. A call that is erased during the search is in none of them.
    """
    store, since = Suggestions(engine), at - timedelta(days=days)
    decided = store.decided()
    calls = [call for call in unplaced(engine, since, at, OUT_OF_SCOPE) if call.call_id not in decided]
    said = _by_wording(calls)
    found: list[Suggestion] = []
    if len(said) >= LEAST_CALLS:
        reasons = list(said)
        vectors = encode_all(model.encoder, reasons, lambda done: stage("encoding", done / len(reasons)), cache)
        stage("grouping", 0.0)
        of_calls = max(calls_between(engine, since, at), len(calls))
        found = _suggestions(said, vectors, model, intents, at, of_calls)
        stage("grouping", 1.0)
    return store.supersede(found)


def _by_wording(calls: Sequence[Unplaced]) -> dict[str, list[Unplaced]]:
    """Return the calls by what was said, the first of each wording first; single words tell too little."""
    said: dict[str, list[Unplaced]] = {}
    for call in calls:
        text = normalise(call.reason)
        if len(text.split()) >= LEAST_WORDS and (text in said or len(said) < MOST_REASONS):
            said.setdefault(text, []).append(call)
    return said


def _suggestions(
    said: dict[str, list[Unplaced]],
    vectors: NDArray[np.float32],
    model: TextModel,
    intents: Collection[str],
    at: datetime,
    of_calls: int,
) -> list[Suggestion]:
    known, labels = _known(model)
    texts = list(said)
    rows = sorted(groups(vectors, known, labels), key=lambda group: -sum(len(said[texts[row]]) for row in group))
    chosen = rows[:MOST_SUGGESTIONS]
    inside = {int(row) for group in chosen for row in group}
    others = [text for row, text in enumerate(texts) if row not in inside]
    words = typical_words([[texts[row] for row in group] for group in chosen], others + _background(model))
    taken, found = set(intents), []
    for group, typical in zip(chosen, words, strict=True):
        if not typical:  # nothing that tells these calls from others: no group that a person could judge
            continue
        wordings = [said[texts[row]] for row in group]
        name = name_of(typical, taken)
        taken.add(name)
        nearest, likeness = _nearest(vectors[group], model)
        found.append(_suggestion(name, typical, wordings, at, of_calls, nearest, likeness))
    return found


def _suggestion(
    name: str,
    words: Sequence[str],
    wordings: Sequence[Sequence[Unplaced]],
    at: datetime,
    of_calls: int,
    nearest: str,
    likeness: float,
) -> Suggestion:
    shown = [wording[0] for wording in wordings[:MOST_EXAMPLES]]
    calls = [call for wording in wordings for call in wording]
    ends = Counter(call.department for call in calls if call.ended)
    sent = Counter(call.department for call in calls)
    department = min(ends or sent, key=lambda each: (-(ends or sent)[each], each))
    first = [call.call_id for call in shown]
    return Suggestion(
        id=str(uuid4()),
        found_at=at,
        state=OPEN,
        name=name,
        department=department,
        ended=bool(ends),
        calls=len(calls),
        of_calls=of_calls,
        words=tuple(words),
        examples=tuple(call.reason for call in shown),
        call_ids=tuple(dict.fromkeys((*first, *(call.call_id for call in calls)))),
        nearest=nearest,
        likeness=likeness,
    )


def _known(model: TextModel) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Return the unit vectors and intents of the labelled calls in scope that the model keeps."""
    inside = np.flatnonzero(model.examples.labels < len(model.intents))
    vectors = model.examples.vectors[inside].astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), model.examples.labels[inside]


def _background(model: TextModel) -> list[str]:
    step = max(1, len(model.examples.reasons) // BACKGROUND)
    return [normalise(reason) for reason in model.examples.reasons[::step]]


def _nearest(vectors: NDArray[np.float32], model: TextModel) -> tuple[str, float]:
    middle = vectors.mean(axis=0)
    cosines = model.centroids @ (middle / np.linalg.norm(middle))
    best = int(cosines.argmax())
    return model.intents[best], round(float(cosines[best]), 4)
