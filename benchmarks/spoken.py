"""What real sound costs: the calls that `sound.py` had spoken and heard, and synthetic noise at the same error rate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np

from benchmarks import record, sound
from routing.catalogue.read import read_catalogue
from routing.domain.catalogue import Catalogue
from routing.services import shelf_of
from routing.settings import Settings
from routing.text.encoder import Encoder
from routing.text.model import TextModel
from routing.text.shelf import load_default
from training.calls import LabelledCall
from training.evaluate import report, score
from training.noise.noisy import noisy
from training.noise.wer import corpus_error_rate, edits, shares

SHOWN = 15
DRAWS = 3
Pairs = list[tuple[str, str]]


@click.command()
@click.option("--heard", default=sound.HEARD, show_default=True, type=click.Path(path_type=Path, exists=True))
def main(heard: Path) -> None:
    """Route what each voice's listener heard, and as many errors made without sound; write the result."""
    settings = Settings()
    catalogue = read_catalogue(settings.catalogue)
    model = load_default(shelf_of(settings), Encoder(settings.encoder))
    rows = sound.read(heard)
    voices = {}
    for voice in dict.fromkeys(row[0] for row in rows):
        own = [row for row in rows if row[0] == voice]
        voices[voice] = measured([row[1:] for row in own], model, catalogue)
        print(voice, voices[voice], flush=True)
    record.write("spoken", {"voices": voices})


def measured(rows: Sequence[tuple[str, ...]], model: TextModel, catalogue: Catalogue) -> dict[str, Any]:
    """Return the errors in what was heard, and the accuracy of the texts as said, as heard and under noise."""
    said, intents, heard = zip(*rows, strict=True)
    pairs = list(zip(said, heard, strict=True))
    rate = corpus_error_rate(pairs)
    random = np.random.default_rng(sound.SEED)
    made = [[noisy(text, rate, random) for text in said] for _ in range(DRAWS)]
    made_pairs = [pair for texts in made for pair in zip(said, texts, strict=True)]

    def right(texts: Sequence[str]) -> dict[str, float]:
        calls = [LabelledCall(text, intent) for text, intent in zip(texts, intents, strict=True)]
        figures = report(score(calls, model, catalogue))
        return {name: figures[name] for name in ("department_accuracy", "intent_accuracy")}

    each = [right(texts) for texts in made]
    return {
        "calls": len(rows),
        "said": right(said),
        "heard": right(heard) | described(pairs) | {"confused": confused(pairs)},
        "made": {name: round(float(np.mean([one[name] for one in each])), 4) for name in each[0]}
        | described(made_pairs),
    }


def described(pairs: Pairs) -> dict[str, Any]:
    """Return word error rate, the shares of its kinds, how uneven it is over texts, and which words it strikes."""
    return {
        "word_error_rate": round(corpus_error_rate(pairs), 4),
        "errors": shares(pairs),
        "spread": round(float(np.std([edits(*pair).count / max(edits(*pair).said, 1) for pair in pairs])), 3),
        "untouched": round(float(np.mean([edits(*pair).count == 0 for pair in pairs])), 3),
    }


def confused(pairs: Pairs) -> list[str]:
    """Return the commonest words taken for others."""
    counts = Counter(pair for said, heard in pairs for pair in edits(said, heard).replaced)
    return [f"{said} → {heard} ({times})" for (said, heard), times in counts.most_common(SHOWN)]


if __name__ == "__main__":
    main()
