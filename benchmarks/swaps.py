"""Twenty swaps of the live version under load: failed requests, mixed answers, time until all follow, memory (Linux).

The two versions have the weights of the shipped one, and contradict each other: the second calls every intent by the
name of the next. What each version answers to each reason is worked out beforehand, so an answer that mixes the two
is found. Half of the requests are one of a hundred stock phrases, the others any of the bank's test calls.
`python -m benchmarks.swaps 50` sends 50 requests a second in place of 200.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from benchmarks import record
from benchmarks.load import Answered, call, read
from benchmarks.speed import children, memory, serving
from routing.advise import Advisor
from routing.catalogue.read import read_catalogue
from routing.domain.catalogue import Catalogue
from routing.request import Request
from routing.services import shelf_of
from routing.serving.loading import NoRecord
from routing.settings import read_settings
from routing.store.engine import migrate, open_engine
from routing.store.journal import Journal
from routing.store.promotions import Promotions
from routing.store.workers import Workers
from routing.text.artefact import save
from routing.text.encoder import Encoder
from routing.text.manner import load_manner
from routing.text.model import Hypothesis, TextModel
from routing.text.shelf import Live, Shelf, load_default
from training.calls import read_calls
from training.publish import TEST_CALLS

SWAPS, WORKERS, RATE = 20, 2, 200.0
STOCK, STOCK_SHARE, SEED = 100, 0.5, 5
WARM_S, REST_S, DEADLINE_S = 10.0, 4.0, 60.0
AT = "2026-11-24T11:00:00+00:00"  # a Tuesday morning, so that no answer depends on when it is measured
FACTS = {"created": "", "catalogue": "", "data": "", "counts": {}, "libraries": {}, "metrics": {}}
MEMORY_AFTER = (2, SWAPS)


@dataclass(frozen=True)
class Swap:
    """When a version was promoted and when the last worker served it, in seconds since 1970."""

    promoted: float
    followed: float


def main() -> None:
    """Measure and write the result."""
    settings, rate = read_settings(os.environ), float(sys.argv[1]) if len(sys.argv) > 1 else RATE
    catalogue, encoder = read_catalogue(settings.catalogue), Encoder(settings.encoder)
    model = replace(load_default(shelf_of(settings), encoder), manner=load_manner(settings.manner, encoder.sha256))
    versions = {"one": replace(model, version="one"), "two": _contradicting(replace(model, version="two"))}
    reasons = sorted({each.reason for each in read_calls(settings.catalogue / TEST_CALLS, model.intents)})
    expected = {name: answers(version, catalogue, reasons) for name, version in versions.items()}
    with tempfile.TemporaryDirectory() as folder:
        digests = _published(versions, Path(folder) / "models")
        answered, swaps, megabytes = under_load(Path(folder), digests, reasons, rate)
    found = {"due": rate} | figures(answered, swaps, megabytes, expected)
    print(record.write("swaps", found).read_text(encoding="utf-8"))


def _contradicting(model: TextModel) -> TextModel:
    """Return the model with every intent called by the name of the next."""
    return replace(model, intents=(*model.intents[1:], model.intents[0]))


def _published(versions: dict[str, TextModel], models: Path) -> dict[str, str]:
    digests = {name: save(version, models / name, FACTS) for name, version in versions.items()}
    Shelf(str(models), models).set_default(Live("one", digests["one"]))
    return digests


def answers(model: TextModel, catalogue: Catalogue, reasons: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return action, department and intent of a version's answer to each reason."""
    engine = open_engine("sqlite://")
    advisor = Advisor(catalogue, model, Journal(engine))
    at = datetime.fromisoformat(AT)
    given = [advisor.consider(Request((Hypothesis(reason),), at), NoRecord()) for reason in reasons]
    engine.dispose()
    return [(each.decision.action, each.department.id, each.intent.id if each.intent else "") for each in given]


