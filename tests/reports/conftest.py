"""Calls told to the store as they went, for reports to read."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import insert

from routing.store.tables import advice, labelled_calls

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def calls(database):
    """Tell the store of a call: its advice as (hop, action, department), its rows as (hop, department, resolved)."""
    numbers = count()

    def tell(call_id, given=(), rows=(), at=NOON, channel="ivr", model="m1", transfers=None):
        with database.begin() as connection:
            for place, (hop, action, department) in enumerate(given):
                moment = at + timedelta(minutes=place)
                connection.execute(
                    insert(advice),
                    {
                        "id": f"advice-{next(numbers)}",
                        "call_id": call_id,
                        "given_at": moment,
                        "recorded_at": moment,
                        "channel": channel,
                        "hop": hop,
                        "reason": "something",
                        "said": "something",
                        "action": action,
                        "department": department,
                        "intent": "",
                        "confidence": 0.9,
                        "probabilities": {},
                        "options": [],
                        "model": model,
                        "catalogue": "c",
                        "took_ms": 1.0,
                        "warned": False,
                        "second_intent": "",
                        "tried": [],
                        "manners": [],
                        "promised": "",
                    },
                )
            for hop, department, resolved in rows:
                connection.execute(
                    insert(labelled_calls),
                    {
                        "call_id": call_id,
                        "hop": hop,
                        "revision": 1,
                        "reason": "",
                        "intent": "",
                        "department": department,
                        "resolved": resolved,
                        "transfers": transfers,
                        "occurred_at": at,
                        "source": "test",
                        "agent": "",
                        "received_at": at,
                    },
                )

    return tell
