"""Start a training in a process of its own, which outlives the worker that was asked for it, and the whole server."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from routing.errors import BadRun
from routing.settings import Settings, as_environment


def launch(settings: Settings, run_id: str) -> None:
    """Start the process that does a run, detached: a session of its own, no input, its output in a file.

    Raises
    ------
    BadRun
        The file cannot be written, or no process can be started.
    """
    output = settings.cache_url / "runs" / f"{run_id}.log"
    command = [sys.executable, "-m", "routing.cli", "train", "--run", run_id]
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with output.open("ab") as file:
            process = subprocess.Popen(  # noqa: S603 -- our own program, and an id of our own making
                command,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=os.environ | as_environment(settings),
            )
    except OSError as error:
        raise BadRun(f"expected to start a training, found {error}; see that {output.parent} can be written") from None
    threading.Thread(target=process.wait, name=f"reaps {run_id}", daemon=True).start()
