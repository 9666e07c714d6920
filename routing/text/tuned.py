"""A second sentence encoder, fine-tuned on the organisation's own calls, and its nearest-class scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.text.encoder import Encoder
from routing.text.head import softmax


@dataclass(frozen=True)
class Tuned:
    """What was learnt by fine-tuning; it serves without torch.

    Attributes
    ----------
    encoder
        Kept with the model version, as it fits no other.
    classes : shape (dimensions, intents)
        A unit vector an intent.
    head_sharpness, sharpness
        What the head's scores and the cosines are multiplied by before they are added.
    """

    encoder: Encoder
    classes: NDArray[np.float32]
    head_sharpness: float
    sharpness: float

    def cosines(self, text: str) -> NDArray[np.float32]:
        """Return the cosine of a normalised text to each intent, shape (intents,)."""
        return self.encoder.encode(text) @ self.classes

    def probabilities(self, scores: NDArray[np.float32], cosines: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the probability of each intent from the head's scores and the cosines, shape (intents,)."""
        logits = self.head_sharpness * scores.astype(np.float64) + self.sharpness * cosines
        return softmax(logits, 1.0)
