"""when a forum reminds those who have not answered"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("forums") as table:
        table.add_column(sa.Column("reminder_days", sa.JSON(), nullable=False, server_default="[7, 3]"))
    with op.batch_alter_table("forums") as table:
        table.alter_column("reminder_days", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("forums") as table:
        table.drop_column("reminder_days")
