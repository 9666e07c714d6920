"""Remember what a call has been through: when advice was given, what was tried and what was promised."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("advice") as table:
        table.add_column(sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("said", sa.Text, nullable=False, server_default=""))
        table.add_column(sa.Column("warned", sa.Boolean, nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("second_intent", sa.String(48), nullable=False, server_default=""))
        table.add_column(sa.Column("tried", sa.JSON, nullable=False, server_default="[]"))
        table.add_column(sa.Column("manners", sa.JSON, nullable=False, server_default="[]"))
        table.add_column(sa.Column("promised", sa.Text, nullable=False, server_default=""))
    op.execute("UPDATE advice SET recorded_at = given_at")
    with op.batch_alter_table("advice") as table:
        table.alter_column("recorded_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    op.create_index("ix_advice_department", "advice", ["department", "action", "recorded_at"])


def downgrade() -> None:
    op.drop_index("ix_advice_department", "advice")
    with op.batch_alter_table("advice") as table:
        for column in ("promised", "manners", "tried", "second_intent", "warned", "said", "recorded_at"):
            table.drop_column(column)
