"""sessions of signed-in people are kept on the server"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_sessions",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.Column("browser", sa.String(length=30), nullable=False),
        sa.Column("system", sa.String(length=30), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_account_sessions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_sessions")),
        sa.UniqueConstraint("digest", name=op.f("uq_account_sessions_digest")),
    )
    op.create_index(op.f("ix_account_sessions_person_id"), "account_sessions", ["person_id"])
    op.create_index(op.f("ix_account_sessions_seen_at"), "account_sessions", ["seen_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_account_sessions_seen_at"), table_name="account_sessions")
    op.drop_index(op.f("ix_account_sessions_person_id"), table_name="account_sessions")
    op.drop_table("account_sessions")
