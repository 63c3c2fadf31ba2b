"""mail that came back"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mails", sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("mails", sa.Column("bounce_reason", sa.String(length=300), server_default="", nullable=False))
    op.create_index("ix_mails_bounced_at", "mails", ["bounced_at"])
    op.create_index("ix_mails_created_at", "mails", ["created_at"])


def downgrade() -> None:
    op.drop_index("ix_mails_created_at", "mails")
    op.drop_index("ix_mails_bounced_at", "mails")
    op.drop_column("mails", "bounce_reason")
    op.drop_column("mails", "bounced_at")
