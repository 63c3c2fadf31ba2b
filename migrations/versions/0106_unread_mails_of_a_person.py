"""an index for the number of unread mails of a person"""

import sqlalchemy as sa
from alembic import op

revision = "0106"
down_revision = "0105"
branch_labels = None
depends_on = None

IS_UNREAD = sa.text("is_unread")


def upgrade() -> None:
    op.create_index("ix_mails_unread", "mails", ["person_id"], sqlite_where=IS_UNREAD, postgresql_where=IS_UNREAD)


def downgrade() -> None:
    op.drop_index("ix_mails_unread", "mails")
