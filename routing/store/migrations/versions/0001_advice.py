"""Record every piece of advice."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "advice",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("call_id", sa.String(128), nullable=False, index=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("hop", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False, comment="redacted"),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("department", sa.String(48), nullable=False),
        sa.Column("intent", sa.String(48), nullable=False, comment="empty when none was meant"),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("probabilities", sa.JSON, nullable=False, comment="of the five likeliest intents"),
        sa.Column("options", sa.JSON, nullable=False, comment="intents a question offered"),
        sa.Column("model", sa.String(64), nullable=False),
        sa.Column("catalogue", sa.String(64), nullable=False),
        sa.Column("took_ms", sa.Float, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("advice")
