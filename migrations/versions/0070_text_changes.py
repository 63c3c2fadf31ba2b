"""changes of circulated minutes"""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_text_changes_by_id_people")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_text_changes_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_changes")),
    )
    op.create_index("ix_text_changes_minutes_id_subject_id", "text_changes", ["minutes_id", "subject_id"])
    op.create_index("ix_text_changes_announced_at", "text_changes", ["announced_at"])


def downgrade() -> None:
    op.drop_table("text_changes")
