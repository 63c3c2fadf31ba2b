"""one index of all texts for search"""

import sqlalchemy as sa
from alembic import op

from app.search import ddl

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=True),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("anchor", sa.String(length=100), nullable=False),
        sa.Column("title_words", sa.String(), nullable=False),
        sa.Column("title_stems", sa.String(), nullable=False),
        sa.Column("text_words", sa.String(), nullable=False),
        sa.Column("text_stems", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entries")),
        sa.UniqueConstraint("source", "row_id", name="uq_search_entries_source_row"),
    )
    op.create_index("ix_search_entries_circle", "search_entries", ["circle_id", "is_secret"])
    ddl.create(op.get_bind())


def downgrade() -> None:
    ddl.drop(op.get_bind())
    op.drop_table("search_entries")
