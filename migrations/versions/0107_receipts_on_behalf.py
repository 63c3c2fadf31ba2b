"""statements about rights on behalf of a party, and signed texts of agreements in the register of documents"""

from uuid import uuid4
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0107"
down_revision = "0106"
branch_labels = None
depends_on = None

SOURCES = ("telephone", "message", "letter", "meeting")


def upgrade() -> None:
    source = sa.Enum(*SOURCES, name="source", native_enum=False, length=40)
    with op.batch_alter_table("right_receipts") as batch:
        batch.alter_column("received_on", existing_type=sa.Date(), nullable=True)
        batch.add_column(sa.Column("source", source, nullable=True))
        batch.add_column(sa.Column("said_on", sa.Date(), nullable=True))
        batch.create_check_constraint("told_with_a_source", "(source IS NULL) = (said_on IS NULL)")
    register_signed_texts(op.get_bind())


PAPERS = sa.table(
    "papers",
    *(sa.column(name, sa.Uuid()) for name in ("id", "subject_id")),
    *(sa.column(name, sa.String()) for name in ("sha256", "kind", "title", "state", "subject_type")),
    *(sa.column(name, sa.String()) for name in ("classification", "language")),
    sa.column("dated", sa.Date()),
    sa.column("version", sa.Integer()),
    sa.column("registered_at", UtcDateTime()),
)
TEXTS = sa.text(
    "SELECT f.sha256, d.title, d.number, d.added_at, d.agreement_id, a.language, c.classification"
    " FROM agreement_documents d JOIN files f ON f.id = d.file_id JOIN agreements a ON a.id = d.agreement_id"
    " JOIN circles c ON c.id = a.circle_id WHERE d.kind = 'signed' AND d.party_id IS NULL"
    " ORDER BY d.number DESC, d.added_at DESC, d.id"
).columns(added_at=UtcDateTime(), agreement_id=sa.Uuid())


def register_signed_texts(connection: sa.Connection) -> None:
    """Add the signed texts that were filed so far; those that a later version followed say so."""
    zone = ZoneInfo(connection.scalar(sa.text("SELECT timezone FROM instances")) or "Asia/Jakarta")
    known = set(connection.scalars(sa.select(PAPERS.c.sha256)))
    newest = set()
    for text in connection.execute(TEXTS).all():
        state = "followed" if text.agreement_id in newest else "recorded"
        newest.add(text.agreement_id)
        if text.sha256 in known:
            continue
        known.add(text.sha256)
        connection.execute(
            sa.insert(PAPERS).values(
                id=uuid4(),
                sha256=text.sha256,
                kind="agreement_text",
                title=text.title,
                state=state,
                dated=text.added_at.astimezone(zone).date(),
                classification="internal" if text.classification == "public" else text.classification,
                language=text.language,
                version=text.number,
                subject_type="Agreement",
                subject_id=text.agreement_id,
                registered_at=text.added_at,
            )
        )


def downgrade() -> None:
    op.execute("DELETE FROM papers WHERE kind = 'agreement_text'")
    op.execute("DELETE FROM right_receipts WHERE received_on IS NULL")
    with op.batch_alter_table("right_receipts") as batch:
        batch.drop_constraint("told_with_a_source", type_="check")
        batch.drop_column("said_on")
        batch.drop_column("source")
        batch.alter_column("received_on", existing_type=sa.Date(), nullable=False)
