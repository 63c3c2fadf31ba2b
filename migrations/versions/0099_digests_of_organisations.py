"""digests of organisations"""

import sqlalchemy as sa
from alembic import op

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


def downgrade() -> None:
    with op.batch_alter_table("digests") as batch:
        batch.drop_index(op.f("ix_digests_organisation_id"))
        batch.drop_constraint(op.f("fk_digests_organisation_id_organisations"), type_="foreignkey")
        batch.drop_column("organisation_id")
