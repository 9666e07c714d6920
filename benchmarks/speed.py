"""What one answer costs on one core, by part, and what a server's processes take in memory under load (Linux).

Texts are test calls of about twelve words. Half of them warm the model up, the other half is timed. Encoder and whole
answer take turns, so that the machine's noise falls on both, each at another text: what one leaves behind for a text
does not make the next one faster.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks import record
from routing.services import shelf_of
from routing.settings import Settings, read_settings
from routing.text.cache import Recent
from routing.text.encoder import Encoder
from routing.text.model import Hypothesis, TextModel
from routing.text.normalise import normalise
from routing.text.shelf import load_default
from routing.wsgi import ONE_THREAD_EACH
from training.calls import read_calls
from training.publish import TEST_CALLS

WORDS = range(10, 15)
ROUNDS = 5
SIBLINGS = 9  # intents of one department of the sample bank, on average
WORKERS = (2, 4)
REQUESTS, AT_ONCE = 1000, 8
SERVE = "from routing.cli import main; main()"
MEMORY = {
    "rss_mb": ("Rss",),
    "pss_mb": ("Pss",),
    "private_mb": ("Private_Clean", "Private_Dirty"),
    "heap_mb": ("Anonymous",),
}


def main() -> None:
    """Measure and write the result."""
    settings = read_settings(os.environ)
    texts = about_twelve_words(settings)
    memory = {str(workers): server_memory(workers, texts) for workers in WORKERS}
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for variable in ONE_THREAD_EACH:
        os.environ[variable] = "1"
    model = load_default(shelf_of(settings), Encoder(settings.encoder))
    half = len(texts) // 2
    timed = timings(model, texts[:half], texts[half:])
    counts = {"texts": len(texts) - half, "rounds": ROUNDS, "load_average": round(os.getloadavg()[0], 1)}
    figures = counts | timed | {"examples": len(model.examples.reasons), "memory": memory}
    print(record.write("speed", figures).read_text(encoding="utf-8"))


def about_twelve_words(settings: Settings) -> list[str]:
    """Return the distinct test calls of ten to fourteen words, in an order that mixes the intents."""
    with_labels = read_calls(settings.catalogue / TEST_CALLS, model_intents(settings))
    reasons = sorted({call.reason for call in with_labels if len(call.reason.split()) in WORDS})
    return sorted(reasons, key=lambda reason: reason[::-1])


def model_intents(settings: Settings) -> tuple[str, ...]:
    """Return the intents of the live model."""
    return load_default(shelf_of(settings), Encoder(settings.encoder)).intents


def timings(model: TextModel, seen: Sequence[str], unseen: Sequence[str]) -> dict[str, object]:
    """Return milliseconds by part, and what everything but the encoder adds to it."""
    chosen = model.intents[:SIBLINGS]

    def encode(reason: str) -> object:
        return model.encoder.encode(normalise(reason))

    def predict(reason: str) -> object:
        return model.predict((Hypothesis(reason),))

    def answer(reason: str) -> object:
        return predict(reason), model.because(reason, chosen)

    remembering = replace(model, predictions=Recent(len(unseen)), reasons=Recent(len(unseen)))

    def again(reason: str) -> object:
        return remembering.predict((Hypothesis(reason),)), remembering.because(reason, chosen)

    for reason in seen:
        answer(reason)
    spent = in_turns({"encoder": encode, "predict": predict, "answer": answer}, unseen)
    for reason in unseen:
        again(reason)
    hits = in_turns({"hit": again}, unseen)
    nearest = in_turns({"nearest": model.nearest}, unseen[:20])
    extra = statistics.median(spent["answer"]) - statistics.median(spent["encoder"])
    return {
        "ms": {name: quantiles(times) for name, times in (spent | hits | nearest).items()},
        "all_but_encoder_ms": round(extra, 3),
    }


def in_turns(work: dict[str, Callable[[str], object]], texts: Sequence[str]) -> dict[str, list[float]]:
    """Return the milliseconds of each piece of work on each text, in rounds over all texts, each piece in turn."""
    spent: dict[str, list[float]] = {name: [] for name in work}
    apart = len(texts) // len(work)
    for _ in range(ROUNDS):
        for place in range(len(texts)):
            for turn, (name, do) in enumerate(work.items()):
                text = texts[(place + turn * apart) % len(texts)]
                started = time.perf_counter()
                do(text)
                spent[name].append((time.perf_counter() - started) * 1000)
    return spent


def quantiles(times: Sequence[float]) -> dict[str, float]:
    """Return median and 99th percentile, and how many times the one is the other."""
    middle, late = statistics.median(times), statistics.quantiles(times, n=100)[98]
    return {"p50": round(middle, 4), "p99": round(late, 4), "ratio": round(late / middle, 2)}


def server_memory(workers: int, texts: Sequence[str]) -> dict[str, float]:
    """Return the memory of the largest worker after a thousand requests, in MB of 10^6 bytes, and of all processes."""
    with serving(workers) as (address, process):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda n: post(address, f"{texts[n % len(texts)]} {n}"), range(REQUESTS)))
        each = [memory(worker) for worker in children(process.pid)]
        whole = sum(one["pss_mb"] for one in (*each, memory(process.pid)))
    return {name: max(one[name] for one in each) for name in MEMORY} | {"all_pss_mb": round(whole, 1)}


@contextmanager
def serving(workers: int, code: str = SERVE, **environment: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run a server on a free port with a store of its own, unless one is given; yields its address and process."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    with tempfile.TemporaryDirectory() as folder:
        settings = os.environ | {
            "ADVISOR_BIND": address,
            "ADVISOR_WORKERS": str(workers),
            "ADVISOR_DATABASE_URL": f"sqlite:///{folder}/advisor.sqlite",
            "ADVISOR_SPOOL": f"{folder}/spool",
        }
        command = [sys.executable, "-c", code, "serve"]
        everything = settings | environment
        process = subprocess.Popen(command, env=everything, stdout=subprocess.DEVNULL)  # noqa: S603  our own program
        try:
            wait_until_ready(address, process)
            yield f"http://{address}", process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the server takes connections."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://{address}/readyz", timeout=30).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("expected a server that becomes ready within two minutes, found none")


def post(address: str, reason: str) -> None:
    """Ask the server for one piece of advice."""
    body = json.dumps({"reason": reason}).encode()
    request = urllib.request.Request(f"{address}/v1/route", body, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310  our own server
        response.read()


def children(process: int) -> list[int]:
    """Return the processes that a process has started."""
    return [int(number) for number in Path(f"/proc/{process}/task/{process}/children").read_text("utf-8").split()]


def memory(process: int) -> dict[str, float]:
    """Return the memory of a process by kind, in MB of 10^6 bytes; shared pages count in part for `pss_mb`."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8").splitlines()[1:]
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return {name: round(sum(kilobytes[kind] for kind in kinds) * 1.024e-3, 1) for name, kinds in MEMORY.items()}


if __name__ == "__main__":
    main()
