"""the decision by which a barrier was resolved"""

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("barriers") as table:
        table.add_column(sa.Column("decision_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_barriers_decision_id_decisions"), "decisions", ["decision_id"], ["id"])
        table.create_index(op.f("ix_barriers_decision_id"), ["decision_id"])


def downgrade() -> None:
    with op.batch_alter_table("barriers") as table:
        table.drop_index(op.f("ix_barriers_decision_id"))
        table.drop_constraint(op.f("fk_barriers_decision_id_decisions"), type_="foreignkey")
        table.drop_column("decision_id")
