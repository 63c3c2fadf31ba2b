"""minutes of a state are read from an index: their rows are long"""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_minutes_state_session", "minutes", ["state", "session_id", "version", "correction_until"])
    op.drop_index("ix_minutes_state", table_name="minutes")


def downgrade() -> None:
    op.create_index("ix_minutes_state", "minutes", ["state"])
    op.drop_index("ix_minutes_state_session", table_name="minutes")
