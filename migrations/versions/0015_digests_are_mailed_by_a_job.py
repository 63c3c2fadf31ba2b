"""digests are mailed by a job, which remembers that it did so"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("digests") as table:
        table.add_column(sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE digests SET mailed_at = released_at")


def downgrade() -> None:
    with op.batch_alter_table("digests") as table:
        table.drop_column("mailed_at")
