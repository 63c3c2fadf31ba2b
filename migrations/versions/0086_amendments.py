"""amendments of agreements, versions of clauses, periods of obligations, tacit renewals"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None

STATES = ("draft", "negotiation", "out_for_signature", "applied", "withdrawn")
STANCES = ("reading", "agrees", "bargains")
FREQUENCIES = ("once", "monthly", "quarterly", "half_yearly", "yearly")


def upgrade() -> None:
    _amendments()
    _changes()
    _positions_and_versions()
    with op.batch_alter_table("clauses") as clauses:
        clauses.add_column(sa.Column("removed_on", sa.Date(), nullable=True))
    with op.batch_alter_table("rights") as rights:
        rights.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
    with op.batch_alter_table("obligations") as obligations:
        obligations.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        obligations.add_column(sa.Column("replaces_id", sa.Uuid(), nullable=True))
        obligations.create_foreign_key(
            op.f("fk_obligations_replaces_id_obligations"), "obligations", ["replaces_id"], ["id"]
        )
        obligations.create_index(op.f("ix_obligations_replaces_id"), ["replaces_id"])
    _periods()


def downgrade() -> None:
    with op.batch_alter_table("obligation_commitments") as made:
        made.drop_column("period")
    with op.batch_alter_table("obligations") as obligations:
        obligations.drop_index(op.f("ix_obligations_replaces_id"))
        obligations.drop_constraint(op.f("fk_obligations_replaces_id_obligations"), type_="foreignkey")
        obligations.drop_column("replaces_id")
        obligations.drop_column("ended_on")
    with op.batch_alter_table("rights") as rights:
        rights.drop_column("ended_on")
    with op.batch_alter_table("clauses") as clauses:
        clauses.drop_column("removed_on")
    for table in (
        "tacit_renewals",
        "clause_versions",
        "amendment_positions",
        "amendment_rights",
        "amendment_obligations",
        "amendment_clauses",
        "agreement_amendments",
    ):
        op.drop_table(table)


def _amendments() -> None:
    op.create_table(
        "agreement_amendments",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("rationale", sa.String(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Enum(*STATES, name="state", native_enum=False, length=40), nullable=False),
        sa.Column("draft", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("changes_end", sa.Boolean(), nullable=False),
        sa.Column("new_end", sa.Date(), nullable=True),
        sa.Column("based_on", sa.String(length=64), nullable=False),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("applied_by_id", sa.Uuid(), nullable=True),
        sa.Column("applied_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_agreement_amendments_numbered_from_one")),
        _to("agreement_amendments", "agreement_id", "agreements"),
        _to("agreement_amendments", "document_id", "agreement_documents"),
        _to("agreement_amendments", "drafted_by_id", "people"),
        _to("agreement_amendments", "applied_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_amendments")),
    )
    op.create_index("ix_agreement_amendments_agreement_number", "agreement_amendments", ["agreement_id", "number"])
    is_open = sa.text("state NOT IN ('applied', 'withdrawn')")
    op.create_index(
        "one_open_amendment",
        "agreement_amendments",
        ["agreement_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _changes() -> None:
    op.create_table(
        "amendment_clauses",
        sa.Column("amendment_id", sa.Uuid(), nullable=False),
        sa.Column("clause_id", sa.Uuid(), nullable=True),
        sa.Column("removes", sa.Boolean(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _to("amendment_clauses", "amendment_id", "agreement_amendments"),
        _to("amendment_clauses", "clause_id", "clauses"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_clauses")),
        sa.UniqueConstraint("amendment_id", "clause_id", name="one_change_per_clause"),
    )
    op.create_table(
        "amendment_obligations",
        sa.Column("amendment_id", sa.Uuid(), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=True),
        sa.Column("clause_id", sa.Uuid(), nullable=True),
        sa.Column("clause_change_id", sa.Uuid(), nullable=True),
        sa.Column("ends", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("criteria", sa.String(), nullable=False),
        sa.Column("debtor_id", sa.Uuid(), nullable=False),
        sa.Column("verifier_id", sa.Uuid(), nullable=False),
        sa.Column("frequency", sa.Enum(*FREQUENCIES, name="frequency", native_enum=False, length=40), nullable=False),
        sa.Column("first_due", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("debtor_id <> verifier_id", name=op.f("ck_amendment_obligations_nobody_verifies_itself")),
        sa.CheckConstraint(
            "(clause_id IS NULL) <> (clause_change_id IS NULL)", name=op.f("ck_amendment_obligations_under_one_clause")
        ),
        _to("amendment_obligations", "amendment_id", "agreement_amendments"),
        _to("amendment_obligations", "obligation_id", "obligations"),
        _to("amendment_obligations", "clause_id", "clauses"),
        _to("amendment_obligations", "clause_change_id", "amendment_clauses"),
        _to("amendment_obligations", "debtor_id", "parties"),
        _to("amendment_obligations", "verifier_id", "parties"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_obligations")),
        sa.UniqueConstraint("amendment_id", "obligation_id", name="one_change_per_obligation"),
    )
    op.create_table(
        "amendment_rights",
        sa.Column("amendment_id", sa.Uuid(), nullable=False),
        sa.Column("right_id", sa.Uuid(), nullable=True),
        sa.Column("clause_id", sa.Uuid(), nullable=True),
        sa.Column("clause_change_id", sa.Uuid(), nullable=True),
        sa.Column("ends", sa.Boolean(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(clause_id IS NULL) <> (clause_change_id IS NULL)", name=op.f("ck_amendment_rights_under_one_clause")
        ),
        _to("amendment_rights", "amendment_id", "agreement_amendments"),
        _to("amendment_rights", "right_id", "rights"),
        _to("amendment_rights", "clause_id", "clauses"),
        _to("amendment_rights", "clause_change_id", "amendment_clauses"),
        _to("amendment_rights", "holder_id", "parties"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_rights")),
        sa.UniqueConstraint("amendment_id", "right_id", name="one_change_per_right"),
    )
    for table, columns in (
        ("amendment_clauses", ("clause_id",)),
        ("amendment_obligations", ("obligation_id", "clause_id", "clause_change_id", "debtor_id", "verifier_id")),
        ("amendment_rights", ("right_id", "clause_id", "clause_change_id", "holder_id")),
    ):
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _positions_and_versions() -> None:
    op.create_table(
        "amendment_positions",
        sa.Column("amendment_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("draft", sa.Integer(), nullable=False),
        sa.Column("stance", sa.Enum(*STANCES, name="stance", native_enum=False, length=40), nullable=False),
        sa.Column("clause", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_link", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _to("amendment_positions", "amendment_id", "agreement_amendments"),
        _to("amendment_positions", "party_id", "parties"),
        _to("amendment_positions", "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_positions")),
    )
    op.create_index("ix_amendment_positions_amendment_draft", "amendment_positions", ["amendment_id", "draft"])
    op.create_index(op.f("ix_amendment_positions_party_id"), "amendment_positions", ["party_id"])
    op.create_table(
        "clause_versions",
        sa.Column("clause_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("amendment_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _to("clause_versions", "clause_id", "clauses"),
        _to("clause_versions", "amendment_id", "agreement_amendments"),
        _to("clause_versions", "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_versions")),
        sa.UniqueConstraint("clause_id", "version", name="one_text_per_version"),
    )
    op.create_index(op.f("ix_clause_versions_amendment_id"), "clause_versions", ["amendment_id"])
    op.create_table(
        "tacit_renewals",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _to("tacit_renewals", "agreement_id", "agreements"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tacit_renewals")),
        sa.UniqueConstraint("agreement_id", "ended_on", name="one_renewal_per_end"),
    )


def _periods() -> None:
    """Give every commitment of an obligation its period: the date with which it was proposed, which never changes."""
    op.add_column("obligation_commitments", sa.Column("period", sa.Date(), nullable=True))
    op.execute(
        "UPDATE obligation_commitments SET period = COALESCE("
        "(SELECT MIN(updates.due) FROM updates WHERE updates.commitment_id = obligation_commitments.commitment_id "
        "AND updates.act = 'proposed'), "
        "(SELECT commitments.first_due FROM commitments WHERE commitments.id = obligation_commitments.commitment_id))"
    )
    with op.batch_alter_table("obligation_commitments") as made:
        made.alter_column("period", existing_type=sa.Date(), nullable=False)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
