"""when sessions were made, the circle that a digest is about, and what was kept or circulated lately"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

CIRCLE = """(
    SELECT forums.circle_id FROM forums JOIN snapshots ON snapshots.scope = forums.slug
    WHERE snapshots.id = digests.snapshot_id
)"""
HIGHER = "(SELECT circles.classification FROM circles WHERE circles.id = digests.circle_id)"


def upgrade() -> None:
    op.add_column("sessions", sa.Column("made_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_sessions_made_at", "sessions", ["made_at"])
    op.create_index("ix_commitments_met_on", "commitments", ["met_on"])
    op.create_index("ix_minutes_circulated_at", "minutes", ["circulated_at"])
    with op.batch_alter_table("digests") as table:
        table.add_column(sa.Column("circle_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_digests_circle_id_circles"), "circles", ["circle_id"], ["id"])
        table.create_index("ix_digests_circle_id", ["circle_id"])
    op.execute(f"UPDATE digests SET circle_id = {CIRCLE}")  # noqa: S608 - nobody's words
    op.execute(
        f"UPDATE digests SET classification = {HIGHER} "  # noqa: S608 - nobody's words
        f"WHERE {HIGHER} IN ('restricted', 'secret')"
    )


def downgrade() -> None:
    with op.batch_alter_table("digests") as table:
        table.drop_index("ix_digests_circle_id")
        table.drop_constraint(op.f("fk_digests_circle_id_circles"), type_="foreignkey")
        table.drop_column("circle_id")
    op.drop_index("ix_minutes_circulated_at", table_name="minutes")
    op.drop_index("ix_commitments_met_on", table_name="commitments")
    op.drop_index("ix_sessions_made_at", table_name="sessions")
    with op.batch_alter_table("sessions") as table:
        table.drop_column("made_at")
