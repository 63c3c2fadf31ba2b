"""letters that were signed outside"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signed_letters",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_signed_letters_added_by_id_people")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_signed_letters_file_id_files")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_signed_letters_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_letters")),
        sa.UniqueConstraint("session_id", name=op.f("uq_signed_letters_session_id")),
    )


def downgrade() -> None:
    op.drop_table("signed_letters")
