"""synopses of programmes"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0097"
down_revision = "0096"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "synopses",
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("sentence", sa.String(length=300), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_synopses_by_id_people")),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_synopses_circle_id_circles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synopses")),
        sa.UniqueConstraint("circle_id", name=op.f("uq_synopses_circle_id")),
    )


def downgrade() -> None:
    op.drop_table("synopses")
