"""quiet hours, summaries and the inbox of mail"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None


RHYTHMS = ("daily", "weekly", "app")


def upgrade() -> None:
    with op.batch_alter_table("working_hours") as table:
        table.add_column(sa.Column("quiet_starts", sa.Time(), nullable=False, server_default="20:00:00"))
        table.add_column(sa.Column("quiet_ends", sa.Time(), nullable=False, server_default="06:00:00"))
    for name in ("urgent", "is_unread"):
        op.add_column("mails", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "mail_times",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("quiet_starts", sa.Time(), nullable=True),
        sa.Column("quiet_ends", sa.Time(), nullable=True),
        sa.Column("quiet_days_off", sa.Boolean(), nullable=False),
        sa.Column("summary_at", sa.Time(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mail_times_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_times")),
        sa.UniqueConstraint("person_id", name=op.f("uq_mail_times_person_id")),
    )
    _create_choices()
    op.execute(
        "INSERT INTO mail_choices (id, person_id, topic, rhythm, at) "
        "SELECT id, person_id, topic, 'app', at FROM mail_opt_outs"
    )
    op.drop_table("mail_opt_outs")


def _create_choices() -> None:
    op.create_table(
        "mail_choices",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("rhythm", sa.Enum(*RHYTHMS, name="rhythm", native_enum=False, length=40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mail_choices_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_choices")),
        sa.UniqueConstraint("person_id", "topic", name="a_topic_once"),
    )


def downgrade() -> None:
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
    op.execute(
        "INSERT INTO mail_opt_outs (id, person_id, topic, at) "
        "SELECT id, person_id, topic, at FROM mail_choices WHERE rhythm = 'app'"
    )
    op.drop_table("mail_choices")
    op.execute("DELETE FROM mails WHERE state IN ('held', 'summarised', 'in_app')")
    op.drop_table("mail_times")
    for name in ("is_unread", "urgent"):
        op.drop_column("mails", name)
    with op.batch_alter_table("working_hours") as table:
        table.drop_column("quiet_ends")
        table.drop_column("quiet_starts")
