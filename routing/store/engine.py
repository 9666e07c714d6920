"""Open the database so that what was answered as written is written.

SQLite before 3.51.3 (and 3.50.7, 3.44.6 on their branches) has a rare bug by which a WAL reset can lose commits when
several connections write. Python often bundles an older one, so those versions use the rollback journal.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from routing.errors import BadSettings
from routing.store.turns import hold

BUSY_TIMEOUT_MS = 5000
READING = {"reading": True}  # execution option of a connection that only reads: it need not wait for those that write
_MENDED = {(3, 44): (3, 44, 6), (3, 50): (3, 50, 7)}


def open_engine(url: str) -> Engine:
    """Return an engine for `url`; SQLite files get the settings that durability needs.

    Raises
    ------
    BadSettings
        The URL is malformed, its driver is not installed, or the file's folder cannot be made.
    """
    try:
        parsed = make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, pool_pre_ping=True, hide_parameters=True)  # a log is no place for reasons
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        raise BadSettings(
            f"ADVISOR_DATABASE_URL: expected an SQLAlchemy URL of an installed driver, found {error}"
        ) from None
    except OSError as error:
        raise BadSettings(f"ADVISOR_DATABASE_URL: expected a folder that can be written, found {error}") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def journal_mode(version: tuple[int, int, int]) -> str:
    """Return the SQLite journal that is safe with several writers under this version of the library."""
    mended = _MENDED.get(version[:2], (3, 51, 3))
    return "WAL" if version >= mended else "DELETE"


def migrate(engine: Engine) -> None:
    """Bring the database's tables up to this version of the program; one program does so at a time.

    Raises
    ------
    BadSettings
        The database cannot be reached, is none, or cannot be written.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    try:
        with engine.begin() as connection:
            hold(connection, "alembic_version")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except SQLAlchemyError as error:
        found = " ".join(str(getattr(error, "orig", None) or error).split())
        raise BadSettings(f"ADVISOR_DATABASE_URL: expected a database that can be written, found {found}") from None


def _prepare_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None
    major, minor, patch = (int(part) for part in sqlite3.sqlite_version.split("."))
    for pragma in (
        f"journal_mode = {journal_mode((major, minor, patch))}",
        "synchronous = FULL",
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reading") else "BEGIN IMMEDIATE")
