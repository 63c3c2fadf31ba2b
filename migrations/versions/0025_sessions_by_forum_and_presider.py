"""sessions by forum and state, and by who presides"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sessions") as table:
        table.create_index("ix_sessions_forum_state_starts_at", ["forum_id", "state", "starts_at"])
        table.create_index("ix_sessions_presider_id", ["presider_id"])


def downgrade() -> None:
    with op.batch_alter_table("sessions") as table:
        table.drop_index("ix_sessions_presider_id")
        table.drop_index("ix_sessions_forum_state_starts_at")
