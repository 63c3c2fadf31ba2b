"""agreements, their clauses and obligations"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("parent_id", sa.Uuid()),
        sa.Column("renews_id", sa.Uuid()),
        sa.Column("signed_on", sa.Date()),
        sa.Column("signed_at_place", sa.String(length=200), nullable=False),
        sa.Column("effective_on", sa.Date()),
        sa.Column("expires_on", sa.Date()),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("renewal", sa.String(length=40), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("keeper_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notified_for", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "expires_on IS NULL OR effective_on IS NULL OR expires_on >= effective_on",
            name=op.f("ck_agreements_ends_last"),
        ),
        sa.CheckConstraint("notice_days >= 0", name=op.f("ck_agreements_notice_not_negative")),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_agreements_circle_id_circles")),
        sa.ForeignKeyConstraint(["keeper_id"], ["people.id"], name=op.f("fk_agreements_keeper_id_people")),
        sa.ForeignKeyConstraint(["parent_id"], ["agreements.id"], name=op.f("fk_agreements_parent_id_agreements")),
        sa.ForeignKeyConstraint(["renews_id"], ["agreements.id"], name=op.f("fk_agreements_renews_id_agreements")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("circle_id", name=op.f("uq_agreements_circle_id")),
    )
    op.create_index(op.f("ix_agreements_expires_on"), "agreements", ["expires_on"])
    op.create_index(op.f("ix_agreements_kind"), "agreements", ["kind"])
    op.create_index(op.f("ix_agreements_parent_id"), "agreements", ["parent_id"])
    op.create_index(op.f("ix_agreements_renews_id"), "agreements", ["renews_id"])
    op.create_index(op.f("ix_agreements_stage"), "agreements", ["stage"])
    op.create_table(
        "parties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reference_number", sa.String(length=100), nullable=False),
        sa.Column("signatory_name", sa.String(length=200), nullable=False),
        sa.Column("signatory_position", sa.String(length=200), nullable=False),
        sa.Column("authority", sa.String(length=300), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_parties_counted_from_one")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_parties_agreement_id_agreements")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_parties_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
        sa.UniqueConstraint("seat_id", name=op.f("uq_parties_seat_id")),
    )
    op.create_index(op.f("ix_parties_agreement_id"), "parties", ["agreement_id"])
    op.create_table(
        "agreement_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid()),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_agreement_documents_added_by_id_people")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_documents_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_agreement_documents_file_id_files")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_agreement_documents_party_id_parties")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_documents")),
    )
    op.create_index(op.f("ix_agreement_documents_agreement_id"), "agreement_documents", ["agreement_id"])
    op.create_table(
        "clauses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_clauses_agreement_id_agreements")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clauses")),
    )
    op.create_index("ix_clauses_agreement_position", "clauses", ["agreement_id", "position"])
    op.create_table(
        "obligations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clause_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("verifier_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("criteria", sa.String(), nullable=False),
        sa.Column("frequency", sa.String(length=40), nullable=False),
        sa.Column("first_due", sa.Date(), nullable=False),
        sa.Column("next_due", sa.Date()),
        sa.CheckConstraint("debtor_id <> verifier_id", name=op.f("ck_obligations_nobody_verifies_itself")),
        sa.ForeignKeyConstraint(["clause_id"], ["clauses.id"], name=op.f("fk_obligations_clause_id_clauses")),
        sa.ForeignKeyConstraint(["debtor_id"], ["parties.id"], name=op.f("fk_obligations_debtor_id_parties")),
        sa.ForeignKeyConstraint(["verifier_id"], ["parties.id"], name=op.f("fk_obligations_verifier_id_parties")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligations")),
    )
    op.create_index(op.f("ix_obligations_clause_id"), "obligations", ["clause_id"])
    op.create_index(op.f("ix_obligations_debtor_id"), "obligations", ["debtor_id"])
    op.create_index(op.f("ix_obligations_verifier_id"), "obligations", ["verifier_id"])
    op.create_table(
        "obligation_commitments",
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_obligation_commitments_commitment_id_commitments")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_obligation_commitments_obligation_id_obligations")
        ),
        sa.PrimaryKeyConstraint("obligation_id", "commitment_id", name=op.f("pk_obligation_commitments")),
        sa.UniqueConstraint("commitment_id", name=op.f("uq_obligation_commitments_commitment_id")),
    )
    op.create_table(
        "rights",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clause_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["clause_id"], ["clauses.id"], name=op.f("fk_rights_clause_id_clauses")),
        sa.ForeignKeyConstraint(["holder_id"], ["parties.id"], name=op.f("fk_rights_holder_id_parties")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights")),
    )
    op.create_index(op.f("ix_rights_clause_id"), "rights", ["clause_id"])
    op.create_index(op.f("ix_rights_holder_id"), "rights", ["holder_id"])


def downgrade() -> None:
    op.drop_table("rights")
    op.drop_table("obligation_commitments")
    op.drop_table("obligations")
    op.drop_table("clauses")
    op.drop_table("agreement_documents")
    op.drop_table("parties")
    op.drop_table("agreements")
