"""circular decisions: texts on which the seats of a forum vote between sessions"""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "circulars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("quorum", sa.JSON(), nullable=True),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("first_ends_at", moment, nullable=True),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", moment, nullable=False),
        sa.Column("circulated_by_id", sa.Uuid(), nullable=True),
        sa.Column("circulated_at", moment, nullable=True),
        sa.Column("closed_at", moment, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_circulars_forum_id_forums")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["people.id"], name=op.f("fk_circulars_drafted_by_id_people")),
        sa.ForeignKeyConstraint(["circulated_by_id"], ["people.id"], name=op.f("fk_circulars_circulated_by_id_people")),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_items.id"], name=op.f("fk_circulars_agenda_item_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_circulars_decision_id_decisions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulars")),
        sa.UniqueConstraint("code", name=op.f("uq_circulars_code")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_circulars_decision_id")),
    )
    op.create_index("ix_circulars_forum_state", "circulars", ["forum_id", "state"])
    op.create_index("ix_circulars_state_ends_at", "circulars", ["state", "ends_at"])
    op.create_index(op.f("ix_circulars_agenda_item_id"), "circulars", ["agenda_item_id"])
    op.create_table(
        "circular_seats",
        sa.Column("circular_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circulars.id"], name=op.f("fk_circular_seats_circular_id_circulars")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_circular_seats_seat_id_seats")),
        sa.PrimaryKeyConstraint("circular_id", "seat_id", name=op.f("pk_circular_seats")),
    )
    op.create_index(op.f("ix_circular_seats_seat_id"), "circular_seats", ["seat_id"])
    op.create_table(
        "circular_votes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("circular_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("by_link", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("replaced_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circulars.id"], name=op.f("fk_circular_votes_circular_id_circulars")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_circular_votes_seat_id_seats")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_circular_votes_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular_votes")),
    )
    op.create_index("ix_circular_votes_circular_at", "circular_votes", ["circular_id", "at"])
    op.create_index(op.f("ix_circular_votes_seat_id"), "circular_votes", ["seat_id"])
    op.create_index(
        "one_current_vote_per_seat",
        "circular_votes",
        ["circular_id", "seat_id"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "circular_replies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("circular_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circulars.id"], name=op.f("fk_circular_replies_circular_id_circulars")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_circular_replies_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular_replies")),
    )
    op.create_index(op.f("ix_circular_replies_circular_id"), "circular_replies", ["circular_id"])
    op.create_table(
        "circular_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("circular_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circulars.id"], name=op.f("fk_circular_documents_circular_id_circulars")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_circular_documents_file_id_files")),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_circular_documents_added_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular_documents")),
    )
    op.create_index(op.f("ix_circular_documents_circular_id"), "circular_documents", ["circular_id"])


def downgrade() -> None:
    op.drop_table("circular_documents")
    op.drop_table("circular_replies")
    op.drop_table("circular_votes")
    op.drop_table("circular_seats")
    op.drop_table("circulars")
