"""an address has one account; people without one may share it"""

from alembic import op
from sqlalchemy import text

from app.search import trigrams

revision = "0047"
down_revision = "0044"
branch_labels = None
depends_on = None

HAS_ACCOUNT = text("joined_at IS NOT NULL")
SEARCHED = ("name", "email", "position")


def upgrade() -> None:
    _rebuild(lambda table: table.drop_constraint("uq_people_email", type_="unique"))
    op.create_index("ix_people_email", "people", ["email"])
    op.create_index(
        "ix_people_email_of_account",
        "people",
        ["email"],
        unique=True,
        sqlite_where=HAS_ACCOUNT,
        postgresql_where=HAS_ACCOUNT,
    )


def downgrade() -> None:
    op.drop_index("ix_people_email_of_account", table_name="people")
    op.drop_index("ix_people_email", table_name="people")
    op.execute(
        "UPDATE people SET email = NULL WHERE joined_at IS NULL AND EXISTS (SELECT 1 FROM people AS other"
        " WHERE other.email = people.email AND other.id <> people.id"
        " AND (other.joined_at IS NOT NULL OR other.id < people.id))"
    )
    _rebuild(lambda table: table.create_unique_constraint("uq_people_email", ["email"]))


def _rebuild(change) -> None:  # type: ignore[no-untyped-def]
    """Change a constraint of the table. On SQLite it is written anew, without its triggers and the index on lower()."""
    rewritten = op.get_bind().dialect.name == "sqlite"
    if rewritten:
        trigrams.drop(op.get_bind(), "people", SEARCHED)
        op.drop_index("ix_people_alphabetical", table_name="people")
    with op.batch_alter_table("people") as table:
        change(table)
    if rewritten:
        op.create_index("ix_people_alphabetical", "people", [text("lower(name)")])
        trigrams.index(op.get_bind(), "people", SEARCHED)
