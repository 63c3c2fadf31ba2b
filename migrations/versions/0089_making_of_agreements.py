"""the making of agreements: checklist, holders, signing log, templates"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None

STEPS = ("preparation", "offer", "drafting", "discussion", "signing", "filing", "reporting")
STATES = ("open", "done", "not_needed")
KINDS = ("nota_kesepakatan", "kesepakatan_bersama", "perjanjian_kerja_sama", "addendum", "internal_note")
FUNDS = ("regional_budget", "own_revenue", "partner", "other", "none")
LEVELS = ("low", "medium", "high")
RISK_STATES = ("open", "reduced", "occurred", "closed")
METHODS = ("wet", "scan", "certified_elsewhere")


def upgrade() -> None:
    _add_stage_since()
    _add_making()
    _add_signings()
    _add_boilerplates()
    _add_particulars()


def _add_stage_since() -> None:
    """Fill the new column from the audit row that brought each agreement into its stage, or from its creation."""
    op.add_column("agreements", sa.Column("stage_since", sa.Date(), nullable=False, server_default="2000-01-01"))
    op.execute(
        """UPDATE agreements SET stage_since = COALESCE(
            (SELECT DATE(MAX(audit_rows.at)) FROM audit_rows WHERE audit_rows.subject_type = 'Agreement' AND audit_rows.subject_id = agreements.id
             AND audit_rows.action IN ('agreement.moved_to_' || agreements.stage, 'agreement.' || agreements.stage)),
            DATE(created_at))"""
    )


def _add_making() -> None:
    op.create_table(
        "checklist_items",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("step", sa.Enum(*STEPS, name="step", native_enum=False, length=40), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="itemstate", native_enum=False, length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name="fk_checklist_items_agreement_id_agreements"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["agreement_documents.id"], name="fk_checklist_items_document_id_agreement_documents"
        ),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name="fk_checklist_items_settled_by_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_checklist_items"),
        sa.UniqueConstraint("agreement_id", "key", name="one_item_per_key"),
    )
    op.create_table(
        "agreement_holdings",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("desk", sa.String(length=200), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("passed_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name="fk_agreement_holdings_agreement_id_agreements"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_agreement_holdings_organisation_id_organisations"
        ),
        sa.ForeignKeyConstraint(["passed_by_id"], ["people.id"], name="fk_agreement_holdings_passed_by_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_holdings"),
    )
    current = sa.text("until IS NULL")
    op.create_index(
        "one_current_holding",
        "agreement_holdings",
        ["agreement_id"],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )
    op.create_index("ix_agreement_holdings_agreement_since", "agreement_holdings", ["agreement_id", "since"])


def _add_signings() -> None:
    op.create_table(
        "signings",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.Enum(*METHODS, name="method", native_enum=False, length=40), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("authority_number", sa.String(length=100), nullable=False),
        sa.Column("authority_on", sa.Date(), nullable=True),
        sa.Column("authority_until", sa.Date(), nullable=True),
        sa.Column("authority_document_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_signings_party_id_parties"),
        sa.ForeignKeyConstraint(
            ["authority_document_id"],
            ["agreement_documents.id"],
            name="fk_signings_authority_document_id_agreement_documents",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_signings"),
        sa.UniqueConstraint("party_id", name="uq_signings_party_id"),
    )


def _add_boilerplates() -> None:
    op.create_table(
        "boilerplates",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="agreementkind", native_enum=False, length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("variables", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name="fk_boilerplates_created_by_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_boilerplates"),
    )


def _add_particulars() -> None:
    op.create_table(
        "agreement_fundings",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=17, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("funds", sa.Enum(*FUNDS, name="funds", native_enum=False, length=40), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount >= 0", name="ck_agreement_fundings_amount_not_negative"),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name="fk_agreement_fundings_agreement_id_agreements"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_fundings"),
        sa.UniqueConstraint("agreement_id", name="uq_agreement_fundings_agreement_id"),
    )
    op.create_table(
        "agreement_risks",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("likelihood", sa.Enum(*LEVELS, name="level", native_enum=False, length=40), nullable=False),
        sa.Column("impact", sa.Enum(*LEVELS, name="level", native_enum=False, length=40), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("state", sa.Enum(*RISK_STATES, name="riskstate", native_enum=False, length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name="fk_agreement_risks_agreement_id_agreements"),
        sa.ForeignKeyConstraint(["owner_id"], ["parties.id"], name="fk_agreement_risks_owner_id_parties"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_risks"),
    )
    op.create_index("ix_agreement_risks_agreement", "agreement_risks", ["agreement_id"])
    op.create_table(
        "agreement_risk_changes",
        sa.Column("risk_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("likelihood", sa.Enum(*LEVELS, name="level", native_enum=False, length=40), nullable=False),
        sa.Column("impact", sa.Enum(*LEVELS, name="level", native_enum=False, length=40), nullable=False),
        sa.Column("state", sa.Enum(*RISK_STATES, name="riskstate", native_enum=False, length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["risk_id"], ["agreement_risks.id"], name="fk_agreement_risk_changes_risk_id_agreement_risks"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_agreement_risk_changes_by_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_risk_changes"),
    )
    op.create_index("ix_agreement_risk_changes_risk_at", "agreement_risk_changes", ["risk_id", "at"])
    op.create_table(
        "agreement_correspondents",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_agreement_correspondents_party_id_parties"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_agreement_correspondents_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_correspondents"),
    )
    op.create_index("ix_agreement_correspondents_party", "agreement_correspondents", ["party_id"])


def downgrade() -> None:
    for name in ("correspondents", "risk_changes", "risks", "fundings"):
        op.drop_table(f"agreement_{name}")
    op.drop_table("boilerplates")
    op.drop_table("signings")
    op.drop_table("agreement_holdings")
    op.drop_table("checklist_items")
    op.drop_column("agreements", "stage_since")
