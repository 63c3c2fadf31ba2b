"""registers of agreements that were uploaded, and positions recorded on behalf of parties"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0103"
down_revision = "0102"
branch_labels = None
depends_on = None

STAGES = ("columns", "reading", "preview", "storing", "done", "failed")
SECTORS = ("government", "regional_enterprise", "private", "civil_society", "academia")
SOURCES = ("telephone", "message", "letter", "meeting")


def upgrade() -> None:
    op.create_table(
        "agreement_imports",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("stage", sa.Enum(*STAGES, name="stage", native_enum=False, length=40), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("heading_row", sa.Integer(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("sector", sa.Enum(*SECTORS, name="sector", native_enum=False, length=40), nullable=True),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_agreement_imports_file_id_files")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_agreement_imports_created_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_imports")),
    )
    op.create_index(op.f("ix_agreement_imports_created_by_id"), "agreement_imports", ["created_by_id"])
    op.create_index("ix_agreement_imports_stage_created", "agreement_imports", ["stage", "created_at"])
    source = sa.Enum(*SOURCES, name="source", native_enum=False, length=40)
    op.add_column("amendment_positions", sa.Column("source", source, nullable=True))
    op.add_column("amendment_positions", sa.Column("said_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("amendment_positions") as batch:
        batch.drop_column("said_on")
        batch.drop_column("source")
    op.drop_table("agreement_imports")
