"""commitments, their delivery and verification"""

import sqlalchemy as sa
from alembic import op

from app.search import trigrams

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

OPEN = sa.text("delivery NOT IN ('declined', 'closed', 'cancelled', 'superseded')")
SEARCHED = ("code", "title")


def upgrade() -> None:
    op.create_table(
        "commitments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("visibility", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("criteria", sa.String(), nullable=False),
        sa.Column("responsible_id", sa.Uuid(), nullable=False),
        sa.Column("responsible_person_id", sa.Uuid()),
        sa.Column("verifier_id", sa.Uuid(), nullable=False),
        sa.Column("first_due", sa.Date(), nullable=False),
        sa.Column("current_due", sa.Date(), nullable=False),
        sa.Column("counter_due", sa.Date()),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("evidence_required", sa.Boolean(), nullable=False),
        sa.Column("delivery", sa.String(length=40), nullable=False),
        sa.Column("verification", sa.String(length=40), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("progress_on", sa.Date()),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_on", sa.Date()),
        sa.Column("submitted_at", sa.DateTime(timezone=True)),
        sa.Column("met_on", sa.Date()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_commitments_progress_in_percent")),
        sa.CheckConstraint("responsible_id <> verifier_id", name=op.f("ck_commitments_nobody_verifies_itself")),
        sa.CheckConstraint("weight BETWEEN 1 AND 5", name=op.f("ck_commitments_weight_one_to_five")),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_commitments_circle_id_circles")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people.id"], name=op.f("fk_commitments_proposed_by_id_people")),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["organisations.id"], name=op.f("fk_commitments_responsible_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["responsible_person_id"], ["people.id"], name=op.f("fk_commitments_responsible_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["verifier_id"], ["organisations.id"], name=op.f("fk_commitments_verifier_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint("code", name=op.f("uq_commitments_code")),
    )
    op.create_index(
        "ix_commitments_circle_delivery",
        "commitments",
        ["circle_id", "delivery", "visibility", "current_due", "accepted_on", "progress"],
    )
    op.create_index("ix_commitments_current_due_code", "commitments", ["current_due", "code"])
    op.create_index("ix_commitments_delivery_current_due", "commitments", ["delivery", "current_due"])
    op.create_index(op.f("ix_commitments_met_on"), "commitments", ["met_on"])
    op.create_index(
        "ix_commitments_open_due",
        "commitments",
        ["current_due", "code", "delivery", "visibility", "circle_id", "responsible_id", "verifier_id", "id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_commitments_responsible_delivery", "commitments", ["responsible_id", "delivery"])
    op.create_index(op.f("ix_commitments_responsible_person_id"), "commitments", ["responsible_person_id"])
    op.create_index("ix_commitments_verifier_delivery", "commitments", ["verifier_id", "delivery"])
    op.create_table(
        "contributions",
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_contributions_commitment_id_commitments")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_contributions_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("commitment_id", "organisation_id", name=op.f("pk_contributions")),
    )
    op.create_index(op.f("ix_contributions_organisation_id"), "contributions", ["organisation_id"])
    op.create_table(
        "updates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("challenges", sa.String(), nullable=False),
        sa.Column("help_needed", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.Integer()),
        sa.Column("due", sa.Date()),
        sa.Column("source", sa.String(length=40)),
        sa.Column("said_on", sa.Date()),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_updates_by_id_people")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_updates_commitment_id_commitments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_updates")),
    )
    op.create_index("ix_updates_at", "updates", ["at"])
    op.create_index("ix_updates_commitment_at", "updates", ["commitment_id", "at"])
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid()),
        sa.Column("link", sa.String(length=2000)),
        sa.CheckConstraint("(file_id IS NULL) <> (link IS NULL)", name=op.f("ck_evidence_either_file_or_link")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_evidence_commitment_id_commitments")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_evidence_file_id_files")),
        sa.ForeignKeyConstraint(["update_id"], ["updates.id"], name=op.f("fk_evidence_update_id_updates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_commitment_id"), "evidence", ["commitment_id"])
    op.create_index(op.f("ix_evidence_update_id"), "evidence", ["update_id"])
    op.create_table(
        "blockers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("remover_id", sa.Uuid()),
        sa.Column("raised_by_id", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_blockers_commitment_id_commitments")
        ),
        sa.ForeignKeyConstraint(["raised_by_id"], ["people.id"], name=op.f("fk_blockers_raised_by_id_people")),
        sa.ForeignKeyConstraint(
            ["remover_id"], ["organisations.id"], name=op.f("fk_blockers_remover_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blockers")),
    )
    op.create_index("ix_blockers_commitment_removed_at", "blockers", ["commitment_id", "removed_at"])
    op.create_table(
        "extensions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("from_due", sa.Date(), nullable=False),
        sa.Column("to_due", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Uuid()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint("to_due > from_due", name=op.f("ck_extensions_later_than_before")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people.id"], name=op.f("fk_extensions_answered_by_id_people")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_extensions_asked_by_id_people")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_extensions_commitment_id_commitments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
    )
    op.create_index("ix_extensions_commitment_state", "extensions", ["commitment_id", "state"])
    op.create_index("ix_extensions_state", "extensions", ["state"])
    op.create_table(
        "reminders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_reminders_commitment_id_commitments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("commitment_id", "due", "step", name="each_step_once"),
    )
    trigrams.index(op.get_bind(), "commitments", SEARCHED)


def downgrade() -> None:
    trigrams.drop(op.get_bind(), "commitments", SEARCHED)
    op.drop_table("reminders")
    op.drop_table("extensions")
    op.drop_table("blockers")
    op.drop_table("evidence")
    op.drop_table("updates")
    op.drop_table("contributions")
    op.drop_table("commitments")