def under_load(
    folder: Path, digests: dict[str, str], reasons: Sequence[str], rate: float
) -> tuple[list[Answered], list[Swap], dict[int, list[dict[str, float]]]]:
    """Return what became of each request, when each swap began and ended, and what the workers took after some."""
    url, results, context = f"sqlite:///{folder}/advisor.sqlite", folder / "answered", get_context("spawn")
    bodies = [json.dumps({"reason": reason, "at": AT}) for reason in reasons]
    ended = context.Event()
    with serving(WORKERS, ADVISOR_DATABASE_URL=url, ADVISOR_MODELS_URL=str(folder / "models")) as (address, process):
        place = address.removeprefix("http://")
        caller = context.Process(target=call, args=(place, bodies, _order(len(reasons)), rate, ended, results))
        caller.start()
        time.sleep(WARM_S)
        try:
            workers = children(process.pid)
            swaps, megabytes = _swapped(url, digests, lambda: [memory(worker) for worker in workers])
            if children(process.pid) != workers:
                raise RuntimeError("expected the same workers to the end, found that one was started anew")
        finally:
            ended.set()
            caller.join()
    return read(results), swaps, megabytes


def _order(reasons: int) -> list[int]:
    draw = random.Random(SEED)  # noqa: S311  drawn for a benchmark
    stock = draw.sample(range(reasons), STOCK)
    return [draw.choice(stock) if draw.random() < STOCK_SHARE else draw.randrange(reasons) for _ in range(10 * reasons)]


def _swapped(
    url: str, digests: dict[str, str], weigh: Callable[[], list[dict[str, float]]]
) -> tuple[list[Swap], dict[int, list[dict[str, float]]]]:
    engine = open_engine(url)
    migrate(engine)
    promotions, workers = Promotions(engine), Workers(engine)
    swaps, megabytes = [], {}
    for number in range(1, SWAPS + 1):
        version = "two" if number % 2 else "one"
        row = promotions.promote(version, digests[version], "the benchmark", f"swap {number}")
        swaps.append(Swap(row.at.timestamp(), _followed(workers, version).timestamp()))
        time.sleep(REST_S)
        if number in MEMORY_AFTER:
            megabytes[number] = weigh()
    engine.dispose()
    return swaps, megabytes


def _followed(workers: Workers, version: str) -> datetime:
    """Wait until every worker serves the version; return when the last one began to."""
    deadline = datetime.now(UTC) + timedelta(seconds=DEADLINE_S)
    while (now := datetime.now(UTC)) < deadline:
        alive = workers.alive(now)
        if len(alive) == WORKERS and all(worker.version == version for worker in alive):
            return max(worker.since for worker in alive)
        time.sleep(0.1)
    raise TimeoutError(f"expected {WORKERS} workers that serve {version} within {DEADLINE_S:.0f} s, found {alive}")


def figures(
    answered: Sequence[Answered],
    swaps: Sequence[Swap],
    megabytes: dict[int, list[dict[str, float]]],
    expected: dict[str, list[tuple[str, str, str]]],
) -> dict[str, object]:
    """Return what is told of the run. A request is "during" a swap if due between promotion and last follower."""
    sound = [each for each in answered if not each.fault]
    mixed = [each for each in sound if (each.action, each.department, each.intent) != expected[each.model][each.asked]]
    begins = swaps[0].promoted
    during = [any(swap.promoted <= each.due <= swap.followed for swap in swaps) for each in sound]
    lapse = answered[-1].due + answered[-1].took_s - answered[0].due
    takes = {
        "during": [each.took_s for each, is_during in zip(sound, during, strict=True) if is_during],
        "between": [
            each.took_s for each, is_during in zip(sound, during, strict=True) if not is_during and each.due > begins
        ],
    }
    first, last = (megabytes[number] for number in MEMORY_AFTER)
    return {
        "workers": WORKERS,
        "reached": round(len(sound) / lapse, 1),
        "requests": len(answered),
        "distinct_reasons": len(expected["one"]),
        "failed": len(answered) - len(sound),
        "faults": dict(Counter(each.fault for each in answered if each.fault)),
        "mixed": len(mixed),
        "answered_by": dict(Counter(each.model for each in sound)),
        "followed_s": sorted(round(swap.followed - swap.promoted, 2) for swap in swaps),
        "ms": {name: _quantiles(times) for name, times in takes.items()},
        "memory": {
            str(number): {kind: round(sum(one[kind] for one in megabytes[number]), 1) for kind in first[0]}
            for number in MEMORY_AFTER
        },
        "grown": {
            kind: round(sum(one[kind] for one in last) / sum(one[kind] for one in first) - 1, 4) for kind in first[0]
        },
        "load_average": round(os.getloadavg()[0], 1),
    }


def _quantiles(times: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=100)
    return {"requests": len(times), "p50": round(1000 * statistics.median(times), 1), "p99": round(1000 * cuts[98], 1)}


if __name__ == "__main__":
    main()
