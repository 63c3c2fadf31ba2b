"""statements that a right was not received, and those recorded on behalf of a party"""

import sqlalchemy as sa
from alembic import op

revision = "0107"
down_revision = "0106"
branch_labels = None
depends_on = None

SOURCES = ("telephone", "message", "letter", "meeting")


def upgrade() -> None:
    source = sa.Enum(*SOURCES, name="source", native_enum=False, length=40)
    with op.batch_alter_table("right_receipts") as batch:
        batch.alter_column("received_on", existing_type=sa.Date(), nullable=True)
        batch.add_column(sa.Column("source", source, nullable=True))
        batch.add_column(sa.Column("said_on", sa.Date(), nullable=True))
        batch.create_check_constraint("told_with_a_source", "(source IS NULL) = (said_on IS NULL)")


def downgrade() -> None:
    op.execute("DELETE FROM right_receipts WHERE received_on IS NULL")
    with op.batch_alter_table("right_receipts") as batch:
        batch.drop_constraint("told_with_a_source", type_="check")
        batch.drop_column("said_on")
        batch.drop_column("source")
        batch.alter_column("received_on", existing_type=sa.Date(), nullable=False)
