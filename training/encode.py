"""Sentence vectors of many texts, each text by itself, on all processor cores."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import joblib
import numpy as np
from numpy.typing import NDArray

from routing.text.encoder import Encoder
from routing.text.normalise import normalise

CHUNK = 64


def encode_all(
    encoder: Encoder, reasons: Sequence[str], advance: Callable[[int], None] = lambda done: None
) -> NDArray[np.float32]:
    """Return the vectors of `reasons`, shape (reasons, dimensions), each distinct text encoded once.

    `advance` is told the number of reasons done after each chunk. Threads do the work: onnxruntime leaves the
    interpreter's lock while it computes.
    """
    texts = [normalise(reason) for reason in reasons]
    distinct = sorted(set(texts))
    chunks = [distinct[start : start + CHUNK] for start in range(0, len(distinct), CHUNK)]
    parallel = joblib.Parallel(n_jobs=-1, prefer="threads", return_as="generator")
    encoded = parallel(joblib.delayed(_encode)(encoder, chunk) for chunk in chunks)
    vectors: dict[str, NDArray[np.float32]] = {}
    for chunk, found in zip(chunks, encoded, strict=True):
        vectors.update(zip(chunk, found, strict=True))
        advance(round(len(texts) * len(vectors) / len(distinct)))
    return np.array([vectors[text] for text in texts], dtype=np.float32)


def _encode(encoder: Encoder, texts: Sequence[str]) -> list[NDArray[np.float32]]:
    return [encoder.encode(text) for text in texts]
