"""registers of follow-ups that come in from spreadsheets"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None

STAGES = ("columns", "reading", "preview", "storing", "done", "failed")
SOURCES = ("telephone", "message", "letter", "meeting")


def upgrade() -> None:
    op.create_table(
        "register_imports",
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("stage", sa.Enum(*STAGES, name="stage", native_enum=False, length=40), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("headings_digest", sa.String(length=64), nullable=False),
        sa.Column("heading_row", sa.Integer(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("fills_down", sa.Boolean(), nullable=False),
        sa.Column("verifier_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.Enum(*SOURCES, name="source", native_enum=False, length=40), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("leaves_out", sa.Boolean(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_register_imports_circle_id_circles")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_register_imports_file_id_files")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_register_imports_created_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["verifier_id"], ["organisations.id"], name=op.f("fk_register_imports_verifier_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_imports")),
    )
    op.create_index(op.f("ix_register_imports_created_by_id"), "register_imports", ["created_by_id"])
    op.create_index("ix_register_imports_circle_headings", "register_imports", ["circle_id", "headings_digest"])
    op.create_index("ix_register_imports_stage_created", "register_imports", ["stage", "created_at"])
    op.create_table(
        "imported_commitments",
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_imported_commitments_commitment_id_commitments")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["register_imports.id"], name=op.f("fk_imported_commitments_import_id_register_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_commitments")),
        sa.UniqueConstraint("commitment_id", name=op.f("uq_imported_commitments_commitment_id")),
    )
    op.create_index("ix_imported_commitments_import", "imported_commitments", ["import_id"])


def downgrade() -> None:
    op.drop_table("imported_commitments")
    op.drop_table("register_imports")
