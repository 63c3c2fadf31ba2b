"""digests of organisations, and digests that are drafted automatically"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0099"
down_revision = "0098"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("digests") as batch:
        batch.add_column(sa.Column("organisation_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_digests_organisation_id_organisations"), "organisations", ["organisation_id"], ["id"]
        )
        batch.create_index(op.f("ix_digests_organisation_id"), ["organisation_id"])
    op.create_table(
        "digest_schedules",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_digest_schedules_circle_id_circles")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_digest_schedules_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_digest_schedules_created_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_schedules")),
        sa.UniqueConstraint("kind", "scope", name="scheduled_once"),
    )
    for column in ("circle_id", "created_by_id", "organisation_id"):
        op.create_index(op.f(f"ix_digest_schedules_{column}"), "digest_schedules", [column])


def downgrade() -> None:
    op.drop_table("digest_schedules")
    with op.batch_alter_table("digests") as batch:
        batch.drop_index(op.f("ix_digests_organisation_id"))
        batch.drop_constraint(op.f("fk_digests_organisation_id_organisations"), type_="foreignkey")
        batch.drop_column("organisation_id")
