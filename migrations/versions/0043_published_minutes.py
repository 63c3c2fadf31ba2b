"""what is published of minutes is kept beside what was approved; minutes published whole wait to be published anew"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("minutes", sa.Column("published_content", sa.JSON(), nullable=True))
    op.add_column("minutes", sa.Column("published_sha256", sa.String(64), nullable=True))
    op.add_column("minutes", sa.Column("published_salt", sa.String(64), nullable=True))
    op.execute("UPDATE minutes SET state = 'approved', published_at = NULL WHERE state = 'published'")
    op.execute("UPDATE papers SET state = 'approved' WHERE kind = 'minutes' AND state = 'published'")


def downgrade() -> None:
    op.execute("DELETE FROM papers WHERE sha256 IN (SELECT published_sha256 FROM minutes)")
    with op.batch_alter_table("minutes") as table:
        for name in ("published_salt", "published_sha256", "published_content"):
            table.drop_column(name)
