"""documents and preparations of agenda items, conflicts of interest, and when agendas close"""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

items = sa.table(
    "agenda_items",
    sa.column("id", sa.Uuid()),
    sa.column("carried_from_id", sa.Uuid()),
    sa.column("proposed_by_id", sa.Uuid()),
    sa.column("carried_times", sa.Integer()),
)


def upgrade() -> None:
    op.add_column("forums", sa.Column("agenda_closes", sa.Integer(), nullable=True))
    op.add_column("agenda_items", sa.Column("carried_times", sa.Integer(), server_default="0", nullable=False))
    op.add_column("agenda_items", sa.Column("late", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("agenda_items", sa.Column("resolution", sa.String(length=40), nullable=True))
    op.create_table(
        "preparations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_before_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_items.id"], name=op.f("fk_preparations_agenda_item_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_preparations_asked_by_id_people")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_preparations_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparations")),
    )
    op.create_index(op.f("ix_preparations_agenda_item_id"), "preparations", ["agenda_item_id"])
    op.create_index("ix_preparations_received_due", "preparations", ["received_at", "due"])
    op.create_table(
        "agenda_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("preparation_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_agenda_documents_added_by_id_people")),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_items.id"], name=op.f("fk_agenda_documents_agenda_item_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_agenda_documents_file_id_files")),
        sa.ForeignKeyConstraint(
            ["preparation_id"], ["preparations.id"], name=op.f("fk_agenda_documents_preparation_id_preparations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_documents")),
    )
    op.create_index(op.f("ix_agenda_documents_agenda_item_id"), "agenda_documents", ["agenda_item_id"])
    op.create_table(
        "conflicts_of_interest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("abstains", sa.Boolean(), nullable=False),
        sa.Column("declared_by_id", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_items.id"], name=op.f("fk_conflicts_of_interest_agenda_item_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(
            ["declared_by_id"], ["people.id"], name=op.f("fk_conflicts_of_interest_declared_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_conflicts_of_interest_participant_id_participants")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts_of_interest")),
        sa.UniqueConstraint("agenda_item_id", "participant_id", name="one_conflict_per_item"),
    )
    _count_carried()


def downgrade() -> None:
    op.drop_table("conflicts_of_interest")
    op.drop_table("agenda_documents")
    op.drop_table("preparations")
    op.drop_column("agenda_items", "resolution")
    op.drop_column("agenda_items", "late")
    op.drop_column("agenda_items", "carried_times")
    op.drop_column("forums", "agenda_closes")


def _count_carried() -> None:
    """Count how many times open items were carried over; those of templates repeat anyway and stay at 0."""
    connection = op.get_bind()
    carried = (items.c.proposed_by_id.is_not(None), items.c.carried_from_id.is_not(None))
    query = sa.select(items.c.id, items.c.carried_from_id).where(*carried)
    came_from = {row.id: row.carried_from_id for row in connection.execute(query)}
    for item_id, earlier in came_from.items():
        times = 0
        while earlier is not None:
            times, earlier = times + 1, came_from.get(earlier)
        connection.execute(items.update().where(items.c.id == item_id).values(carried_times=times))
