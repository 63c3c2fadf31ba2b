"""standard phrases of a forum"""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("forums", sa.Column("phrases", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("forums", "phrases")
