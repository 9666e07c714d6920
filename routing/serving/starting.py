"""What a process begins with: the live version, or the last one before it that can be loaded."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, inspect

from routing.errors import BadModel, NoModel
from routing.serving.wanted import first_choices
from routing.store.promotions import Promotions
from routing.text.shelf import Live

log = logging.getLogger(__name__)

Loaded = TypeVar("Loaded")


def choices(engine: Engine, default: Live) -> list[Live]:
    """Return the versions to begin with, best first; a database without tables has promoted none.

    Raises SQLAlchemy's error if the database does not answer.
    """
    return first_choices(Promotions(engine).history() if _has_table(engine) else [], default)


def _has_table(engine: Engine) -> bool:
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if file and not Path(file).exists():
        return False  # to ask SQLite would make the file
    return inspect(engine).has_table("promotions")


def first(versions: Sequence[Live], load: Callable[[Live], Loaded]) -> tuple[Live, Loaded]:
    """Return the first version that can be loaded, with what `load` made of it; say loudly which ones could not.

    Raises
    ------
    NoModel
        None can; the message tells of each why.
    """
    refused = []
    for version in versions:
        try:
            loaded = load(version)
        except BadModel as error:
            refused.append(f"{version.version}: {error}")
            log.critical("version %s should be live and cannot be served: %s", version.version, error)
            continue
        if refused:
            log.critical("version %s is served in its place, until one is promoted that can be", version.version)
        return version, loaded
    raise NoModel("\n".join(("expected a version that can be served, found none:", *refused)))
