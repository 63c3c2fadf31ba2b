"""who is named in a circle; commitments are public in public circles only"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

NAMED = sa.text(
    """
    SELECT forums.circle_id, participants.person_id FROM participants
    JOIN forums ON forums.id = participants.forum_id WHERE participants.left_at IS NULL
    UNION SELECT stewards.circle_id, stewards.person_id FROM stewards
    UNION SELECT agreements.circle_id, agreements.keeper_id FROM agreements
    UNION SELECT agreements.circle_id, contacts.person_id FROM agreements
    JOIN parties ON parties.agreement_id = agreements.id
    JOIN seats ON seats.id = parties.seat_id
    JOIN contacts ON contacts.organisation_id = seats.organisation_id
    """
).columns(circle_id=sa.Uuid(), person_id=sa.Uuid())
TOO_OPEN = sa.text(
    "UPDATE commitments SET visibility = 'circle' WHERE visibility = 'public' "
    "AND circle_id NOT IN (SELECT id FROM circles WHERE classification = 'public')"
)


def upgrade() -> None:
    named_people = op.create_table(
        "named_people",
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_named_people_circle_id_circles")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_named_people_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_people")),
        sa.UniqueConstraint("circle_id", "person_id", name="named_once"),
    )
    op.create_index("ix_named_people_person_circle", "named_people", ["person_id", "circle_id"])
    with op.batch_alter_table("circles") as circles:
        circles.add_column(sa.Column("kind", sa.String(length=40), nullable=False, server_default="forum"))
    op.execute("UPDATE circles SET kind = 'agreement' WHERE id IN (SELECT circle_id FROM agreements)")
    found = op.get_bind().execute(NAMED)
    while rows := found.fetchmany(10_000):
        op.bulk_insert(named_people, [{"id": uuid4(), **row._mapping} for row in rows])
    op.execute(TOO_OPEN)


def downgrade() -> None:
    with op.batch_alter_table("circles") as circles:
        circles.drop_column("kind")
    op.drop_index("ix_named_people_person_circle", table_name="named_people")
    op.drop_table("named_people")
