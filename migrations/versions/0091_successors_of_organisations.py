"""successors and former names of organisations; the names under which parties signed"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation_successions",
        sa.Column("predecessor_id", sa.Uuid(), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=False),
        sa.Column("done_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "predecessor_id <> successor_id", name=op.f("ck_organisation_successions_by_another_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["predecessor_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_successions_predecessor_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["organisations.id"], name=op.f("fk_organisation_successions_successor_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["people.id"], name=op.f("fk_organisation_successions_done_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_successions")),
    )
    for name in ("predecessor_id", "successor_id"):
        op.create_index(op.f(f"ix_organisation_successions_{name}"), "organisation_successions", [name])
    op.create_table(
        "former_names",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_former_names_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["changed_by_id"], ["people.id"], name=op.f("fk_former_names_changed_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_names")),
    )
    op.create_index(op.f("ix_former_names_organisation_id"), "former_names", ["organisation_id"])
    op.add_column("parties", sa.Column("signed_as", sa.String(length=200), nullable=False, server_default=""))
    op.execute(
        "UPDATE parties SET signed_as = (SELECT organisations.name FROM seats"
        " JOIN organisations ON organisations.id = seats.organisation_id WHERE seats.id = parties.seat_id)"
        " WHERE agreement_id IN (SELECT id FROM agreements WHERE signed_on IS NOT NULL)"
    )


def downgrade() -> None:
    op.drop_column("parties", "signed_as")
    op.drop_table("former_names")
    op.drop_table("organisation_successions")
