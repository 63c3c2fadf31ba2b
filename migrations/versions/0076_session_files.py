"""files that remain of a session"""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("alternative", sa.String(length=300), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind = 'assignment' OR seat_id IS NULL", name=op.f("ck_session_files_seats_of_assignments")
        ),
        sa.CheckConstraint("kind = 'photo' OR NOT is_public", name=op.f("ck_session_files_only_photos_are_public")),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_session_files_added_by_id_people")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_session_files_file_id_files")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_session_files_seat_id_seats")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_session_files_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_files")),
    )
    op.create_index("ix_session_files_session_kind", "session_files", ["session_id", "kind"])


def downgrade() -> None:
    op.drop_index("ix_session_files_session_kind", table_name="session_files")
    op.drop_table("session_files")
