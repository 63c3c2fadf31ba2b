"""times that people propose"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "time_proposals",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("via", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_time_proposals_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_time_proposals_decided_by_id_people")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_time_proposals_invitation_id_invitations")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_time_proposals_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_proposals")),
    )
    for column in ("session_id", "invitation_id", "state"):
        op.create_index(f"ix_time_proposals_{column}", "time_proposals", [column])


def downgrade() -> None:
    op.drop_table("time_proposals")
