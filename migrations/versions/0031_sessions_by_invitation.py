"""circles are found by their classification, sessions by whether people are invited"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

INVITED = sa.text("invited_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(op.f("ix_circles_classification"), "circles", ["classification"])
    op.create_index(
        "ix_sessions_invited_state_starts_at",
        "sessions",
        ["state", "starts_at"],
        sqlite_where=INVITED,
        postgresql_where=INVITED,
    )


def downgrade() -> None:
    op.drop_index("ix_sessions_invited_state_starts_at", table_name="sessions")
    op.drop_index(op.f("ix_circles_classification"), table_name="circles")
