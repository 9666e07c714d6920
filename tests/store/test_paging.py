"""Rows are read a page at a time, all of them and in order, and others write in between."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select

from routing.store.paging import PAGE, paged
from routing.store.tables import drops, workers

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def counts(database):
    """Note drops whose counts are 0, 0, 0, 1, 1, 1 and so on: two pages and a half."""

    def note(many):
        rows = [{"at": NOON, "worker": "w", "dropped": number // 3, "why": ""} for number in range(many)]
        with database.begin() as connection:
            connection.execute(insert(drops), rows)

    return note


@pytest.mark.parametrize("many", [1, PAGE - 1, PAGE, PAGE + 1, 5 * PAGE // 2])
@pytest.mark.parametrize("newest_first", [False, True])
def test_every_row_comes_once_and_in_the_order_of_the_key(database, counts, many, newest_first):
    counts(many)

    rows = paged(database, select(drops), (drops.c.dropped, drops.c.id), newest_first)

    found = [(row.dropped, row.id) for row in rows]
    assert len(set(found)) == many
    assert found == sorted(found, reverse=newest_first)


def test_of_no_rows_none_come(database):
    assert list(paged(database, select(workers), (workers.c.id,))) == []


def test_others_write_while_rows_are_read(database, counts):
    counts(2 * PAGE)
    rows = paged(database, select(drops), (drops.c.id,))
    next(rows)

    counts(1)

    assert len(list(rows)) == 2 * PAGE
