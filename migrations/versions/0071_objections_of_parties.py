"""objections of parties to the end of an agreement"""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("parties", sa.Column("objection", sa.String(), server_default="", nullable=False))
    op.add_column("parties", sa.Column("objected_to", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("parties", "objected_to")
    op.drop_column("parties", "objection")
