"""A second sentence encoder, fine-tuned on the organisation's own calls, and its nearest-class scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.text.encoder import Encoder


@dataclass(frozen=True)
class Tuned:
    """What was learnt by fine-tuning; it serves without torch.

    Attributes
    ----------
    encoder
        Kept with the model version, as it fits no other.
    classes : shape (dimensions, intents)
        A unit vector an intent.
    sharpness
        What the cosines are multiplied by before they are added to the head's scores.
    """

    encoder: Encoder
    classes: NDArray[np.float32]
    sharpness: float

    def cosines(self, text: str) -> NDArray[np.float32]:
        """Return the cosine of a normalised text to each intent, shape (intents,)."""
        return self.encoder.encode(text) @ self.classes
