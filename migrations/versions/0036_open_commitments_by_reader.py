"""open commitments are counted from their index, with all that says who may read them"""

from alembic import op
from sqlalchemy import text

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

OPEN = text("delivery NOT IN ('declined', 'closed', 'cancelled', 'superseded')")
DUE = ["current_due", "code"]
READ_BY = ["delivery", "visibility", "circle_id", "responsible_id", "verifier_id", "id"]


def upgrade() -> None:
    _index([*DUE, *READ_BY])


def downgrade() -> None:
    _index(DUE)


def _index(columns: list[str]) -> None:
    op.drop_index("ix_commitments_open_due", table_name="commitments")
    op.create_index("ix_commitments_open_due", "commitments", columns, sqlite_where=OPEN, postgresql_where=OPEN)
