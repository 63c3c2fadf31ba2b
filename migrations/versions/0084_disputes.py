"""disputes with mediation, hand-over and watching of commitments"""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("finding", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mediator_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follow_up_id", sa.Uuid(), nullable=True),
        _to("commitment_id", "disputes", "commitments"),
        _to("opened_by_id", "disputes", "people"),
        _to("mediator_id", "disputes", "people"),
        _to("follow_up_id", "disputes", "commitments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
    )
    _one_open("one_open_dispute_per_commitment", "disputes", "open")
    op.create_index("ix_disputes_commitment_opened_at", "disputes", ["commitment_id", "opened_at"])
    op.create_index("ix_disputes_state_moved_at", "disputes", ["state", "moved_at"])
    op.create_table(
        "dispute_positions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dispute_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("holds", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("interests", sa.String(), nullable=False),
        sa.Column("accepts_insider", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        _to("dispute_id", "dispute_positions", "disputes"),
        _to("organisation_id", "dispute_positions", "organisations"),
        _to("written_by_id", "dispute_positions", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_positions")),
        sa.UniqueConstraint("dispute_id", "organisation_id", name="one_position_per_side"),
    )
    op.create_table(
        "dispute_options",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dispute_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        _to("dispute_id", "dispute_options", "disputes"),
        _to("added_by_id", "dispute_options", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_options")),
        sa.UniqueConstraint("dispute_id", "number", name="one_option_per_number"),
    )
    op.create_table(
        "dispute_supports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("option_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("option_id", "dispute_supports", "dispute_options"),
        _to("organisation_id", "dispute_supports", "organisations"),
        _to("person_id", "dispute_supports", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_supports")),
        sa.UniqueConstraint("option_id", "organisation_id", name="supported_once"),
    )
    op.create_table(
        "dispute_outcomes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dispute_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declined_by_id", sa.Uuid(), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        _to("dispute_id", "dispute_outcomes", "disputes"),
        _to("proposed_by_id", "dispute_outcomes", "people"),
        _to("declined_by_id", "dispute_outcomes", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_outcomes")),
        sa.UniqueConstraint("dispute_id", "number", name="one_outcome_per_number"),
    )
    op.create_table(
        "dispute_agreements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("outcome_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("outcome_id", "dispute_agreements", "dispute_outcomes"),
        _to("organisation_id", "dispute_agreements", "organisations"),
        _to("person_id", "dispute_agreements", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_agreements")),
        sa.UniqueConstraint("outcome_id", "organisation_id", name="one_agreement_per_side"),
    )
    op.create_table(
        "handovers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name="to_another_organisation"),
        _to("commitment_id", "handovers", "commitments"),
        _to("from_id", "handovers", "organisations"),
        _to("to_id", "handovers", "organisations"),
        _to("asked_by_id", "handovers", "people"),
        _to("answered_by_id", "handovers", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    _one_open("one_open_handover_per_commitment", "handovers", "asked")
    op.create_index("ix_handovers_commitment_asked_at", "handovers", ["commitment_id", "asked_at"])
    op.create_table(
        "watches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_until", sa.DateTime(timezone=True), nullable=False),
        _to("commitment_id", "watches", "commitments"),
        _to("person_id", "watches", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watches")),
        sa.UniqueConstraint("commitment_id", "person_id", name="watched_once"),
    )
    op.create_index("ix_watches_person_id", "watches", ["person_id"])


def downgrade() -> None:
    for table in (
        "watches",
        "handovers",
        "dispute_agreements",
        "dispute_outcomes",
        "dispute_supports",
        "dispute_options",
        "dispute_positions",
        "disputes",
    ):
        op.drop_table(table)


def _to(column: str, table: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _one_open(name: str, table: str, state: str) -> None:
    is_open = sa.text(f"state = '{state}'")
    op.create_index(name, table, ["commitment_id"], unique=True, sqlite_where=is_open, postgresql_where=is_open)
