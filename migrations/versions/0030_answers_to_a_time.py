"""answers know the time that they were given to"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answers", sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True))
    begins = "(SELECT starts_at FROM sessions WHERE sessions.id = answers.session_id)"
    op.execute(f"UPDATE answers SET starts_at = {begins} WHERE session_id IS NOT NULL")  # noqa: S608 - nobody's words


def downgrade() -> None:
    with op.batch_alter_table("answers") as table:
        table.drop_column("starts_at")
