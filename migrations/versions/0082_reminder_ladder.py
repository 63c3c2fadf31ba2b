"""recipients, snoozes and schedules of reminders, and commitments on agendas"""

from datetime import timedelta
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

LATER = {"T+14": timedelta(days=14), "T+30": timedelta(days=30)}
TOGETHER = 1_000


def upgrade() -> None:
    op.add_column("reminders", sa.Column("silent", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "reminder_recipients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reminder_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("mailbox", sa.String(length=254), nullable=False),
        sa.Column("mail_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(person_id IS NULL) = (mailbox <> '')", name=op.f("ck_reminder_recipients_person_or_mailbox")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reminder_recipients_person_id_people")),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminders.id"], name=op.f("fk_reminder_recipients_reminder_id_reminders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_recipients")),
    )
    op.create_index("ix_reminder_recipients_reminder", "reminder_recipients", ["reminder_id"])
    op.create_index("ix_reminder_recipients_mail_key", "reminder_recipients", ["mail_key"])
    op.create_index(op.f("ix_reminder_recipients_person_id"), "reminder_recipients", ["person_id"])
    op.create_table(
        "snoozes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.CheckConstraint("until >= since", name=op.f("ck_snoozes_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_snoozes_commitment_id_commitments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snoozes")),
        sa.UniqueConstraint("commitment_id", "due", name="one_snooze_per_date"),
    )
    op.create_table(
        "reminder_schedules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("working_days_only", sa.Boolean(), nullable=False),
        sa.Column("from_hour", sa.Integer(), nullable=False),
        sa.Column("until_hour", sa.Integer(), nullable=False),
        sa.Column("friday_pause", sa.Boolean(), nullable=False),
        sa.CheckConstraint("from_hour BETWEEN 0 AND 10", name=op.f("ck_reminder_schedules_opens_in_the_morning")),
        sa.CheckConstraint("until_hour BETWEEN 14 AND 24", name=op.f("ck_reminder_schedules_closes_in_the_afternoon")),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_reminder_schedules_circle_id_circles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_schedules")),
        sa.UniqueConstraint("circle_id", name=op.f("uq_reminder_schedules_circle_id")),
    )
    op.create_table(
        "escalated_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_escalated_items_commitment_id_commitments")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_escalated_items_item_id_agenda_items")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalated_items")),
        sa.UniqueConstraint("commitment_id", "due", name="once_on_an_agenda"),
    )
    op.create_index(op.f("ix_escalated_items_item_id"), "escalated_items", ["item_id"])
    _take_new_steps()


def _take_new_steps() -> None:
    """Take the new steps of what was late already, so that the first day does not put all of it on agendas."""
    names = ("id", "commitment_id", "due", "step", "taken_at", "silent")
    types = (sa.Uuid(), sa.Uuid(), sa.Date(), sa.String(), sa.DateTime(timezone=True), sa.Boolean())
    reminders = sa.table("reminders", *(sa.column(name, kind) for name, kind in zip(names, types, strict=True)))
    connection = op.get_bind()
    columns = (reminders.c.commitment_id, reminders.c.due, reminders.c.taken_at)
    found = connection.execute(sa.select(*columns).where(reminders.c.step == "T+7")).all()
    today = connection.scalar(sa.select(sa.func.current_date()))
    today = today if not isinstance(today, str) else sa.Date().python_type.fromisoformat(today)
    rows = [
        dict(zip(names, (uuid4(), row.commitment_id, row.due, step, row.taken_at, True), strict=True))
        for row in found
        for step, days in LATER.items()
        if row.due + days <= today
    ]
    for first in range(0, len(rows), TOGETHER):
        connection.execute(reminders.insert(), rows[first : first + TOGETHER])


def downgrade() -> None:
    op.drop_table("escalated_items")
    op.drop_table("reminder_schedules")
    op.drop_table("snoozes")
    op.drop_table("reminder_recipients")
    op.execute("DELETE FROM reminders WHERE step IN ('T+14', 'T+30')")
    op.drop_column("reminders", "silent")
