"""all commitments by date and code"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_commitments_current_due_code", "commitments", ["current_due", "code"])


def downgrade() -> None:
    op.drop_index("ix_commitments_current_due_code", table_name="commitments")
