"""amendments of minutes, rewordings of decisions, circulated texts"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("passages", sa.Column("origin_id", sa.Uuid(), nullable=True))
    op.create_table(
        "amendments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["minutes.id"], name=op.f("fk_amendments_base_id_minutes")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_amendments_by_id_people")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_amendments_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint("minutes_id", name=op.f("uq_amendments_minutes_id")),
    )
    op.create_index(op.f("ix_amendments_base_id"), "amendments", ["base_id"])
    op.create_table(
        "rewordings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("dissent", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_rewordings_by_id_people")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_rewordings_decision_id_decisions")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_rewordings_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewordings")),
        sa.UniqueConstraint("minutes_id", "decision_id", name="one_rewording_per_version"),
    )
    op.create_index(op.f("ix_rewordings_decision_id"), "rewordings", ["decision_id"])
    op.create_table(
        "circulated_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_circulated_texts_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulated_texts")),
        sa.UniqueConstraint("minutes_id", name=op.f("uq_circulated_texts_minutes_id")),
    )


def downgrade() -> None:
    op.drop_table("circulated_texts")
    op.drop_table("rewordings")
    op.drop_table("amendments")
    op.drop_column("passages", "origin_id")
