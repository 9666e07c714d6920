"""Sentence vectors of many texts, each text by itself, on all processor cores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import joblib
import numpy as np
from numpy.typing import NDArray

from routing.text.encoder import Encoder
from routing.text.normalise import normalise
from training.encodings import Kept, Vector

CHUNK = 64
BLOCK = 64 * CHUNK


def encode_all(
    encoder: Encoder,
    reasons: Sequence[str],
    advance: Callable[[int], None] = lambda done: None,
    cache: Kept | None = None,
) -> NDArray[np.float32]:
    """Return the vectors of `reasons`, shape (reasons, dimensions), each distinct text encoded once.

    Parameters
    ----------
    advance
        Told the number of reasons done after each chunk.
    cache
        Where vectors of earlier trainings are found and new ones kept, a block of 4,096 texts at a time. The result
        is the same with and without, bit for bit.

    Notes
    -----
    Threads do the work: onnxruntime leaves the interpreter's lock while it computes.
    """
    texts = [normalise(reason) for reason in reasons]
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    distinct = list(places)
    vectors = np.empty((0, 0), dtype=np.float32)
    with joblib.Parallel(n_jobs=-1, prefer="threads", return_as="generator") as parallel:
        for start in range(0, len(distinct), BLOCK):
            block = distinct[start : start + BLOCK]
            found = cache.find(block) if cache else {}
            missing = [text for text in block if text not in found]
            for new in _chunks(encoder, missing, parallel):
                found.update(new)
                advance(round(len(texts) * (start + len(found)) / len(distinct)))
            if cache and missing:
                cache.keep({text: found[text] for text in missing})
            if not start:
                vectors = np.empty((len(distinct), len(found[block[0]])), dtype=np.float32)
            vectors[start : start + len(block)] = [found[text] for text in block]
            if not missing:
                advance(round(len(texts) * (start + len(block)) / len(distinct)))
    return vectors if len(distinct) == len(texts) else vectors[[places[text] for text in texts]]


def _chunks(encoder: Encoder, texts: Sequence[str], parallel: joblib.Parallel) -> Iterator[dict[str, Vector]]:
    chunks = [texts[start : start + CHUNK] for start in range(0, len(texts), CHUNK)]
    for chunk, vectors in zip(
        chunks, parallel(joblib.delayed(_encode)(encoder, chunk) for chunk in chunks), strict=True
    ):
        yield dict(zip(chunk, vectors, strict=True))


def _encode(encoder: Encoder, texts: Sequence[str]) -> list[Vector]:
    return [encoder.encode(text) for text in texts]
