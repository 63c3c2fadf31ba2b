"""messages that arrive"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incoming_mails",
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=True),
        sa.Column("place", sa.String(length=400), nullable=True),
        sa.Column("message_id", sa.String(length=300), nullable=False),
        sa.Column("sender", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=True),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_incoming_mails_circle_id_circles")),
        sa.ForeignKeyConstraint(["handled_by_id"], ["people.id"], name=op.f("fk_incoming_mails_handled_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_mails")),
        sa.UniqueConstraint("identity", name=op.f("uq_incoming_mails_identity")),
        sa.UniqueConstraint("place", name=op.f("uq_incoming_mails_place")),
    )
    op.create_index(
        "ix_incoming_mails_standing_received_at", "incoming_mails", ["standing", "received_at"], unique=False
    )
    op.add_column("answers", sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("answers") as table:
        table.drop_column("stamped_at")
    op.drop_index("ix_incoming_mails_standing_received_at", table_name="incoming_mails")
    op.drop_table("incoming_mails")
