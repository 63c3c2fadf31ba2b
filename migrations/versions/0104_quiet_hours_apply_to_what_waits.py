"""quiet hours apply to mail that waits, urgent mail has a moment, and news names its summary"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0104"
down_revision = "0103"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mails") as table:
        table.add_column(sa.Column("urgent_from", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("quiet_until", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("summary_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_mails_summary_id_mails"), "mails", ["summary_id"], ["id"], ondelete="SET NULL"
        )
        table.create_index(op.f("ix_mails_summary_id"), ["summary_id"])
    op.execute("UPDATE mails SET urgent_from = created_at WHERE urgent")
    op.drop_column("mails", "urgent")


def downgrade() -> None:
    op.add_column("mails", sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE mails SET urgent = true WHERE urgent_from <= created_at")
    with op.batch_alter_table("mails") as table:
        table.drop_index(op.f("ix_mails_summary_id"))
        table.drop_constraint(op.f("fk_mails_summary_id_mails"), type_="foreignkey")
        table.drop_column("summary_id")
        table.drop_column("quiet_until")
        table.drop_column("urgent_from")
