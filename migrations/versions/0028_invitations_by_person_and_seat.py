"""invitations by person and by seat, each with their session; the state of the newest minutes"""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invitations") as table:
        table.create_index("ix_invitations_seat_session", ["seat_id", "session_id"])
        table.create_index("ix_invitations_person_withdrawn_session", ["person_id", "withdrawn_at", "session_id"])
        table.drop_index("ix_invitations_seat_id")
        table.drop_index("ix_invitations_person_id")
    with op.batch_alter_table("minutes") as table:
        table.create_index("ix_minutes_session_state", ["session_id", "version", "state", "correction_until"])


def downgrade() -> None:
    with op.batch_alter_table("minutes") as table:
        table.drop_index("ix_minutes_session_state")
    with op.batch_alter_table("invitations") as table:
        table.create_index("ix_invitations_person_id", ["person_id"])
        table.create_index("ix_invitations_seat_id", ["seat_id"])
        table.drop_index("ix_invitations_person_withdrawn_session")
        table.drop_index("ix_invitations_seat_session")
