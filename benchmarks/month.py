"""Fill a database's record of advice with simulated weeks of calls: `python -m benchmarks.month DATABASE_URL`.

What callers say is taken from the sample bank's calls; how the advisor answered is invented. From half of the second
window on, calls about one intent grow, the share given to the front desk rises, confidence falls, and a reason that
no intent has yet turns up. Nothing here is measured: it is to look at, and for tests that know what must be found.
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Engine, insert

from routing.catalogue.read import read_catalogue
from routing.domain.catalogue import Catalogue
from routing.settings import Settings
from routing.store.engine import migrate, open_engine
from routing.store.tables import advice
from training.calls import OUT_OF_SCOPE, LabelledCall, read_calls
from training.publish import CALLS

AT_ONCE = 5000
NEW_REASON = (
    "I want to buy bitcoin with my account",
    "can I trade crypto with you",
    "how do I buy some bitcoin through the bank",
    "do you offer a crypto wallet",
    "I'd like to hold cryptocurrency in my account",
    "which crypto coins can I buy from you",
    "is it possible to buy ethereum with my debit card",
    "can you help me sell my bitcoin",
    "open a crypto account for me please",
    "do you let customers trade bitcoin now",
    "my son says I can buy crypto at the bank, is that right",
    "buy bitcoin",
    "what are the fees for trading crypto",
    "how safe is your bitcoin wallet",
)


@dataclass(frozen=True)
class Story:
    """What happens in the simulated weeks.

    Attributes
    ----------
    days
        Of each of the two windows; `changes_after` whole days of both, the story's changes begin.
    grows, factor
        The intent whose calls become `factor` times as many; empty for none.
    lost_before, lost_after
        Share of calls given to the front desk because nobody can say what they are about.
    confidence_falls
        By how much.
    new_share
        Share of calls after the change that ask for something new.
    models
        Version before and after the change.
    """

    days: int = 28
    calls_a_day: int = 100
    changes_after: int = 42
    grows: str = "card_not_arrived"
    factor: float = 3.0
    lost_before: float = 0.04
    lost_after: float = 0.09
    confidence_falls: float = 0.05
    new_share: float = 0.02
    models: tuple[str, str] = ("20261001-000000-aaaaaaaa", "20261001-000000-aaaaaaaa")


QUIET = Story(grows="", factor=1.0, lost_after=0.04, confidence_falls=0.0, new_share=0.0)


def fill(engine: Engine, catalogue: Catalogue, calls: Sequence[LabelledCall], story: Story, at: datetime) -> int:
    """Write the advice of the weeks before `at`; return how many calls there were."""
    lot = np.random.default_rng(1)
    rows, calls_made = [], 0
    for row in _rows(catalogue, calls, story, at, lot):
        rows.append(row)
        calls_made += row["hop"] == 0
        if len(rows) == AT_ONCE:
            _write(engine, rows)
            rows = []
    _write(engine, rows)
    return calls_made


def _write(engine: Engine, rows: list[dict[str, Any]]) -> None:
    if rows:
        with engine.begin() as connection:
            connection.execute(insert(advice), rows)


def _rows(
    catalogue: Catalogue, calls: Sequence[LabelledCall], story: Story, at: datetime, lot: np.random.Generator
) -> Iterator[dict[str, Any]]:
    """Yield the advice of each call; one caller in twenty comes back from a transfer."""
    inside = [call for call in calls if call.intent in catalogue.intents]
    lost = [call.reason for call in calls if call.intent == OUT_OF_SCOPE]
    weights = np.array([1.0] * len(inside))
    grown = np.array([story.factor if call.intent == story.grows else 1.0 for call in inside])
    for day in range(2 * story.days):
        later = day >= story.changes_after
        likely = weights * grown if later else weights
        chosen = lot.choice(len(inside), size=lot.poisson(story.calls_a_day), p=likely / likely.sum())
        midnight = at - timedelta(days=2 * story.days - 1 - day)
        for number in chosen:
            began = midnight - timedelta(seconds=float(lot.uniform(0, 8 * 3600)))
            luck = lot.random()
            if later and luck < story.new_share:
                first = _lost(catalogue, str(lot.choice(NEW_REASON)), lot)
            elif luck < (story.lost_after if later else story.lost_before):
                first = _lost(catalogue, str(lot.choice(lost)), lot)
            else:
                first = _placed(catalogue, inside[number], story.confidence_falls if later else 0.0, lot)
            call_id = str(uuid.UUID(bytes=lot.bytes(16), version=4))
            model = story.models[later]
            yield _row(call_id, 0, began, model, first, lot)
            if first["action"] == "transfer" and lot.random() < 0.05:
                yield _row(call_id, 1, began + timedelta(minutes=4), model, first, lot)


def _lost(catalogue: Catalogue, reason: str, lot: np.random.Generator) -> dict[str, Any]:
    likely = lot.permutation(sorted(catalogue.intents))[:2].tolist()
    return {
        "reason": reason,
        "action": "operator",
        "department": catalogue.front_desk.id,
        "intent": "",
        "confidence": round(float(lot.uniform(0.05, 0.2)), 4),
        "probabilities": dict(zip(likely, (0.1, 0.05), strict=False)),
    }


def _placed(catalogue: Catalogue, call: LabelledCall, falls: float, lot: np.random.Generator) -> dict[str, Any]:
    confidence = round(float(lot.beta(9, 1.2)) * (1 - falls), 4)
    return {
        "reason": call.reason,
        "action": "ask" if confidence < 0.6 else "transfer",
        "department": catalogue.intents[call.intent].department,
        "intent": call.intent,
        "confidence": confidence,
        "probabilities": {call.intent: confidence},
    }


def _row(
    call_id: str, hop: int, given_at: datetime, model: str, told: dict[str, Any], lot: np.random.Generator
) -> dict[str, Any]:
    return {
        "id": str(uuid.UUID(bytes=lot.bytes(16), version=4)),
        "call_id": call_id,
        "given_at": given_at.astimezone(UTC),
        "recorded_at": given_at.astimezone(UTC),
        "channel": "ivr",
        "hop": hop,
        **told,
        "options": [],
        "model": model,
        "catalogue": "0123456789ab",
        "took_ms": 5.0,
        "second_intent": "",
        "tried": [],
        "manners": [],
        "promised": "",
        "said": told["reason"],
        "warned": False,
    }


def main() -> None:
    """Fill the database named on the command line."""
    engine = open_engine(sys.argv[1])
    migrate(engine)
    settings = Settings()
    catalogue = read_catalogue(settings.catalogue)
    calls = read_calls(settings.catalogue / CALLS, catalogue.intents)
    noon = datetime.now(UTC).replace(hour=18, minute=0, second=0, microsecond=0)
    print(f"{fill(engine, catalogue, calls, Story(), noon)} calls")


if __name__ == "__main__":
    main()
