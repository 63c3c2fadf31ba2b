"""indexes for what lists and homes look for among many"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OPEN = sa.text("delivery NOT IN ('declined', 'closed', 'cancelled', 'superseded')")
HOLDS_A_ROLE = sa.text("(is_administrator OR is_coordinator OR is_leadership)")


def upgrade() -> None:
    op.create_index("ix_updates_at", "updates", ["at"])
    op.create_index("ix_extensions_state", "extensions", ["state"])
    op.create_index(
        "ix_commitments_open_due", "commitments", ["current_due", "code"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index("ix_people_joined_suspended", "people", ["joined_at", "suspended_at"])
    op.create_index(
        "ix_people_with_a_role", "people", ["name"], sqlite_where=HOLDS_A_ROLE, postgresql_where=HOLDS_A_ROLE
    )


def downgrade() -> None:
    op.drop_index("ix_people_with_a_role", table_name="people")
    op.drop_index("ix_people_joined_suspended", table_name="people")
    op.drop_index("ix_commitments_open_due", table_name="commitments")
    op.drop_index("ix_extensions_state", table_name="extensions")
    op.drop_index("ix_updates_at", table_name="updates")
