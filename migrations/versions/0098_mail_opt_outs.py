"""topics of mail that people switched off"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0098"
down_revision = "0097"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_opt_outs",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mail_opt_outs_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_opt_outs")),
        sa.UniqueConstraint("person_id", "topic", name="each_topic_once"),
    )


def downgrade() -> None:
    op.drop_table("mail_opt_outs")
