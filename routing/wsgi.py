"""The application as a WSGI server loads it, and gunicorn set up for a service that telephone systems wait on.

Why each setting is as it is: `docs/serving.md`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from routing.app import create_app
from routing.services import EXTENSION, build
from routing.settings import Settings, read_settings
from routing.store.retention import keep_house

ONE_THREAD_EACH = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def application() -> Flask:
    """Return the application for the settings in the environment: `routing.wsgi:application()`."""
    return _serving(read_settings(os.environ))


def _serving(settings: Settings) -> Flask:
    """Return the application of this process, which follows what is promoted and keeps the retention from now on."""
    held = build(settings, callers_wait=True)
    held.start()
    keep_house(held.calls.engine, settings.retention_days)
    return create_app(held)


def gunicorn_settings(settings: Settings) -> dict[str, Any]:
    """Return gunicorn's configuration."""
    shared_memory = Path("/dev/shm")
    return {
        "bind": settings.bind,
        "workers": settings.workers,
        "threads": settings.threads,
        "worker_class": "gthread",
        "timeout": 30,
        "graceful_timeout": 30,
        "keepalive": 75,
        "max_requests": 0,
        "reuse_port": False,
        "control_socket_disable": True,
        "worker_tmp_dir": str(shared_memory) if shared_memory.is_dir() else None,
        "proc_name": "advisor",
        "worker_exit": record_the_rest,
    }


def record_the_rest(server: Any, worker: Any) -> None:
    """Write down what waits before a worker ends, and log what it has recorded; gunicorn calls this in the worker."""
    application = getattr(worker, "wsgi", None)  # a worker that could not start has none
    if application:
        held = application.extensions[EXTENSION]
        counts = held.journal.recorder.close()
        told = (counts.recorded, counts.waiting, counts.dropped)
        worker.log.info("Advice recorded: %d, left in the spool: %d, dropped: %d", *told)
        held.stop()


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn without a configuration file. Each worker builds its own application after the fork."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        for variable in ONE_THREAD_EACH:
            os.environ.setdefault(variable, "1")
        super().__init__()

    def load_config(self) -> None:
        """Hand gunicorn its settings."""
        for name, value in gunicorn_settings(self.settings).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application of one worker."""
        return _serving(self.settings)
