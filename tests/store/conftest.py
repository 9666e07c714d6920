"""A database of its own for each test, and entries to write into it."""

from datetime import UTC, datetime

import pytest

from routing.store.engine import migrate, open_engine
from routing.store.entry import Entry


@pytest.fixture
def url(tmp_path):
    """Return the URL of an SQLite file that does not exist yet, in a folder that does not either."""
    return f"sqlite:///{tmp_path / 'var' / 'advisor.sqlite'}"


@pytest.fixture
def engine(url):
    """Return an engine on a migrated database."""
    opened = open_engine(url)
    migrate(opened)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def entry():
    """Return a function that makes an entry, a question unless told otherwise."""

    def make(number, **facts):
        usual = {
            "id": f"00000000-0000-4000-8000-{number:012d}",
            "call_id": "call-1",
            "given_at": datetime(2026, 11, 24, 11, tzinfo=UTC),
            "recorded_at": datetime(2026, 11, 24, 11, 0, number, tzinfo=UTC),
            "channel": "ivr",
            "hop": 0,
            "reason": "my card or my loan",
            "action": "ask",
            "department": "cards",
            "intent": "card_order",
            "confidence": 0.5,
            "probabilities": {"card_order": 0.5, "loan_apply": 0.4},
            "options": ("cards", "loans"),
            "model": "by-hand",
            "catalogue": "0123456789ab",
            "took_ms": 1.5,
        }
        return Entry(**usual | facts)

    return make
