"""What a newcomer waits for: fitting the sample bank, one answer, the installation's size."""

from __future__ import annotations

import statistics
import sysconfig
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import record
from routing.catalogue.read import read_catalogue
from routing.services import shelf_of
from routing.settings import Settings
from routing.text.encoder import Encoder
from routing.text.model import Hypothesis, TextModel
from routing.text.negation import mark_denied
from routing.text.normalise import normalise
from routing.text.shelf import load_default
from training.calls import read_calls
from training.fit import fit
from training.publish import CALLS

REPEATS = 1000
REASONS = (
    "um hello yes i tried to pay at the shop just now and it was declined",
    "my wages should have come in this morning and they have not arrived yet",
    "I have moved house and would like you to have my new address",
    "is there any way to find out whether my mortgage application has been approved",
)


def main() -> None:
    """Measure and write the result."""
    settings = Settings()
    encoder = Encoder(settings.encoder)
    figures = {
        "fit_s": fitting(settings, encoder),
        "answer_ms": answering(load_default(shelf_of(settings), encoder)),
        "installed_mb": installed_mb(),
    }
    print(record.write("first-use", figures).read_text(encoding="utf-8"))


def fitting(settings: Settings, encoder: Encoder) -> dict[str, float]:
    """Return the seconds each step of fitting took, and all of it."""
    catalogue = read_catalogue(settings.catalogue)
    calls = read_calls(settings.catalogue / CALLS, catalogue.intents, catalogue.departments)
    ends: dict[str, float] = {}
    started = time.perf_counter()
    fit(calls, encoder, "benchmark", lambda name, done: ends.__setitem__(name, time.perf_counter() - started))
    steps = dict(
        zip(ends, (end - start for start, end in zip((0.0, *ends.values()), ends.values(), strict=False)), strict=True)
    )
    return {name: round(seconds, 1) for name, seconds in {**steps, "all": time.perf_counter() - started}.items()} | {
        "calls": len(calls)
    }


def answering(model: TextModel) -> dict[str, float]:
    """Return milliseconds for one text, warm, one thread: median of the parts, and the 99th of all."""
    texts = [normalise(reason) for reason in REASONS]
    whole = timed(lambda text: model.predict((Hypothesis(text),)), texts)
    return {
        "encoder_p50": round(statistics.median(timed(model.encoder.encode, texts)), 3),
        "tfidf_p50": round(statistics.median(timed(model.reader.read, [mark_denied(text) for text in texts])), 3),
        "because_p50": round(statistics.median(timed(lambda text: model.because(text, model.intents[:5]), texts)), 3),
        "predict_p50": round(statistics.median(whole), 3),
        "predict_p99": round(statistics.quantiles(whole, n=100)[98], 3),
    }


def timed(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Return the milliseconds of each of many runs of `work`, over `texts` in turn."""
    for text in texts:
        work(text)
    spent = []
    for number in range(REPEATS):
        started = time.perf_counter()
        work(texts[number % len(texts)])
        spent.append((time.perf_counter() - started) * 1000)
    return spent


def installed_mb() -> float:
    """Return the size of everything installed beside the service, in MB of 10^6 bytes."""
    folder = Path(sysconfig.get_path("purelib"))
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6, 1)


if __name__ == "__main__":
    main()
