"""findings of verifiers for each acceptance criterion, and the criterion that evidence shows"""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evidence", sa.Column("criterion", sa.Integer(), nullable=True))
    op.create_table(
        "criterion_findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("finding", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_criterion_findings_numbered_from_one")),
        sa.ForeignKeyConstraint(["update_id"], ["updates.id"], name=op.f("fk_criterion_findings_update_id_updates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion_findings")),
        sa.UniqueConstraint("update_id", "number", name="one_finding_per_criterion"),
    )


def downgrade() -> None:
    op.drop_table("criterion_findings")
    op.drop_column("evidence", "criterion")
