"""Keep the live status of each department."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "department_status",
        sa.Column("department", sa.String(48), primary_key=True),
        sa.Column("open", sa.Boolean, nullable=True, comment="null leaves it to the opening hours"),
        sa.Column("wait_s", sa.Integer, nullable=True, comment="null for the usual wait"),
        sa.Column("incidents", sa.JSON, nullable=False),
        sa.Column("on_duty", sa.String(80), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("department_status")
