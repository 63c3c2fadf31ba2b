"""an append-only record and the scheduler's heartbeat"""

import sqlalchemy as sa
from alembic import op

from app.audit import ddl

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("leader", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeats")),
        sa.UniqueConstraint("name", name=op.f("uq_heartbeats_name")),
    )
    ddl.protect(op.get_bind())


def downgrade() -> None:
    ddl.release(op.get_bind())
    op.drop_table("heartbeats")
