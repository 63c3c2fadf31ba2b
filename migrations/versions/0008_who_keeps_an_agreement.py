"""who keeps an agreement, and its last day"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agreements") as table:
        table.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("keeper_id", sa.Uuid(), nullable=True))
    # Whoever acted on it first keeps it; else the coordinator who joined first, else anyone.
    op.execute(
        "UPDATE agreements SET keeper_id = COALESCE("
        "(SELECT actor_id FROM audit_rows JOIN people ON people.id = actor_id"
        " WHERE subject_id = agreements.id ORDER BY audit_rows.id LIMIT 1),"
        " (SELECT id FROM people ORDER BY is_coordinator DESC, joined_at, id LIMIT 1))"
    )
    with op.batch_alter_table("agreements") as table:
        table.alter_column("keeper_id", existing_type=sa.Uuid(), nullable=False)
        table.create_foreign_key(op.f("fk_agreements_keeper_id_people"), "people", ["keeper_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("agreements") as table:
        table.drop_constraint(op.f("fk_agreements_keeper_id_people"), type_="foreignkey")
        table.drop_column("keeper_id")
        table.drop_column("ended_on")
