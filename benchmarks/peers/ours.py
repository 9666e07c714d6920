"""The advisor's text model, fitted as `advisor train` fits it, with the shipped encoder.

`fit` asks for calls that are out of scope, which the data does not have: it gets the fewest it accepts, from the
sample bank. The answer is the likeliest intent; how likely it is that the text has an intent at all changes no rank.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from benchmarks.peers import measure
from routing.catalogue.read import read_catalogue
from routing.settings import Settings
from routing.text.encoder import Encoder
from routing.text.model import Hypothesis
from training.calls import LabelledCall, read_calls
from training.fit import LEAST_OUT_OF_SCOPE, fit
from training.publish import CALLS

SETTINGS = f"as `advisor train` fits it; {LEAST_OUT_OF_SCOPE} calls out of scope from the sample bank added"


def main() -> None:
    """Measure the advisor's text model."""
    settings = Settings()
    catalogue = read_catalogue(settings.catalogue)
    bank = read_calls(settings.catalogue / CALLS, catalogue.intents)
    outside = random.Random(0).sample([call for call in bank if not call.in_scope], LEAST_OUT_OF_SCOPE)
    encoder = Encoder(settings.encoder)

    def fitted(rows: Sequence[measure.Row]) -> measure.Answer:
        model = fit([LabelledCall(text, label) for text, label in rows] + outside, encoder, "peers").model

        def answer(text: str) -> str:
            prediction = model.predict((Hypothesis(text),))
            return prediction.intents[int(prediction.probabilities.argmax())]

        return answer

    version = f"{measure.version_of('call-routing-advisor')}, encoder {encoder.sha256[:8]}"
    measure.run(fitted, SETTINGS, version)


if __name__ == "__main__":
    main()
