"""changes of a forum's schedule, and what those invited were not told of them yet"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "moved",
                "cancelled",
                "restored",
                "merged",
                "confirmed",
                "shifted",
                "relocated",
                "rescheduled",
                "ended",
                name="changekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("sessions", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_changes_forum_id_forums")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_changes_by_id_people")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["people.id"], name=op.f("fk_changes_undone_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index("ix_changes_forum_at", "changes", ["forum_id", "at"])
    op.create_table(
        "tellings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("slot", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum("planned", "held", "cancelled", "merged", name="sessionstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("in_person", "online", "hybrid", name="mode", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("link", sa.String(1000), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_tellings_session_id_sessions")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_tellings_series_id_series")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_tellings_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tellings")),
        sa.UniqueConstraint("session_id", name=op.f("uq_tellings_session_id")),
    )
    op.create_index(op.f("ix_tellings_due_at"), "tellings", ["due_at"])


def downgrade() -> None:
    op.drop_table("tellings")
    op.drop_table("changes")
