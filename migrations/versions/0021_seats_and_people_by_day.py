"""seats and people come and go by day: alternates, acting officials, arrivals, what a closed session is measured by"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sessions") as table:
        table.add_column(sa.Column("measured_by", sa.JSON(), nullable=True))
    with op.batch_alter_table("participants") as table:
        table.add_column(sa.Column("capacity", sa.String(40), nullable=False, server_default="own"))
        table.add_column(sa.Column("acting_as", sa.String(200), nullable=False, server_default=""))
        table.add_column(sa.Column("basis", sa.String(300), nullable=False, server_default=""))
        table.add_column(sa.Column("place_of_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("last_day", sa.Date(), nullable=True))
        table.create_foreign_key(
            op.f("fk_participants_place_of_id_participants"), "participants", ["place_of_id"], ["id"]
        )
    with op.batch_alter_table("participants") as table:
        for name in ("capacity", "acting_as", "basis"):
            table.alter_column(name, server_default=None)
    op.create_table(
        "arrivals",
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("capacity", sa.String(length=40), nullable=False),
        sa.Column("acting_as", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("place_of_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("last_day IS NULL OR last_day >= since", name=op.f("ck_arrivals_leaves_after_joining")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["people.id"], name=op.f("fk_arrivals_entered_by_id_people")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_arrivals_forum_id_forums")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_arrivals_person_id_people")),
        sa.ForeignKeyConstraint(
            ["place_of_id"], ["participants.id"], name=op.f("fk_arrivals_place_of_id_participants")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_arrivals_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrivals")),
    )
    for column in ("forum_id", "seat_id", "person_id", "since"):
        op.create_index(op.f(f"ix_arrivals_{column}"), "arrivals", [column], unique=False)


def downgrade() -> None:
    op.drop_table("arrivals")
    with op.batch_alter_table("participants") as table:
        table.drop_constraint(op.f("fk_participants_place_of_id_participants"), type_="foreignkey")
        for name in ("last_day", "place_of_id", "basis", "acting_as", "capacity"):
            table.drop_column(name)
    with op.batch_alter_table("sessions") as table:
        table.drop_column("measured_by")
