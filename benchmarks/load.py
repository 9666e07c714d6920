"""Requests at a steady rate over connections that are kept, whether or not the earlier ones have been answered.

A request's time counts from when it was due, not from when a connection was free for it: a server that stops for a
second keeps everybody waiting who would have rung meanwhile.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from multiprocessing.synchronize import Event
from pathlib import Path
from queue import SimpleQueue

CONNECTIONS = 32
RENEWED_AFTER = 100  # requests: whichever worker took a connection keeps it, and a few may take them all
TIMEOUT_S = 30


@dataclass(frozen=True)
class Answered:
    """What became of one request.

    Attributes
    ----------
    due
        When it was to be sent, in seconds since 1970.
    took_s
        From then until its answer was read.
    asked
        Place of its body among those that were given.
    fault
        Empty if it was answered with 200.
    """

    due: float
    took_s: float
    asked: int
    fault: str
    model: str = ""
    action: str = ""
    department: str = ""
    intent: str = ""


def call(address: str, bodies: Sequence[str], order: Sequence[int], rate: float, ended: Event, results: Path) -> None:
    """Send bodies to `POST /v1/route` of a server until `ended` is set; write what became of each to `results`.

    Parameters
    ----------
    order
        Places in `bodies`, in the order in which they are sent, over and over.
    rate
        Requests a second.
    """
    due: SimpleQueue[tuple[float, int] | None] = SimpleQueue()
    answered: list[Answered] = []
    callers = [threading.Thread(target=_caller, args=(address, bodies, due, answered)) for _ in range(CONNECTIONS)]
    for caller in callers:
        caller.start()
    began, sent = time.time(), 0
    while not ended.is_set():
        at = began + sent / rate
        time.sleep(max(0.0, at - time.time()))
        due.put((at, order[sent % len(order)]))
        sent += 1
    for _ in callers:
        due.put(None)
    for caller in callers:
        caller.join()
    results.write_text("\n".join(json.dumps(asdict(each)) for each in answered), encoding="utf-8")


def read(results: Path) -> list[Answered]:
    """Return what `call` wrote, in the order in which the requests were due."""
    lines = results.read_text(encoding="utf-8").splitlines()
    return sorted((Answered(**json.loads(line)) for line in lines), key=lambda each: each.due)


def _caller(
    address: str, bodies: Sequence[str], due: SimpleQueue[tuple[float, int] | None], answered: list[Answered]
) -> None:
    connection, sent = http.client.HTTPConnection(address, timeout=TIMEOUT_S), 0
    while (next_one := due.get()) is not None:
        at, place = next_one
        sent += 1
        if sent % RENEWED_AFTER == 0:
            connection.close()
        try:
            connection.request("POST", "/v1/route", bodies[place], {"Content-Type": "application/json"})
            response = connection.getresponse()
            content = response.read()
            fault = "" if response.status == 200 else f"status {response.status}"
            fields = json.loads(content) if not fault else {}
        except (OSError, http.client.HTTPException, ValueError) as error:
            connection.close()
            fault, fields = repr(error), {}
        answered.append(
            Answered(
                due=at,
                took_s=time.time() - at,
                asked=place,
                fault=fault,
                model=fields.get("model", ""),
                action=fields.get("action", ""),
                department=fields.get("department", {}).get("id", ""),
                intent=fields.get("intent", {}).get("id", ""),
            )
        )
    connection.close()
