"""the hours that offices keep free can be entered"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "working_hours",
        sa.Column("friday_prayer_starts", sa.Time(), nullable=False),
        sa.Column("friday_prayer_ends", sa.Time(), nullable=False),
        sa.Column("ramadan_day_ends", sa.Time(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "friday_prayer_ends > friday_prayer_starts", name=op.f("ck_working_hours_ends_after_it_begins")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_hours")),
    )


def downgrade() -> None:
    op.drop_table("working_hours")
