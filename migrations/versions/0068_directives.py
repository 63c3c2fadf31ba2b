"""directives and suggestions"""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "directives",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("replied_by_id", sa.Uuid(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("commitment_id", sa.Uuid(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(given_by_id IS NULL) = (kind = 'suggestion')", name=op.f("ck_directives_suggested_by_outsiders")
        ),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_items.id"], name=op.f("fk_directives_agenda_item_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_directives_commitment_id_commitments")
        ),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_directives_forum_id_forums")),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_directives_given_by_id_people")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["directives.id"], name=op.f("fk_directives_merged_into_id_directives")
        ),
        sa.ForeignKeyConstraint(["replied_by_id"], ["people.id"], name=op.f("fk_directives_replied_by_id_people")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_directives_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directives")),
    )
    op.create_index(op.f("ix_directives_agenda_item_id"), "directives", ["agenda_item_id"])
    op.create_index(op.f("ix_directives_given_by_id"), "directives", ["given_by_id"])
    op.create_index("ix_directives_forum_state", "directives", ["forum_id", "state"])
    op.create_index("ix_directives_given_at", "directives", ["given_at"])
    op.create_index("ix_directives_state_answer_due", "directives", ["state", "answer_due"])


def downgrade() -> None:
    op.drop_table("directives")
