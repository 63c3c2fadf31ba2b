"""calendars of people, and the times at which they are busy"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "busy_feeds",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("awaited", sa.Boolean(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(length=40), nullable=False),
        sa.Column("etag", sa.String(length=200), nullable=False),
        sa.Column("modified", sa.String(length=200), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_busy_feeds_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_feeds")),
    )
    op.create_index("ix_busy_feeds_person_id", "busy_feeds", ["person_id"], unique=False)
    op.create_index("ix_busy_feeds_due_at", "busy_feeds", ["due_at"], unique=False)
    op.create_table(
        "busy_times",
        sa.Column("feed_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_busy_times_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["busy_feeds.id"], name=op.f("fk_busy_times_feed_id_busy_feeds"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_times")),
    )
    op.create_index("ix_busy_times_feed_ends", "busy_times", ["feed_id", "ends_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_busy_times_feed_ends", table_name="busy_times")
    op.drop_table("busy_times")
    op.drop_index("ix_busy_feeds_due_at", table_name="busy_feeds")
    op.drop_index("ix_busy_feeds_person_id", table_name="busy_feeds")
    op.drop_table("busy_feeds")
