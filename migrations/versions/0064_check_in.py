"""check-in, guests, and officers of sessions"""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_in_renewals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["renewed_by_id"], ["people.id"], name=op.f("fk_check_in_renewals_renewed_by_id_people")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_check_in_renewals_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_renewals")),
        sa.UniqueConstraint("session_id", name=op.f("uq_check_in_renewals_session_id")),
    )
    op.create_table(
        "guests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("representing", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True)),
        sa.Column("seat_id", sa.Uuid()),
        sa.Column("participant_id", sa.Uuid()),
        sa.Column("decided_by_id", sa.Uuid()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_guests_decided_by_id_people")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_guests_participant_id_participants")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_guests_seat_id_seats")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_guests_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guests")),
    )
    op.create_index("ix_guests_session_state", "guests", ["session_id", "state"])
    op.create_index("ix_guests_state_entered_at", "guests", ["state", "entered_at"])
    op.create_table(
        "officer_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("before_id", sa.Uuid()),
        sa.Column("after_id", sa.Uuid()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["after_id"], ["people.id"], name=op.f("fk_officer_changes_after_id_people")),
        sa.ForeignKeyConstraint(["before_id"], ["people.id"], name=op.f("fk_officer_changes_before_id_people")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_officer_changes_by_id_people")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_officer_changes_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_changes")),
    )
    op.create_index("ix_officer_changes_session_at", "officer_changes", ["session_id", "at"])


def downgrade() -> None:
    op.drop_table("officer_changes")
    op.drop_table("guests")
    op.drop_table("check_in_renewals")
