"""versions of sessions, and seats of invitations, are read from an index"""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_sessions_forum_version", "sessions", ["forum_id", "version"])
    op.create_index(
        "ix_invitations_person_withdrawn_seat", "invitations", ["person_id", "withdrawn_at", "session_id", "seat_id"]
    )
    op.drop_index("ix_invitations_person_withdrawn_session", table_name="invitations")


def downgrade() -> None:
    op.create_index(
        "ix_invitations_person_withdrawn_session", "invitations", ["person_id", "withdrawn_at", "session_id"]
    )
    op.drop_index("ix_invitations_person_withdrawn_seat", table_name="invitations")
    op.drop_index("ix_sessions_forum_version", table_name="sessions")
