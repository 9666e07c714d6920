"""Real server processes on free ports, ended when a test is done with them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager

import pytest

READY_S = 60


def launched(folder, **environment):
    """Start `advisor serve` in a process group of its own, its database in `folder`; return its address and process."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    settings = os.environ | {
        "ADVISOR_BIND": address,
        "ADVISOR_DATABASE_URL": f"sqlite:///{folder / 'deep' / 'advisor.sqlite'}",
    }
    with (folder / "log").open("a") as log:
        command = [sys.executable, "-c", "from routing.cli import main; main()", "serve"]
        process = subprocess.Popen(command, env=settings | environment, stdout=log, stderr=log, start_new_session=True)
    return f"http://{address}", process


@contextmanager
def running(folder, **environment):
    """Run `advisor serve` with its database in `folder`; yield its address, and end it."""
    address, process = launched(folder, **environment)
    try:
        wait_until_ready(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=40) == 0


@contextmanager
def killed(folder, **environment):
    """Run `advisor serve`; yield its address and what kills all its processes at once, as a power cut would."""
    address, process = launched(folder, **environment)

    def kill():
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=40)

    try:
        wait_until_ready(address, process)
        yield address, kill
    finally:
        if process.poll() is None:
            kill()


def wait_until_ready(address, process):
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server did not become ready")


@pytest.fixture(scope="session")
def serving():
    """Return the context manager that runs a server in a folder."""
    return running


@pytest.fixture(scope="session")
def killable():
    """Return the context manager that runs a server which can be killed."""
    return killed


@pytest.fixture
def start(serving, tmp_path):
    """Return a function that starts one more server of a single worker over the test's own database."""
    with ExitStack() as running_now:
        yield lambda: running_now.enter_context(serving(tmp_path, ADVISOR_WORKERS="1"))
