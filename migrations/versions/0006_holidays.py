"""the list of holidays"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("known_day", sa.Date(), nullable=True),
        sa.Column("known_name", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holidays")),
        sa.UniqueConstraint("day", "name", name="one_holiday_per_date_and_name"),
        sa.UniqueConstraint("known_day", "known_name", name="one_row_per_known_holiday"),
    )
    op.create_index(op.f("ix_holidays_day"), "holidays", ["day"], unique=False)
    op.create_table(
        "ramadans",
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_ramadans_ends_after_it_begins")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ramadans")),
        sa.UniqueConstraint("first_day", name=op.f("uq_ramadans_first_day")),
    )


def downgrade() -> None:
    op.drop_table("ramadans")
    op.drop_index(op.f("ix_holidays_day"), table_name="holidays")
    op.drop_table("holidays")
