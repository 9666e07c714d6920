"""The database is opened so that what was answered as written is written."""

import sqlite3
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, inspect, select

from routing.errors import BadSettings
from routing.store.engine import BUSY_TIMEOUT_MS, journal_mode, migrate, open_engine
from routing.store.journal import Journal
from routing.store.tables import advice, metadata


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 7, 0), "DELETE"),
        ((3, 40, 1), "DELETE"),
        ((3, 44, 5), "DELETE"),
        ((3, 44, 6), "WAL"),
        ((3, 44, 9), "WAL"),
        ((3, 45, 0), "DELETE"),
        ((3, 45, 9), "DELETE"),
        ((3, 49, 7), "DELETE"),
        ((3, 50, 6), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 0), "DELETE"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_write_ahead_is_used_only_where_its_reset_cannot_lose_commits(version, mode):
    assert journal_mode(version) == mode


@pytest.mark.parametrize(
    ("pragma", "value"), [("synchronous", 2), ("busy_timeout", BUSY_TIMEOUT_MS), ("foreign_keys", 1)]
)
def test_every_connection_has_the_settings_that_durability_needs(engine, pragma, value):
    with engine.connect() as one, engine.connect() as other:
        for connection in (one, other):
            assert connection.connection.cursor().execute(f"PRAGMA {pragma}").fetchone() == (value,)
            connection.rollback()


def test_the_journal_is_the_one_for_the_bundled_version(engine):
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    assert found == journal_mode(sqlite3.sqlite_version_info).lower()


def test_the_folder_of_the_file_is_made(url, tmp_path):
    open_engine(url).dispose()
    assert (tmp_path / "var").is_dir()


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "advisor.sqlite",
        "nonsense://somewhere/advisor",
        "postgresql+nothing://localhost/advisor",
        "postgresql://localhost:many/advisor",
    ],
)
def test_a_url_that_cannot_be_used_is_refused_by_the_name_of_the_setting(wrong):
    with pytest.raises(BadSettings, match=r"^ADVISOR_DATABASE_URL: expected"):
        open_engine(wrong)


def test_a_folder_that_cannot_be_made_is_refused_by_the_name_of_the_setting(tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(BadSettings, match=r"^ADVISOR_DATABASE_URL: expected a folder"):
        open_engine(f"sqlite:///{tmp_path / 'taken' / 'advisor.sqlite'}")


def test_a_password_in_a_url_that_cannot_be_used_is_not_told():
    with pytest.raises(BadSettings) as refusal:
        open_engine("postgresql+nothing://advisor:open-sesame@localhost/advisor")
    assert "open-sesame" not in str(refusal.value)


def differences(connection):
    """Return how the schema differs from the tables, but for comments, which the migrations leave to the code."""
    found = compare_metadata(MigrationContext.configure(connection), metadata)
    each = [one for some in found for one in (some if isinstance(some, list) else [some])]
    return [one for one in each if one[0] not in ("modify_comment", "add_table_comment")]


def test_the_migrated_schema_is_that_of_the_tables(database):
    with database.connect() as connection:
        assert differences(connection) == []
    assert set(inspect(database).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_migrating_twice_is_harmless_and_keeps_what_was_written(database, entry):
    Journal(database).record(entry(1))
    migrate(database)
    with database.connect() as connection:
        assert differences(connection) == []
        assert connection.execute(select(advice.c.call_id)).scalars().all() == ["call-1"]


def test_a_second_program_may_migrate_the_same_file(database, database_url):
    other = open_engine(database_url)
    migrate(other)
    Journal(other).check()
    other.dispose()


def test_programs_that_migrate_an_empty_database_at_once_wait_for_each_other(postgres):
    one, other = (open_engine(url) for url in [postgres(empty=True)] * 2)
    second = Thread(target=migrate, args=(other,))

    @event.listens_for(one, "commit")
    def begin_the_second(connection):
        second.start()
        second.join(0.3)

    migrate(one)
    second.join()
    Journal(other).check()
    with other.connect() as connection:
        assert differences(connection) == []
    one.dispose()
    other.dispose()
