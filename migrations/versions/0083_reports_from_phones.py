"""reports from phones

A report has the id that the device gave it, so that sending it again records nothing, and what the party says of the
situation. Evidence has the moment at which its picture was taken. People can stop their weekly summary.
"""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("updates") as table:
        table.add_column(sa.Column("situation", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("report_id", sa.Uuid(), nullable=True))
        table.create_unique_constraint(op.f("uq_updates_report_id"), ["report_id"])
    with op.batch_alter_table("evidence") as table:
        table.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "summaries",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_summaries_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summaries")),
        sa.UniqueConstraint("person_id", name=op.f("uq_summaries_person_id")),
    )
    op.create_table(
        "summary_weeks",
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_weeks")),
        sa.UniqueConstraint("monday", name=op.f("uq_summary_weeks_monday")),
    )


def downgrade() -> None:
    op.drop_table("summary_weeks")
    op.drop_table("summaries")
    with op.batch_alter_table("evidence") as table:
        table.drop_column("taken_at")
    with op.batch_alter_table("updates") as table:
        table.drop_constraint(op.f("uq_updates_report_id"), type_="unique")
        table.drop_column("report_id")
        table.drop_column("situation")
