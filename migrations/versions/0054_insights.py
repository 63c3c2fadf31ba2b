"""snapshots and digests"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
        sa.UniqueConstraint("kind", "period", "scope", name="one_snapshot_per_period"),
    )
    op.create_index(op.f("ix_snapshots_sha256"), "snapshots", ["sha256"])
    op.create_table(
        "digests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("snapshot_id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("classification", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("lead", sa.String(), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True)),
        sa.Column("released_by_id", sa.Uuid()),
        sa.Column("mailed_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_digests_circle_id_circles")),
        sa.ForeignKeyConstraint(["released_by_id"], ["people.id"], name=op.f("fk_digests_released_by_id_people")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_digests_snapshot_id_snapshots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("code", name=op.f("uq_digests_code")),
    )
    op.create_index(op.f("ix_digests_circle_id"), "digests", ["circle_id"])
    op.create_index(op.f("ix_digests_snapshot_id"), "digests", ["snapshot_id"])
    op.create_index(op.f("ix_digests_state"), "digests", ["state"])


def downgrade() -> None:
    op.drop_table("digests")
    op.drop_table("snapshots")
