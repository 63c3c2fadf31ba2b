"""calendars of others become sessions, and are known again"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_imports",
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("calendar", sa.String(length=200), nullable=False),
        sa.Column("past", sa.String(length=40), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_calendar_imports_forum_id_forums")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_calendar_imports_file_id_files")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_calendar_imports_created_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_imports")),
    )
    op.create_index(op.f("ix_calendar_imports_forum_id"), "calendar_imports", ["forum_id"])
    op.create_index("ix_calendar_imports_confirmed_created", "calendar_imports", ["confirmed_at", "created_at"])
    op.create_table(
        "imported_events",
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("uid", sa.String(length=200), nullable=False),
        sa.Column("calendar", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_imported_events_forum_id_forums")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_imported_events_series_id_series")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_imported_events_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_events")),
        sa.UniqueConstraint("forum_id", "uid", name="one_event_per_forum_and_uid"),
    )
    op.create_index(op.f("ix_imported_events_series_id"), "imported_events", ["series_id"])
    op.create_index(op.f("ix_imported_events_session_id"), "imported_events", ["session_id"])

    with op.batch_alter_table("tellings") as table:
        table.alter_column("by_id", existing_type=sa.Uuid(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM tellings WHERE by_id IS NULL")
    with op.batch_alter_table("tellings") as table:
        table.alter_column("by_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_table("imported_events")
    op.drop_table("calendar_imports")
