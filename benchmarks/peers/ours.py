"""The advisor's text model, fitted as `advisor train` fits it, with the shipped encoder.

The answer is the likeliest intent; how likely it is that the text has an intent at all changes no rank.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.peers import measure
from routing.settings import Settings
from routing.text.encoder import Encoder
from routing.text.model import Hypothesis
from training.bench.run import names_of
from training.calls import LabelledCall
from training.fit import fit

SETTINGS = "as `advisor train` fits it"


def main() -> None:
    """Measure the advisor's text model."""
    encoder = Encoder(Settings().encoder)

    def fitted(rows: Sequence[measure.Row]) -> measure.Answer:
        calls = [LabelledCall(text, label) for text, label in rows]
        model = fit(calls, encoder, "peers", names=names_of(calls)).model

        def answer(text: str) -> str:
            prediction = model.predict((Hypothesis(text),))
            return prediction.intents[int(prediction.probabilities.argmax())]

        return answer

    version = f"{measure.version_of('call-routing-advisor')}, encoder {encoder.sha256[:8]}"
    measure.run(fitted, SETTINGS, version)


if __name__ == "__main__":
    main()
