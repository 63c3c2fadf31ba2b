"""quorum kept with decisions, and the question of agenda items"""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decisions", sa.Column("quorum", sa.JSON(), nullable=True))
    op.add_column("decisions", sa.Column("no_quorum_reason", sa.String(), server_default="", nullable=False))
    op.add_column("agenda_items", sa.Column("question", sa.String(length=300), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("agenda_items", "question")
    op.drop_column("decisions", "no_quorum_reason")
    op.drop_column("decisions", "quorum")
