"""the audit trail, files, documents, mails and calendars"""

import sqlalchemy as sa
from alembic import op

from app.audit import ddl

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counters",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counters")),
    )
    op.create_table(
        "heartbeats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("leader", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeats")),
        sa.UniqueConstraint("name", name=op.f("uq_heartbeats_name")),
    )
    op.create_table(
        "audit_rows",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("on_behalf_of_id", sa.Uuid()),
        sa.Column("subject_type", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid()),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("personal_digest", sa.String(length=64)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_rows")),
    )
    op.create_index(op.f("ix_audit_rows_at"), "audit_rows", ["at"])
    op.create_index(op.f("ix_audit_rows_circle_id"), "audit_rows", ["circle_id"])
    op.create_index("ix_audit_rows_subject", "audit_rows", ["subject_type", "subject_id"])
    op.create_table(
        "audit_personal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["audit_rows.id"], name=op.f("fk_audit_personal_row_id_audit_rows")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_personal")),
        sa.UniqueConstraint("row_id", name=op.f("uq_audit_personal_row_id")),
    )
    op.create_table(
        "audit_seals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["audit_rows.id"], name=op.f("fk_audit_seals_row_id_audit_rows")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("row_id", name=op.f("uq_audit_seals_row_id")),
    )
    op.create_table(
        "files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Uuid()),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["people.id"], name=op.f("fk_files_uploaded_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    op.create_index(op.f("ix_files_sha256"), "files", ["sha256"])
    op.create_table(
        "papers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("classification", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=80), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint("sha256", name=op.f("uq_papers_sha256")),
    )
    op.create_index("ix_papers_subject", "papers", ["subject_type", "subject_id"])
    op.create_table(
        "mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200)),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("calendar", sa.String()),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True)),
        sa.Column("last_error", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mails_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("key", name=op.f("uq_mails_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mails_message_id")),
    )
    op.create_index(op.f("ix_mails_person_id"), "mails", ["person_id"])
    op.create_index("ix_mails_state_next_try_at", "mails", ["state", "next_try_at"])
    op.create_table(
        "incoming_mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("identity", sa.String(length=64)),
        sa.Column("place", sa.String(length=400)),
        sa.Column("message_id", sa.String(length=300), nullable=False),
        sa.Column("sender", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.Column("why", sa.String(length=40)),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.Column("circle_id", sa.Uuid()),
        sa.Column("handled_at", sa.DateTime(timezone=True)),
        sa.Column("handled_by_id", sa.Uuid()),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_incoming_mails_circle_id_circles")),
        sa.ForeignKeyConstraint(["handled_by_id"], ["people.id"], name=op.f("fk_incoming_mails_handled_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_mails")),
        sa.UniqueConstraint("identity", name=op.f("uq_incoming_mails_identity")),
        sa.UniqueConstraint("place", name=op.f("uq_incoming_mails_place")),
    )
    op.create_index("ix_incoming_mails_standing_received_at", "incoming_mails", ["standing", "received_at"])
    op.create_table(
        "holidays",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("known_day", sa.Date()),
        sa.Column("known_name", sa.String(length=200)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holidays")),
        sa.UniqueConstraint("day", "name", name="one_holiday_per_date_and_name"),
        sa.UniqueConstraint("known_day", "known_name", name="one_row_per_known_holiday"),
    )
    op.create_index(op.f("ix_holidays_day"), "holidays", ["day"])
    op.create_table(
        "ramadans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_ramadans_ends_after_it_begins")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ramadans")),
        sa.UniqueConstraint("first_day", name=op.f("uq_ramadans_first_day")),
    )
    op.create_table(
        "working_hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("friday_prayer_starts", sa.Time(), nullable=False),
        sa.Column("friday_prayer_ends", sa.Time(), nullable=False),
        sa.Column("ramadan_day_ends", sa.Time(), nullable=False),
        sa.CheckConstraint(
            "friday_prayer_ends > friday_prayer_starts", name=op.f("ck_working_hours_ends_after_it_begins")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_hours")),
    )
    ddl.protect(op.get_bind())


def downgrade() -> None:
    ddl.release(op.get_bind())
    op.drop_table("working_hours")
    op.drop_table("ramadans")
    op.drop_table("holidays")
    op.drop_table("incoming_mails")
    op.drop_table("mails")
    op.drop_table("papers")
    op.drop_table("files")
    op.drop_table("audit_seals")
    op.drop_table("audit_personal")
    op.drop_table("audit_rows")
    op.drop_table("heartbeats")
    op.drop_table("counters")
