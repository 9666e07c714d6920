"""Fine-tune the sentence encoder on labelled calls. Needs torch (`pip install -e '.[finetune]'`); serving does not.

The encoder learns to put a call near its intent's vector: cross-entropy over scaled cosines (NormFace, Wang et al.,
2017), started from the mean vectors of the encoder as it came. Labels are softened by what heads that had not seen the
call made of it, so that a wrong label pulls less and like intents stay neighbours (self-distillation). Tuned by itself
the encoder is no better than the linear head; the two err on different calls, and their sum is better than either. What
was tried, and what it gave: `docs/decisions/011-fine-tuning.md`.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from routing.errors import BadSettings
from routing.text.encoder import Encoder
from routing.text.tuned import Tuned
from training.calibrate import sharpest
from training.encode import encode_all
from training.heldout import HeldOut, Table, folds_of
from training.solver import SEED

LIBRARIES = ("onnx", "torch", "transformers")
LEARN_TWICE_UP_TO = 3_000
ASIDE_SHARE = 0.5


@dataclass(frozen=True)
class Tuning:
    """How to fine-tune.

    Attributes
    ----------
    source
        Folder of the encoder's original weights, in the form of sentence-transformers.
    target
        Where the tuned encoder is written.
    softness
        Share of the label that is left to the held-out heads, 0 to 1; `smoothing` more is spread evenly.
    masked
        Share of words hidden from the encoder in each pass, 0 to 1.
    scale
        What cosines are multiplied by before softmax.
    """

    source: Path
    target: Path
    epochs: int = 6
    least_steps: int = 300
    batch: int = 64
    learning_rate: float = 1.5e-4
    class_learning_rate: float = 1e-3
    softness: float = 0.4
    smoothing: float = 0.05
    masked: float = 0.1
    scale: float = 20.0

    def __post_init__(self) -> None:
        missing = [name for name in LIBRARIES if importlib.util.find_spec(name) is None]
        if missing:
            raise BadSettings(
                f"expected torch and what exports it, found no {', '.join(missing)}; "
                "install them with: pip install -e '.[finetune]'"
            )
        for name in ("config.json", "model.safetensors", "tokenizer.json"):
            if not (self.source / name).is_file():
                raise BadSettings(
                    f"{self.source}: expected the original weights of the encoder, found no {name}; "
                    "give the folder of a sentence-transformers model"
                )


@contextmanager
def tuning(source: Path | None) -> Iterator[Tuning | None]:
    """Yield how to fine-tune the weights in `source`, or None for no source.

    The tuned encoder lies in a scratch folder until the model is saved, so save it before leaving.
    """
    if source is None:
        yield None
        return
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        yield Tuning(source, Path(scratch))


def tune(
    table: Table, held_out: HeldOut, how: Tuning, advance: Callable[[float], None] = lambda done: None
) -> tuple[Tuned, HeldOut]:
    """Return a tuned encoder, its sharpness not yet fitted, and held-out calls with its cosines.

    Parameters
    ----------
    held_out
        Of all rows, from heads that had not seen them.

    Notes
    -----
    Half of one fold and all calls out of scope are set aside to calibrate on. Of small data the whole fold is, which is
    too dear to lose, so the encoder is tuned a second time, on all rows in scope.
    """
    held_out = held_out.part(np.argsort(held_out.rows))
    targets = sharpest(held_out).probabilities(held_out)
    twice = len(table.labels) <= LEARN_TWICE_UP_TO
    some = np.random.default_rng(SEED).random(len(table.labels)) < (1.0 if twice else ASIDE_SHARE)
    aside = ((folds_of(table.labels) == 0) & some) | ~table.in_scope
    share = 0.5 if twice else 1.0
    tuned = _learn(table, targets, ~aside, how, lambda done: advance(share * done))
    cosines = encode_all(tuned.encoder, [table.reasons[row] for row in np.flatnonzero(aside).tolist()]) @ tuned.classes
    if twice:
        tuned = _learn(table, targets, table.in_scope, how, lambda done: advance(share + share * done))
    return tuned, replace(held_out.part(aside), tuned=cosines)


def _learn(
    table: Table,
    targets: NDArray[np.float64],
    rows: NDArray[np.bool_],
    how: Tuning,
    advance: Callable[[float], None],
) -> Tuned:
    from training.tuner import train  # needs torch, which only fine-tuning has

    learnt = np.flatnonzero(rows)
    one_hot = np.eye(table.intents)[table.labels[learnt]]
    mixed = (1 - how.softness) * one_hot + how.softness * targets[learnt]
    mixed = (1 - how.smoothing) * mixed + how.smoothing / table.intents
    texts = [table.reasons[row] for row in learnt.tolist()]
    classes = train(texts, table.labels[learnt], mixed.astype(np.float32), how, advance)
    return Tuned(Encoder(how.target), classes, 0.0, 0.0)
