"""fastText's supervised mode, as its tutorial ends (https://fasttext.cc/docs/en/supervised-tutorial.html).

The tutorial lowers the case and sets punctuation apart, then trains with learning rate 1.0, 25 epochs and pairs of
words. With the argument `autotune` fastText looks for its own settings instead, on a fifth of the training rows held
out (https://fasttext.cc/docs/en/autotune.html); its search takes five minutes unless told otherwise.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import fasttext

from benchmarks.peers import measure

TUTORIAL = "the tutorial's: lr 1.0, 25 epochs, pairs of words"
AUTOTUNED = "its own search for settings, five minutes on a fifth of the rows held out; then fitted on all rows"
SEARCHED = ("lr", "epoch", "dim", "wordNgrams", "minn", "maxn", "bucket")
PREFIX = "__label__"
HELD_OUT = 5


def fit(rows: Sequence[measure.Row]) -> measure.Answer:
    """Return fastText fitted with the tutorial's settings."""
    with tempfile.TemporaryDirectory() as folder:
        train = _written(Path(folder) / "train", rows)
        return _answer(fasttext.train_supervised(train, lr=1.0, epoch=25, wordNgrams=2, thread=1, verbose=0))


def autotune(rows: Sequence[measure.Row]) -> measure.Answer:
    """Return fastText fitted with the settings it finds by itself."""
    mixed = random.Random(0).sample(rows, len(rows))
    with tempfile.TemporaryDirectory() as folder:
        held = _written(Path(folder) / "held", mixed[::HELD_OUT])
        kept = _written(Path(folder) / "kept", [row for number, row in enumerate(mixed) if number % HELD_OUT])
        best = fasttext.train_supervised(kept, autotuneValidationFile=held, thread=1, verbose=0).f.getArgs()
        chosen = {name: getattr(best, name) for name in SEARCHED}
        return _answer(fasttext.train_supervised(_written(Path(folder) / "all", mixed), thread=1, verbose=0, **chosen))


def _written(path: Path, rows: Sequence[measure.Row]) -> str:
    path.write_text("".join(f"{PREFIX}{label} {_spaced(text)}\n" for text, label in rows), encoding="utf-8")
    return str(path)


def _spaced(text: str) -> str:
    return " ".join(re.sub(r"([.!?,'/()])", r" \1 ", text.lower()).split())


def _answer(model: fasttext.FastText._FastText) -> measure.Answer:
    return lambda text: str(model.predict(_spaced(text))[0][0]).removeprefix(PREFIX)


if __name__ == "__main__":
    chosen = (autotune, AUTOTUNED) if "autotune" in sys.argv[2:] else (fit, TUTORIAL)
    measure.run(*chosen, measure.version_of("fasttext"))
