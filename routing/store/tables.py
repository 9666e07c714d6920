"""The tables, as SQLAlchemy Core; `migrations/` makes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

metadata = MetaData()


def in_utc(kept: datetime) -> datetime:
    """Return a time as it was kept: SQLite gives it back without its zone, which is UTC."""
    return kept.replace(tzinfo=UTC) if kept.tzinfo is None else kept.astimezone(UTC)


def _label_columns() -> tuple[Column[Any], ...]:
    """Return the columns of a labelled call, which its revisions share."""
    return (
        Column("call_id", String(128), nullable=False),
        Column("hop", Integer, nullable=False),
        Column("revision", Integer, nullable=False, comment="1 for what was posted first"),
        Column("reason", Text, nullable=False, comment="redacted; empty if the row only tells an outcome"),
        Column("intent", String(48), nullable=False, comment="empty if only the department is known"),
        Column("department", String(48), nullable=False),
        Column("resolved", Boolean, nullable=False, comment="whether the call was finished there"),
        Column("transfers", Integer, nullable=True, comment="of the whole call, if it was told"),
        Column("occurred_at", DateTime(timezone=True), nullable=False),
        Column("source", String(64), nullable=False),
        Column("agent", String(80), nullable=False),
        Column("received_at", DateTime(timezone=True), nullable=False),
    )


advice = Table(
    "advice",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("call_id", String(128), nullable=False, index=True),
    Column("given_at", DateTime(timezone=True), nullable=False, index=True),
    Column("channel", String(16), nullable=False),
    Column("hop", Integer, nullable=False),
    Column("reason", Text, nullable=False, comment="redacted"),
    Column("action", String(16), nullable=False),
    Column("department", String(48), nullable=False),
    Column("intent", String(48), nullable=False, comment="empty when none was meant"),
    Column("confidence", Float, nullable=False),
    Column("probabilities", JSON, nullable=False, comment="of the five likeliest intents"),
    Column("options", JSON, nullable=False, comment="intents a question offered"),
    Column("model", String(64), nullable=False),
    Column("catalogue", String(64), nullable=False),
    Column("took_ms", Float, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False, comment="by the service's clock"),
    Column("said", Text, nullable=False, comment="the words of this request alone, redacted"),
    Column("warned", Boolean, nullable=False, comment="whether the script warned that abuse ends the call"),
    Column("second_intent", String(48), nullable=False, comment="what the call is about besides; empty for nothing"),
    Column("tried", JSON, nullable=False, comment="departments known to have had the caller"),
    Column("manners", JSON, nullable=False, comment="how the caller spoke"),
    Column("promised", Text, nullable=False, comment="to the caller; empty for nothing"),
    Index("ix_advice_department", "department", "action", "recorded_at"),
    Index("ix_advice_recorded_at", "recorded_at"),
)

department_status = Table(
    "department_status",
    metadata,
    Column("department", String(48), primary_key=True),
    Column("open", Boolean, nullable=True, comment="null leaves it to the opening hours"),
    Column("wait_s", Integer, nullable=True, comment="null for the usual wait"),
    Column("incidents", JSON, nullable=False),
    Column("on_duty", String(80), nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
)

labelled_calls = Table(
    "labelled_calls",
    metadata,
    *_label_columns(),
    PrimaryKeyConstraint("call_id", "hop"),
    Index("ix_labelled_calls_occurred_at", "occurred_at"),
)

labelled_call_revisions = Table(
    "labelled_call_revisions",
    metadata,
    *_label_columns(),
    PrimaryKeyConstraint("call_id", "hop", "revision"),
    comment="what a row said before it was revised",
)

erasures = Table(
    "erasures",
    metadata,
    Column("call_hash", BigInteger, primary_key=True, autoincrement=False, comment="of the call_id, not the call_id"),
    Column("erased_at", DateTime(timezone=True), nullable=False),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("request_digest", String(64), nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("status", Integer, nullable=True, comment="null while the first request is under way"),
    Column("body", Text, nullable=True),
)

drops = Table(
    "drops",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("worker", String(128), nullable=False),
    Column("dropped", Integer, nullable=False, comment="pieces of advice that were given but not recorded"),
    Column("why", Text, nullable=False),
)

promotions = Table(
    "promotions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", String(64), nullable=False, comment="empty where a trial ends"),
    Column("manifest_sha256", String(64), nullable=False),
    Column("role", String(8), nullable=False, comment="live, shadow, canary or end"),
    Column("share", Integer, nullable=False, comment="percent of calls that a canary answers"),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", String(80), nullable=False),
    Column("why", Text, nullable=False),
)

trial_advice = Table(
    "trial_advice",
    metadata,
    Column("advice_id", String(36), primary_key=True, comment="of the live version's advice"),
    Column("call_id", String(128), nullable=False, index=True),
    Column("given_at", DateTime(timezone=True), nullable=False),
    Column("live", String(64), nullable=False),
    Column("trial", String(64), nullable=False, index=True),
    Column("live_action", String(16), nullable=False),
    Column("live_department", String(48), nullable=False),
    Column("live_took_ms", Float, nullable=False),
    Column("action", String(16), nullable=False),
    Column("department", String(48), nullable=False),
    Column("intent", String(48), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("took_ms", Float, nullable=False),
)

workers = Table(
    "workers",
    metadata,
    Column("id", String(128), primary_key=True, comment="host, process and when it began"),
    Column("version", String(64), nullable=False),
    Column("trial", String(64), nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("refused", String(64), nullable=False, comment="a version it would not serve; empty for none"),
    Column("why", Text, nullable=False),
)

training_runs = Table(
    "training_runs",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("state", String(16), nullable=False, comment="waiting, running, done, refused, failed or cancelled"),
    Column("requested_at", DateTime(timezone=True), nullable=False, index=True),
    Column("requested_by", String(80), nullable=False),
    Column("options", JSON, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=True),
    Column("finished_at", DateTime(timezone=True), nullable=True),
    Column("seen_at", DateTime(timezone=True), nullable=True, comment="when its process last gave a sign of life"),
    Column("process", String(128), nullable=False, comment="host and process"),
    Column("stage", String(32), nullable=False),
    Column("progress", Float, nullable=False, comment="of the stage, 0 to 1"),
    Column("version", String(64), nullable=False),
    Column("verdict", JSON, nullable=True),
    Column("error", Text, nullable=False),
)

training_log = Table(
    "training_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", String(36), nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("line", Text, nullable=False),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("found_at", DateTime(timezone=True), nullable=False, index=True),
    Column("state", String(16), nullable=False, comment="open, accepted, dismissed or superseded"),
    Column("name", String(48), nullable=False, comment="a name for the new intent"),
    Column("department", String(48), nullable=False, comment="where such calls ended or were sent; may be empty"),
    Column("calls", Integer, nullable=False),
    Column("words", JSON, nullable=False, comment="that tell these calls from the others"),
    Column("examples", JSON, nullable=False, comment="redacted reasons, the most typical first"),
    Column("call_ids", JSON, nullable=False),
)
