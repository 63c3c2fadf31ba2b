"""decisions of a forum, with conditions, votes of parties and what supersedes them"""

import sqlalchemy as sa
from alembic import op

from app.search import trigrams

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

SEARCHED = ("code", "text")


def upgrade() -> None:
    op.add_column("decisions", sa.Column("forum_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE decisions SET forum_id = (SELECT sessions.forum_id FROM sessions"
        " WHERE sessions.id = decisions.session_id)"
    )
    op.add_column("decisions", sa.Column("conditions", sa.String(), server_default="", nullable=False))
    op.add_column("decisions", sa.Column("superseded_by_id", sa.Uuid(), nullable=True))
    _release()
    with op.batch_alter_table("decisions", table_args=(_counts(),)) as table:
        table.alter_column("forum_id", existing_type=sa.Uuid(), nullable=False)
        table.alter_column("session_id", existing_type=sa.Uuid(), nullable=True)
        table.create_foreign_key(op.f("fk_decisions_forum_id_forums"), "forums", ["forum_id"], ["id"])
        table.create_foreign_key(
            op.f("fk_decisions_superseded_by_id_decisions"), "decisions", ["superseded_by_id"], ["id"]
        )
    _restore()
    op.create_index("ix_decisions_forum_decided_at", "decisions", ["forum_id", "decided_at"])
    op.create_index(op.f("ix_decisions_superseded_by_id"), "decisions", ["superseded_by_id"])
    op.create_table(
        "decision_votes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("dissent", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_votes_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_decision_votes_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_votes")),
        sa.UniqueConstraint("decision_id", "seat_id", name="one_vote_per_seat"),
    )
    op.create_index(op.f("ix_decision_votes_seat_id"), "decision_votes", ["seat_id"])
    op.add_column("rewordings", sa.Column("conditions", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("rewordings", "conditions")
    op.drop_table("decision_votes")
    op.drop_index(op.f("ix_decisions_superseded_by_id"), "decisions")
    op.drop_index("ix_decisions_forum_decided_at", "decisions")
    _release()
    with op.batch_alter_table("decisions", table_args=(_counts(),)) as table:
        table.drop_constraint(op.f("fk_decisions_superseded_by_id_decisions"), type_="foreignkey")
        table.drop_constraint(op.f("fk_decisions_forum_id_forums"), type_="foreignkey")
        table.drop_column("superseded_by_id")
        table.drop_column("conditions")
        table.drop_column("forum_id")
        table.alter_column("session_id", existing_type=sa.Uuid(), nullable=False)
    _restore()


def _counts() -> sa.CheckConstraint:
    """Return the check constraint, which the rebuild on SQLite does not reflect."""
    counts = "votes_for >= 0 AND votes_against >= 0 AND abstentions >= 0"
    return sa.CheckConstraint(counts, name=op.f("ck_decisions_votes_are_counts"))


def _release() -> None:
    """Prepare the rebuild on SQLite: drop the trigrams, whose triggers it would lose, and put the rows aside.

    A table whose rows others refer to cannot be dropped in a transaction while foreign keys are checked.
    """
    if op.get_bind().dialect.name == "sqlite":
        trigrams.drop(op.get_bind(), "decisions", SEARCHED)
        op.execute("PRAGMA defer_foreign_keys=ON")
        op.execute("CREATE TABLE decisions_kept AS SELECT * FROM decisions")
        op.execute("DELETE FROM decisions")


def _restore() -> None:
    """Put the rows back after the rebuild on SQLite, and index them again."""
    if op.get_bind().dialect.name == "sqlite":
        names = ", ".join(column["name"] for column in sa.inspect(op.get_bind()).get_columns("decisions"))
        op.execute(f"INSERT INTO decisions ({names}) SELECT {names} FROM decisions_kept")  # noqa: S608 - names of ours
        op.execute("DROP TABLE decisions_kept")
        trigrams.index(op.get_bind(), "decisions", SEARCHED)
