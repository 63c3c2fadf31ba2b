"""days of sessions are counted in an index"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_sessions_starts_at_forum", "sessions", ["starts_at", "forum_id", "state", "proposed_starts_at"])
    op.drop_index("ix_sessions_starts_at", table_name="sessions")


def downgrade() -> None:
    op.create_index("ix_sessions_starts_at", "sessions", ["starts_at"])
    op.drop_index("ix_sessions_starts_at_forum", table_name="sessions")
