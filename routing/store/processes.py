"""Name a process so that others of its machine can tell whether it still runs."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def this_process() -> str:
    """Return the name of this process: its machine, and its number there."""
    return f"{_machine()}:{os.getpid()}"


def _machine() -> str:
    """Return a name that processes share which can see each other's numbers: containers of one host may not."""
    namespace = Path("/proc/self/ns/pid")
    return f"{socket.gethostname()}/{namespace.stat().st_ino if namespace.exists() else 0}"


def is_gone(process: str) -> bool:
    """Tell whether a process of this machine is known not to run any more."""
    machine, _, number = process.rpartition(":")
    if machine != _machine():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
