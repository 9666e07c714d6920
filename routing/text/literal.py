"""Labelled calls word for word: a caller who says exactly what a labelled call says means what its label says.

Only digests of the texts are kept, so a million labelled calls take 16 MB. They cannot be read back, but whoever has
the model can try out whether a text they think of was labelled: guard a model as you guard its calls.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

import numpy as np
from numpy.typing import NDArray

MISLABELLED = 0.03  # of labelled calls, as in published data sets: Northcutt, Athalye and Mueller (2021)


@dataclass(frozen=True)
class Literal:
    """What labelled texts mean.

    Attributes
    ----------
    digests : shape (texts,), uint64, ascending
        Of the normalised texts, by `digest`.
    labels : shape (texts,), int32
        Place of each text's label among the model's intents; one past the last is "none of these".
    certainties : shape (texts,), float32
        How likely it is that the label is the right one, 0 to 1.
    """

    digests: NDArray[np.uint64]
    labels: NDArray[np.int32]
    certainties: NDArray[np.float32]

    def find(self, text: str) -> tuple[int, float] | None:
        """Return the label of a normalised text and how certain it is; None if no labelled call has that text."""
        wanted = digest(text)
        row = bisect_left(self._sorted, wanted)
        if row == len(self._sorted) or self._sorted[row] != wanted:
            return None
        return int(self.labels[row]), float(self.certainties[row])

    @cached_property
    def _sorted(self) -> memoryview:
        return np.asarray(self.digests).data


def digest(text: str) -> int:
    """Return the first 64 bits of BLAKE2b of a normalised text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def learn(texts: Sequence[str], labels: Sequence[int], calls: Sequence[float]) -> Literal:
    """Return what the normalised texts of labelled calls mean, each text and label with its number of calls.

    A call that has faded counts as less than one.

    A text means the label that more than half of its calls have; if there is no such label, or no text, it is left
    to the classifier. Its certainty is the label's share of the calls, less 0.03 divided by their number, which is
    the share of labels that are wrong in carefully made data: 0.97 for one call, 0.99 for three that agree. Less than
    one call in all, because it has faded, is believed in that proportion.
    """
    counts: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for text, label, many in zip(texts, labels, calls, strict=True):
        if text:
            counts[text][label] += many
    rows = []
    for text, found in counts.items():
        label, total = max(found, key=found.__getitem__), fsum(found.values())
        if 2 * found[label] > total:
            rows.append((digest(text), label, _certainty(found[label] / total, total)))
    rows.sort()
    digests, chosen, certainties = zip(*rows, strict=True) if rows else ((), (), ())
    return Literal(
        np.array(digests, dtype=np.uint64), np.array(chosen, dtype=np.int32), np.array(certainties, dtype=np.float32)
    )


def _certainty(share: float, calls: float) -> float:
    return share - MISLABELLED / calls if calls >= 1 else (share - MISLABELLED) * calls
