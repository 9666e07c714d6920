"""`advisor serve`: the HTTP service."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import click

from routing.catalogue.read import read_catalogue
from routing.errors import BadSettings
from routing.services import live_model
from routing.serving.memory import give_back
from routing.settings import Settings, read_settings
from routing.store.engine import migrate, open_engine
from routing.store.spool import made


@click.command()
def serve() -> None:
    """Serve the live model and the catalogue over HTTP.

    Settings come from the environment (ADVISOR_BIND, ADVISOR_CATALOGUE, …; see docs/settings.md). Everything is
    checked before the first connection is taken.
    """
    settings = read_settings(os.environ)
    click.echo(f"{_checked(settings)}, on http://{settings.bind}", err=True)
    from routing.wsgi import Server

    give_back()  # what checking took, or each worker would inherit it and fill it with pages of its own
    Server(settings).run()


def _checked(settings: Settings) -> str:
    """Return what will be served, after checking all of it; the workers load their own, so nothing is kept."""
    catalogue = read_catalogue(settings.catalogue)
    engine = open_engine(settings.database_url)
    migrate(engine)
    engine.dispose()
    model = live_model(settings)
    _check_spool(settings.spool)
    _check_free(settings.bind)
    size = f"{len(catalogue.departments)} departments, {len(catalogue.intents)} intents"
    return f"{catalogue.organisation.name}: {size}, model {model.version}"


def _check_spool(folder: Path) -> None:
    try:
        made(folder)
    except OSError as error:
        raise BadSettings(f"ADVISOR_SPOOL: expected a folder that can be written, found {error}") from None


def _check_free(bind: str) -> None:
    """Raise BadSettings if nothing can listen on `bind`; gunicorn would try for seconds and end in its own log."""
    host, _, port = bind.rpartition(":")
    try:
        family = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host.strip("[]"), int(port)))
    except OSError as error:
        raise BadSettings(f"ADVISOR_BIND: expected a free address, found {bind}: {error.strerror or error}") from None
