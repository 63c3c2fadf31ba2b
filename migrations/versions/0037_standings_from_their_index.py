"""what the open promises of a forum amount to is read from their index"""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

OF_CIRCLE = ["circle_id", "delivery"]
JUDGED_BY = ["visibility", "current_due", "accepted_on", "progress"]


def upgrade() -> None:
    _index([*OF_CIRCLE, *JUDGED_BY])


def downgrade() -> None:
    _index(OF_CIRCLE)


def _index(columns: list[str]) -> None:
    op.drop_index("ix_commitments_circle_delivery", table_name="commitments")
    op.create_index("ix_commitments_circle_delivery", "commitments", columns)
