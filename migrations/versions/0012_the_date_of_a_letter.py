"""the date of a letter stands beside its number"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sessions") as table:
        table.add_column(sa.Column("letter_dated", sa.Date(), nullable=True))
    op.execute(
        "UPDATE sessions SET letter_dated ="
        " (SELECT dated FROM invitation_letters WHERE invitation_letters.session_id = sessions.id)"
    )
    with op.batch_alter_table("invitation_letters") as table:
        table.drop_column("dated")


def downgrade() -> None:
    with op.batch_alter_table("invitation_letters") as table:
        table.add_column(sa.Column("dated", sa.Date(), nullable=True))
    op.execute(
        "UPDATE invitation_letters SET dated ="
        " (SELECT letter_dated FROM sessions WHERE sessions.id = invitation_letters.session_id)"
    )
    with op.batch_alter_table("invitation_letters") as table:
        table.alter_column("dated", existing_type=sa.Date(), nullable=False)
    with op.batch_alter_table("sessions") as table:
        table.drop_column("letter_dated")
