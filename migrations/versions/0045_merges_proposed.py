"""a merge because of a holiday waits for somebody's decision

Sessions to come that were merged without one are planned again, at their own time, and wait for it.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

INDEX, OF_DAY = "ix_sessions_starts_at_forum", ["starts_at", "forum_id", "state", "proposed_starts_at"]

sessions = sa.table(
    "sessions",
    sa.column("id", sa.Uuid()),
    sa.column("state", sa.String()),
    sa.column("starts_at", sa.DateTime(timezone=True)),
    sa.column("series_id", sa.Uuid()),
    sa.column("merge_proposed", sa.Boolean()),
    sa.column("version", sa.Integer()),
)
record = sa.table("audit_rows", sa.column("action", sa.String()), sa.column("subject_id", sa.Uuid()))


def upgrade() -> None:
    op.add_column("sessions", sa.Column("merge_proposed", sa.Boolean(), nullable=False, server_default=sa.false()))
    _index([*OF_DAY, "merge_proposed"])
    decided = sa.select(record.c.subject_id).where(
        record.c.action == "session.merged", record.c.subject_id == sessions.c.id
    )
    undecided = (
        sessions.c.state == "merged",
        sessions.c.series_id.is_not(None),
        sessions.c.starts_at > datetime.now(UTC),
        ~decided.exists(),
    )
    _set(*undecided, state="planned", merge_proposed=True)


def downgrade() -> None:
    _set(sessions.c.state == "planned", sessions.c.merge_proposed, state="merged", merge_proposed=False)
    _index(OF_DAY)
    op.drop_column("sessions", "merge_proposed")


def _set(*conditions: sa.ColumnElement[bool], **values: object) -> None:
    op.execute(sessions.update().where(*conditions).values(**values, version=sessions.c.version + 1))


def _index(columns: list[str]) -> None:
    op.drop_index(INDEX, table_name="sessions")
    op.create_index(INDEX, "sessions", columns)
