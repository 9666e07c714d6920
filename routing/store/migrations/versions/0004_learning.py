"""Keep what calls turned out to be, which model is live, what training did, and what was found in the calls."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def _labels():
    return (
        sa.Column("call_id", sa.String(128), nullable=False),
        sa.Column("hop", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("intent", sa.String(48), nullable=False),
        sa.Column("department", sa.String(48), nullable=False),
        sa.Column("resolved", sa.Boolean, nullable=False),
        sa.Column("transfers", sa.Integer, nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("agent", sa.String(80), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    )


def upgrade() -> None:
    op.create_table(
        "labelled_calls",
        *_labels(),
        sa.PrimaryKeyConstraint("call_id", "hop"),
    )
    op.create_table(
        "labelled_call_revisions",
        *_labels(),
        sa.PrimaryKeyConstraint("call_id", "hop", "revision"),
    )
    op.create_table(
        "erasures",
        sa.Column("call_hash", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "idempotency",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("request_digest", sa.String(64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer, nullable=True),
        sa.Column("body", sa.Text, nullable=True),
    )
    op.create_table(
        "drops",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worker", sa.String(128), nullable=False),
        sa.Column("dropped", sa.Integer, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_table(
        "promotions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("manifest_sha256", sa.String(64), nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("share", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_table(
        "trial_advice",
        sa.Column("advice_id", sa.String(36), primary_key=True),
        sa.Column("call_id", sa.String(128), nullable=False, index=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("live", sa.String(64), nullable=False),
        sa.Column("trial", sa.String(64), nullable=False, index=True),
        sa.Column("live_action", sa.String(16), nullable=False),
        sa.Column("live_department", sa.String(48), nullable=False),
        sa.Column("live_took_ms", sa.Float, nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("department", sa.String(48), nullable=False),
        sa.Column("intent", sa.String(48), nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("took_ms", sa.Float, nullable=False),
    )
    op.create_table(
        "workers",
        sa.Column("id", sa.String(128), primary_key=True),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("trial", sa.String(64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused", sa.String(64), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_table(
        "training_runs",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("requested_by", sa.String(80), nullable=False),
        sa.Column("options", sa.JSON, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("process", sa.String(128), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("progress", sa.Float, nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("verdict", sa.JSON, nullable=True),
        sa.Column("error", sa.Text, nullable=False),
    )
    op.create_table(
        "training_log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("run_id", sa.String(36), nullable=False, index=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("line", sa.Text, nullable=False),
    )
    op.create_table(
        "suggestions",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("name", sa.String(48), nullable=False),
        sa.Column("department", sa.String(48), nullable=False),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("words", sa.JSON, nullable=False),
        sa.Column("examples", sa.JSON, nullable=False),
        sa.Column("call_ids", sa.JSON, nullable=False),
    )
    op.create_index("ix_advice_recorded_at", "advice", ["recorded_at"])
    op.create_index("ix_labelled_calls_occurred_at", "labelled_calls", ["occurred_at"])


def downgrade() -> None:
    for table in (
        "suggestions",
        "training_log",
        "training_runs",
        "workers",
        "trial_advice",
        "promotions",
        "drops",
        "idempotency",
        "erasures",
        "labelled_call_revisions",
        "labelled_calls",
    ):
        op.drop_table(table)
