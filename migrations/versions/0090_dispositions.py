"""instructions with which people pass what their organisation was asked on to a colleague"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None

STATES = ("given", "taken", "answered", "passed_back", "replaced")


def upgrade() -> None:
    _add_dispositions()
    _add_delivery_records()
    _add_waits()
    _add_milestones()
    _add_particulars()


def downgrade() -> None:
    op.drop_index("ix_commitments_rhythm", table_name="commitments")
    for name in ("plan", "plan_note", "funds", "funds_note", "rhythm"):
        op.drop_column("commitments", name)
    op.drop_table("milestones")
    op.drop_table("waits")
    op.drop_table("delivery_records")
    op.drop_table("dispositions")


def _add_dispositions() -> None:
    op.create_table(
        "dispositions",
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("giver_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_id", sa.Uuid(), nullable=False),
        sa.Column("instruction", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="dispositionstate", native_enum=False, length=40), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("giver_id <> receiver_id", name=op.f("ck_dispositions_to_somebody_else")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_dispositions_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["giver_id"], ["people.id"], name=op.f("fk_dispositions_giver_id_people")),
        sa.ForeignKeyConstraint(["receiver_id"], ["people.id"], name=op.f("fk_dispositions_receiver_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispositions")),
    )
    is_open = sa.text("state IN ('given', 'taken')")
    op.create_index(
        "one_open_disposition_per_thing",
        "dispositions",
        ["subject_id", "organisation_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index(
        "ix_dispositions_subject_organisation", "dispositions", ["subject_id", "organisation_id", "given_at"]
    )
    op.create_index("ix_dispositions_receiver_state", "dispositions", ["receiver_id", "state", "due"])
    op.create_index("ix_dispositions_giver_state", "dispositions", ["giver_id", "state", "due"])


def _add_delivery_records() -> None:
    op.create_table(
        "delivery_records",
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("handed_over", sa.String(), nullable=False),
        sa.Column("closing", sa.String(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("signatories", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_delivery_records_commitment_id_commitments")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_delivery_records_written_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_records")),
        sa.UniqueConstraint("commitment_id", name=op.f("uq_delivery_records_commitment_id")),
    )


def _add_waits() -> None:
    op.create_table(
        "waits",
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("awaited_id", sa.Uuid(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("commitment_id <> awaited_id", name=op.f("ck_waits_not_for_itself")),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.id"], name=op.f("fk_waits_commitment_id_commitments")),
        sa.ForeignKeyConstraint(["awaited_id"], ["commitments.id"], name=op.f("fk_waits_awaited_id_commitments")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_waits_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waits")),
        sa.UniqueConstraint("commitment_id", "awaited_id", name="waits_once"),
    )
    op.create_index(op.f("ix_waits_awaited_id"), "waits", ["awaited_id"])


def _add_milestones() -> None:
    op.create_table(
        "milestones",
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_milestones_commitment_id_commitments")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["people.id"], name=op.f("fk_milestones_set_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
    )
    op.create_index("ix_milestones_commitment_due", "milestones", ["commitment_id", "due"])


def _add_particulars() -> None:
    """Add the plan, the source of funds and the rhythm of reports; earlier commitments have none."""
    op.add_column("commitments", sa.Column("plan", sa.String(length=40), nullable=True))
    op.add_column("commitments", sa.Column("plan_note", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("commitments", sa.Column("funds", sa.String(length=40), nullable=True))
    op.add_column("commitments", sa.Column("funds_note", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("commitments", sa.Column("rhythm", sa.String(length=40), nullable=False, server_default="none"))
    has_rhythm = sa.text("rhythm <> 'none'")
    op.create_index(
        "ix_commitments_rhythm",
        "commitments",
        ["rhythm", "progress_on"],
        sqlite_where=has_rhythm,
        postgresql_where=has_rhythm,
    )
