"""What training makes of wrong labels and of labels that only name a department, on a quarter of the sample bank.

Five of a hundred labels are flipped to another intent at random: how many of them are found, and what looking for them
is worth. Then half of the intents are taken away and only their departments left.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks import record
from routing.catalogue.read import read_catalogue
from routing.domain.catalogue import Catalogue
from routing.settings import Settings
from routing.text.encoder import Encoder
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.encode import encode_all
from training.encodings import Encodings, InMemory, Kept
from training.evaluate import report, score
from training.fit import fit
from training.learning.enough import learnable
from training.learning.infer import with_intents
from training.learning.material import written_calls
from training.learning.suspects import COUNTS_LESS, looked_at

FLIPPED = 0.05
EVERY = 4  # of the calls: all of them take an hour of two busy cores
SHOWN = ("department_accuracy", "intent_accuracy", "out_of_scope_recall", "calibration_error")


def main() -> None:
    """Measure both and write the result."""
    settings = Settings()
    catalogue = read_catalogue(settings.catalogue)
    encoder = Encoder(settings.encoder)
    cache = InMemory(Encodings(settings.cache_url, encoder))
    written, tests = (some[::EVERY] for some in written_calls(settings.catalogue, catalogue))
    calls = [replace(call, call_id=call.place) for call in written]  # as if they had come in from receptionists

    def measured(name: str, learnt: Sequence[LabelledCall]) -> dict[str, Any]:
        model = fit(learnt, encoder, name, cache=cache).model
        found = report(score(tests, model, catalogue))
        figures = {figure: found[figure] for figure in SHOWN}
        print(name, figures, flush=True)
        return figures

    clean = looked(calls, set(), encoder, cache)
    wrong = flipped(calls)
    noisy = told_of([wrong.get(place, call) for place, call in enumerate(calls)], catalogue)
    found = looked(noisy, {call.place for call in wrong.values()}, encoder, cache)
    halved = half_of(calls, catalogue)
    vectors = encode_all(encoder, [call.reason for call in halved], cache=cache)
    inferred = with_intents(halved, vectors, catalogue)
    record.write(
        "learning",
        {
            "calls": len(calls),
            "test_calls": len(tests),
            "flipped": len(wrong),
            "clean": clean[1] | {"as they are": measured("clean", calls), "looked at": measured("looked at", clean[0])},
            "wrong": found[1] | {"as they are": measured("wrong", noisy), "looked at": measured("found", found[0])},
            "departments": {
                "without an intent": sum(not call.intent for call in halved),
                "clear": inferred.clear,
                "soft": inferred.soft,
                "left out": measured("left out", told_of([call for call in halved if call.intent], catalogue)),
                "inferred": measured("inferred", told_of(inferred.calls, catalogue)),
            },
        },
    )


def told_of(calls: Sequence[LabelledCall], catalogue: Catalogue) -> list[LabelledCall]:
    """Return the calls whose intent has enough of them to be learnt."""
    enough, _ = learnable(calls, catalogue)
    return [call for call in enough if call.intent]


def looked(
    calls: Sequence[LabelledCall], truly: set[str], encoder: Encoder, cache: Kept
) -> tuple[Sequence[LabelledCall], dict[str, Any]]:
    """Return what is left of the calls, and how many suspects there are and how many of them are wrong."""
    started = time.monotonic()
    done = looked_at(calls, encoder, cache)
    figures: dict[str, Any] = {"took_s": round(time.monotonic() - started, 1), "suspects": len(done.suspects)}
    for name, some in (
        ("all", done.suspects),
        ("counts less", [suspect for suspect in done.suspects if suspect.done == COUNTS_LESS]),
    ):
        hits = sum(suspect.place in truly for suspect in some)
        figures[name] = {"found": len(some)} | (
            {"precision": round(hits / max(1, len(some)), 4), "recall": round(hits / len(truly), 4)} if truly else {}
        )
    print(figures, flush=True)
    return done.calls, figures


def flipped(calls: Sequence[LabelledCall]) -> dict[int, LabelledCall]:
    """Return some of the calls with another label, by their place."""
    chance = np.random.default_rng(7)
    intents = sorted({call.intent for call in calls})
    places = chance.choice(len(calls), round(FLIPPED * len(calls)), replace=False).tolist()
    return {
        place: replace(calls[place], intent=str(chance.choice([one for one in intents if one != calls[place].intent])))
        for place in places
    }


def half_of(calls: Sequence[LabelledCall], catalogue: Catalogue) -> list[LabelledCall]:
    """Return the calls, half of those with an intent under their department alone."""
    chance = np.random.default_rng(11)
    return [
        replace(call, intent="", department=catalogue.intents[call.intent].department)
        if call.intent != OUT_OF_SCOPE and chance.random() < 0.5
        else call
        for call in calls
    ]


if __name__ == "__main__":
    main()
