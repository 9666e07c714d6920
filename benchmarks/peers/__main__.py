"""Run every peer on BANKING77, each in a process of its own on one core: `python -m benchmarks.peers --help`."""

from __future__ import annotations

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import record
from benchmarks.peers import install
from benchmarks.peers.data import Rows, read_banking77
from benchmarks.peers.measure import read_result
from routing.errors import AdvisorError
from training import record as results

ROOT = Path(__file__).parents[2]
CACHE = ROOT / "build" / "peers"
SHOWN = 300
# One thread for every library that would take more, and no hub for any that would ask one.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "PYTHONHASHSEED": "0",
    "PYTHONWARNINGS": "ignore",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}


@dataclass(frozen=True)
class Peer:
    """How one peer is started.

    Attributes
    ----------
    module
        Its file in this folder, without the ending.
    environment
        Its `requirements-<environment>.txt`; the project's own if empty, `node` for the npm package.
    arguments
        Given to it after the file of rows; `WEIGHTS` and `STEPS` are filled in.
    """

    module: str
    environment: str = ""
    arguments: tuple[str, ...] = ()


PEERS = {
    "ours": Peer("ours"),
    "scikit-learn": Peer("scikit_learn"),
    "fasttext": Peer("fasttext", "fasttext"),
    "fasttext-autotune": Peer("fasttext", "fasttext", ("autotune",)),
    "semantic-router": Peer("semantic_router", "semantic-router", ("WEIGHTS",)),
    "semantic-router-max": Peer("semantic_router", "semantic-router", ("WEIGHTS", "max")),
    "setfit": Peer("setfit", "setfit", ("WEIGHTS", "STEPS")),
    "node-nlp": Peer("node_nlp", "node"),
}


@dataclass(frozen=True)
class Run:
    """What a run of peers needs to know; `limit_s` is in seconds of processor time, for each peer."""

    cache: Path
    weights: Path | None
    steps: int
    limit_s: int


def main() -> None:
    """Read the command line, run the peers, write the result file."""
    parser = _parser()
    options = parser.parse_args()
    names = options.only.split(",") if options.only else list(PEERS)
    unknown = [name for name in names if name not in PEERS]
    if unknown:
        parser.error(f"--only: expected {', '.join(PEERS)}, found {', '.join(unknown)}")
    try:
        rows = read_banking77(options.banking77, options.shots, options.trial)
        merged = results.read(options.into) if options.into else {}
        check_alike(merged, _title(options.shots), rows)
    except (AdvisorError, ValueError) as error:
        parser.error(str(error))
    run = Run(options.cache, options.models, options.steps, options.limit_s)
    found: dict[str, dict[str, Any]] = {}
    path = options.into
    for name, result in run_all(names, rows, run):
        print(name, result, flush=True)
        found[name] = result
        if options.trial is None:
            # After each peer, so that a run broken off keeps what it has measured.
            path = record.write("peers", with_rows(merged, _title(options.shots), rows, found), path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    add = parser.add_argument
    add("--banking77", type=Path, required=True, metavar="FOLDER", help="folder of train.csv and test.csv")
    add("--shots", type=_count, metavar="N", help="fit on N rows of each intent; all rows if not given")
    add("--trial", type=_count, metavar="N", help="ask N training rows held out instead of the test; write nothing")
    add("--only", metavar="NAMES", help=f"some peers, commas between: {','.join(PEERS)}")
    add("--into", type=Path, metavar="RESULT", help="put the rows into this result file, keep its others")
    add("--models", type=Path, metavar="FOLDER", help="all-MiniLM-L6-v2's weights; installed if not given")
    add("--cache", type=Path, default=CACHE, metavar="FOLDER", help="where environments are kept (%(default)s)")
    add("--steps", type=int, default=400, metavar="N", help="most training steps of SetFit, -1 for all (%(default)s)")
    add("--limit-s", type=int, default=900, metavar="N", help="processor seconds each peer may take (%(default)s)")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"expected a whole number from 1, found {text!r}")
    return int(text)


def run_all(names: list[str], rows: Rows, run: Run) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each peer's name and result; `failed` says why there is none."""
    started = datetime.now(UTC).isoformat(timespec="seconds")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.json"
        file.write_text(rows.json(), encoding="utf-8")
        for name in names:
            try:
                result = run_one(PEERS[name], file, run)
            except (install.NotInstalled, ValueError) as error:
                result = {"failed": str(error)}
            yield name, result | {"run": started}


def run_one(peer: Peer, rows: Path, run: Run) -> dict[str, Any]:
    """Return what one peer measured.

    Raises
    ------
    NotInstalled
        Its environment could not be made.
    ValueError
        It failed, took too long or printed no result.
    """
    filled = {"STEPS": str(run.steps)}
    if "WEIGHTS" in peer.arguments:
        filled["WEIGHTS"] = str((run.weights or install.weights(run.cache)).resolve())
    environment = os.environ | ENVIRONMENT
    if peer.environment == "node":
        environment["NODE_PATH"] = str(install.node(run.cache) / "node_modules")
        command = ["node", str(Path(__file__).with_name(f"{peer.module}.js"))]
    else:
        interpreter = install.python(run.cache, peer.environment) if peer.environment else Path(sys.executable)
        command = [str(interpreter), "-m", f"benchmarks.peers.{peer.module}"]
    command += [str(rows), *(filled.get(argument, argument) for argument in peer.arguments)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: _bound(run.limit_s),
    )
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise ValueError(f"not finished in {run.limit_s} s of processor time")
    if done.returncode:
        raise ValueError(f"failed: {done.stderr.strip()[-SHOWN:]}")
    return read_result(done.stdout)


def _bound(limit_s: int) -> None:
    """Hold this process to one core and to some processor time, which a busy machine does not use up for it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s + 1))


def _title(shots: int | None) -> str:
    return f"{shots} rows an intent" if shots else "all rows"


def check_alike(result: dict[str, Any], title: str, rows: Rows) -> None:
    """Refuse to set rows beside others that were measured on another machine or other data."""
    if not result:
        return
    here, there = results.machine(), result["machine"]
    if any(here[key] != there[key] for key in ("processor", "cores")):
        raise ValueError(f"--into: expected the machine of that file, {there}, found {here}; leave out --into")
    digest = result["data"].get(title, {}).get("sha256", rows.digest())
    if digest != rows.digest():
        raise ValueError(f"--into: expected the data of that file, SHA-256 {digest[:12]}…, found {rows.digest()[:12]}…")


def with_rows(
    result: dict[str, Any], title: str, rows: Rows, found: dict[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return the figures of a result file with the peers found put in, the others kept, all in the peers' order."""
    data = dict(result.get("data", {}))
    kept = data.get(title, {}).get("peers", {}) | found
    data[title] = {
        "train": len(rows.train),
        "test": len(rows.test),
        "sha256": rows.digest(),
        "peers": {name: kept[name] for name in PEERS if name in kept},
    }
    return {"data": data}


if __name__ == "__main__":
    main()
