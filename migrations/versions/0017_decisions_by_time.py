"""decisions by time and code, agenda items by state"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_decisions_decided_at", table_name="decisions")
    op.create_index("ix_decisions_decided_at_code", "decisions", ["decided_at", "code"])
    op.create_index("ix_agenda_items_state", "agenda_items", ["state"])


def downgrade() -> None:
    op.drop_index("ix_agenda_items_state", table_name="agenda_items")
    op.drop_index("ix_decisions_decided_at_code", table_name="decisions")
    op.create_index("ix_decisions_decided_at", "decisions", ["decided_at"])
