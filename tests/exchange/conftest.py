from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from routing.exchange.headings import understood
from routing.exchange.importing import import_rows
from routing.exchange.plan import Plan
from routing.files.reading import opened
from routing.store.labelled import Posted, Stored

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


class Shelf(list):
    """A store that keeps every row it is given."""

    def post(self, rows):
        self.extend(rows)
        return [Posted(Stored.STORED, 1) for _ in rows]


@pytest.fixture
def imported(catalogue):
    """Return a function that imports a file and returns the rows that were kept, and the blocks that tell of it."""

    def run(path, post=None, **plan):
        shelf = Shelf()
        facts = Plan(**{"zone": LONDON} | plan)
        with opened(path, lambda titles: understood(titles, facts.mapped)) as source:
            blocks = list(import_rows(source, facts, catalogue, NOW, post or shelf.post))
        return shelf, blocks

    return run
