"""the unit that runs the instance: name, letterhead and time zone"""

import os
import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

INSTANCE_ID = uuid.UUID(int=1)
BEFORE = {
    "unit": ("SELARAS_UNIT", "BLUD Jakarta Smart City"),
    "above": ("SELARAS_UNIT_ABOVE", ""),
    "address": ("SELARAS_UNIT_ADDRESS", ""),
    "city": ("SELARAS_UNIT_CITY", "Jakarta"),
    "timezone": ("SELARAS_TIMEZONE", "Asia/Jakarta"),
}
"""What decided these values in earlier releases: a variable of the environment, and its default."""


def upgrade() -> None:
    instances = op.create_table(
        "instances",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_profile(),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["emblem_id"], ["files.id"], name=op.f("fk_instances_emblem_id_files")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instances")),
    )
    op.create_table(
        "past_instances",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_profile(),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["emblem_id"], ["files.id"], name=op.f("fk_past_instances_emblem_id_files")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_instances")),
    )
    op.create_index(op.f("ix_past_instances_until"), "past_instances", ["until"])
    if op.get_bind().scalar(sa.text("SELECT 1 FROM people LIMIT 1")):
        op.bulk_insert(instances, [_as_before()])


def downgrade() -> None:
    op.drop_index(op.f("ix_past_instances_until"), "past_instances")
    op.drop_table("past_instances")
    op.drop_table("instances")


def _profile() -> list[sa.Column]:
    return [
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("above", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("emblem_id", sa.Uuid()),
    ]


def _as_before() -> dict[str, object]:
    """Return what an instance in use has shown so far, so that the new defaults change nothing on it."""
    values = {name: os.environ.get(variable, default) for name, (variable, default) in BEFORE.items()}
    values["timezone"] = values["timezone"] or "Asia/Jakarta"
    return {"id": INSTANCE_ID, "version": 1, "emblem_id": None, "changed_at": datetime.now(UTC), **values}
