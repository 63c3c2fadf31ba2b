"""requests for cooperation from outside, and targets of the pipeline"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None

APPLICANTS = ("private", "regional_enterprise", "civil_society", "academia", "citizen")
STATES = ("received", "asked", "audience", "agreement", "declined", "withdrawn")
ACTS = ("wrote", "asked", "invited", "started", "declined", "withdrew")


def upgrade() -> None:
    op.create_table(
        "cooperation_targets",
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("audience_days", sa.Integer(), nullable=False),
        sa.Column("memorandum_days", sa.Integer(), nullable=False),
        sa.Column("agreement_days", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "answer_days > 0 AND audience_days > 0 AND memorandum_days > 0 AND agreement_days > 0",
            name=op.f("ck_cooperation_targets_some_days"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_targets")),
    )
    _create_requests()
    op.create_table(
        "cooperation_messages",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("act", sa.Enum(*ACTS, name="threadact", native_enum=False, length=40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_cooperation_messages_by_id_people")),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["cooperation_requests.id"],
            name=op.f("fk_cooperation_messages_request_id_cooperation_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_messages")),
    )
    op.create_index("ix_cooperation_messages_request_at", "cooperation_messages", ["request_id", "at"])
    op.create_table(
        "cooperation_agreements",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_cooperation_agreements_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["cooperation_requests.id"],
            name=op.f("fk_cooperation_agreements_request_id_cooperation_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_agreements")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_cooperation_agreements_agreement_id")),
    )
    op.create_index(op.f("ix_cooperation_agreements_request_id"), "cooperation_agreements", ["request_id"])


def _create_requests() -> None:
    op.create_table(
        "cooperation_requests",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("applicant", sa.Enum(*APPLICANTS, name="applicant", native_enum=False, length=40), nullable=False),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("wish", sa.String(), nullable=False),
        sa.Column("brings", sa.JSON(), nullable=False),
        sa.Column("expectations", sa.String(), nullable=False),
        sa.Column("benefit", sa.String(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=True),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("consented_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("answer_due", sa.Date(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("state", sa.Enum(*STATES, name="requeststate", native_enum=False, length=40), nullable=False),
        sa.Column("state_since", sa.Date(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("erased_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "applicant = 'citizen' OR organisation_name <> '' OR erased_at IS NOT NULL",
            name=op.f("ck_cooperation_requests_named"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_cooperation_requests_{column}_{table}"))
            for column, table in (
                ("proposal_id", "files"),
                ("holder_id", "people"),
                ("organisation_id", "organisations"),
                ("agenda_item_id", "agenda_items"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_requests")),
        sa.UniqueConstraint("code", name=op.f("uq_cooperation_requests_code")),
    )
    for column in ("agenda_item_id", "holder_id", "organisation_id"):
        op.create_index(op.f(f"ix_cooperation_requests_{column}"), "cooperation_requests", [column])
    op.create_index("ix_cooperation_requests_received_at", "cooperation_requests", ["received_at"])
    op.create_index("ix_cooperation_requests_state_since", "cooperation_requests", ["state", "state_since"])


def downgrade() -> None:
    op.drop_table("cooperation_agreements")
    op.drop_table("cooperation_messages")
    op.drop_table("cooperation_requests")
    op.drop_table("cooperation_targets")
