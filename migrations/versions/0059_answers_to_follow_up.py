"""answers of leadership to follow up"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

digests = sa.table(
    "digests", sa.column("id", sa.Uuid()), sa.column("asks", sa.JSON()), sa.column("open_answers", sa.Integer())
)


def upgrade() -> None:
    op.add_column("digests", sa.Column("open_answers", sa.Integer(), server_default="0", nullable=False))
    connection = op.get_bind()
    for digest_id, asks in connection.execute(sa.select(digests.c.id, digests.c.asks)).all():
        if answered := sum("answer" in ask for ask in asks):
            connection.execute(digests.update().where(digests.c.id == digest_id).values(open_answers=answered))


def downgrade() -> None:
    op.drop_column("digests", "open_answers")
