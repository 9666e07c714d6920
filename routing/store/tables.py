"""The tables, as SQLAlchemy Core; `migrations/` makes them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import JSON, Boolean, Column, DateTime, Float, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()


def in_utc(kept: datetime) -> datetime:
    """Return a time as it was kept: SQLite gives it back without its zone, which is UTC."""
    return kept.replace(tzinfo=UTC) if kept.tzinfo is None else kept.astimezone(UTC)


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
