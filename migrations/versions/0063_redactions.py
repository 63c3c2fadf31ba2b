"""withheld parts of published minutes, and replaced editions"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "redactions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_id", sa.Uuid()),
        sa.Column("proposed_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by_id", sa.Uuid()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_id"], ["people.id"], name=op.f("fk_redactions_asked_id_people")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_redactions_decided_by_id_people")),
        sa.ForeignKeyConstraint(["marked_by_id"], ["people.id"], name=op.f("fk_redactions_marked_by_id_people")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_redactions_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redactions")),
    )
    op.create_index("ix_redactions_minutes_state", "redactions", ["minutes_id", "state"])
    op.create_index(op.f("ix_redactions_state"), "redactions", ["state"])
    op.create_table(
        "withholdings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("redaction_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Uuid()),
        sa.Column("decision_id", sa.Uuid()),
        sa.Column("agenda_item_id", sa.Uuid()),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("basis", sa.String(length=40)),
        sa.Column("other_basis", sa.String(length=200), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("instead", sa.String(length=300), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(CASE WHEN passage_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN decision_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN agenda_item_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_withholdings_withholds_one_part"),
        ),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_items.id"], name=op.f("fk_withholdings_agenda_item_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_withholdings_decision_id_decisions")),
        sa.ForeignKeyConstraint(["passage_id"], ["passages.id"], name=op.f("fk_withholdings_passage_id_passages")),
        sa.ForeignKeyConstraint(
            ["redaction_id"], ["redactions.id"], name=op.f("fk_withholdings_redaction_id_redactions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withholdings")),
        sa.UniqueConstraint("redaction_id", "position", name="one_withholding_per_position"),
    )
    op.create_index(op.f("ix_withholdings_agenda_item_id"), "withholdings", ["agenda_item_id"])
    op.create_index(op.f("ix_withholdings_decision_id"), "withholdings", ["decision_id"])
    op.create_index(op.f("ix_withholdings_passage_id"), "withholdings", ["passage_id"])
    op.create_index(op.f("ix_withholdings_until"), "withholdings", ["until"])
    op.create_table(
        "earlier_editions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("redaction_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_earlier_editions_minutes_id_minutes")),
        sa.ForeignKeyConstraint(
            ["redaction_id"], ["redactions.id"], name=op.f("fk_earlier_editions_redaction_id_redactions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_editions")),
        sa.UniqueConstraint("minutes_id", "edition", name="one_row_per_edition"),
        sa.UniqueConstraint("sha256", name=op.f("uq_earlier_editions_sha256")),
    )


def downgrade() -> None:
    op.drop_table("earlier_editions")
    op.drop_table("withholdings")
    op.drop_table("redactions")
