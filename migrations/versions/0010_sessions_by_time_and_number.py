"""sessions by time and number"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_sessions_starts_at", "sessions", ["starts_at"], unique=False)
    op.create_index("ix_sessions_forum_number", "sessions", ["forum_id", "number"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_sessions_forum_number", table_name="sessions")
    op.drop_index("ix_sessions_starts_at", table_name="sessions")
