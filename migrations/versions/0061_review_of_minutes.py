"""agreement of the parties, wording of corrections, opinions, deputies"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("corrections", sa.Column("wording", sa.String(), nullable=True))
    op.add_column("corrections", sa.Column("original", sa.String(), nullable=True))
    op.create_table(
        "consents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_link", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_consents_by_id_people")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_consents_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_consents_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint("minutes_id", "seat_id", name="one_consent_per_seat"),
    )
    op.create_index(op.f("ix_consents_seat_id"), "consents", ["seat_id"])
    op.create_table(
        "opinions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approves", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_opinions_asked_by_id_people")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_opinions_by_id_people")),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["corrections.id"], name=op.f("fk_opinions_correction_id_corrections")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_opinions_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions")),
        sa.UniqueConstraint("correction_id", "seat_id", name="one_opinion_per_seat"),
    )
    op.create_index(op.f("ix_opinions_seat_id"), "opinions", ["seat_id"])
    op.create_table(
        "deputies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_deputies_waits_a_day")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_deputies_forum_id_forums")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_deputies_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputies")),
        sa.UniqueConstraint("forum_id", name=op.f("uq_deputies_forum_id")),
    )
    op.create_index(op.f("ix_deputies_person_id"), "deputies", ["person_id"])


def downgrade() -> None:
    op.drop_table("deputies")
    op.drop_table("opinions")
    op.drop_table("consents")
    op.drop_column("corrections", "original")
    op.drop_column("corrections", "wording")
