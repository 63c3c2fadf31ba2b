"""services, regulations and barriers"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    op.create_table(
        "services",
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("status_since", sa.Date(), nullable=False),
        sa.Column("budget", sa.String(length=40), nullable=True),
        sa.Column("budget_year", sa.Integer(), nullable=True),
        sa.Column("target", sa.Date(), nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("services", "created_by_id", "people"),
        _key("services", "owner_id", "organisations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
    )
    op.create_index("ix_services_owner_status", "services", ["owner_id", "status"])
    op.create_table(
        "regulations",
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("issuer_id", sa.Uuid(), nullable=True),
        sa.Column("issuer", sa.String(length=160), nullable=False),
        sa.Column("consulted", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("repealed_on", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("regulations", "created_by_id", "people"),
        _key("regulations", "file_id", "files"),
        _key("regulations", "issuer_id", "organisations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulations")),
        sa.UniqueConstraint("level", "number", "year", name="one_regulation_per_number"),
    )
    op.create_index(op.f("ix_regulations_issuer_id"), "regulations", ["issuer_id"])
    op.create_table(
        "roadmap_steps",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("waits_for_id", sa.Uuid(), nullable=True),
        sa.Column("commitment_id", sa.Uuid(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends >= begins", name=op.f("ck_roadmap_steps_ends_after_it_begins")),
        _key("roadmap_steps", "commitment_id", "commitments"),
        _key("roadmap_steps", "service_id", "services"),
        _key("roadmap_steps", "waits_for_id", "organisations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_steps")),
    )
    op.create_index(op.f("ix_roadmap_steps_commitment_id"), "roadmap_steps", ["commitment_id"])
    op.create_index("ix_roadmap_steps_service_begins", "roadmap_steps", ["service_id", "begins"])
    op.create_table(
        "service_circles",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        _key("service_circles", "circle_id", "circles"),
        _key("service_circles", "service_id", "services"),
        sa.PrimaryKeyConstraint("service_id", "circle_id", name=op.f("pk_service_circles")),
    )
    op.create_index(op.f("ix_service_circles_circle_id"), "service_circles", ["circle_id"])
    op.create_table(
        "service_commitments",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        _key("service_commitments", "commitment_id", "commitments"),
        _key("service_commitments", "service_id", "services"),
        sa.PrimaryKeyConstraint("service_id", "commitment_id", name=op.f("pk_service_commitments")),
    )
    op.create_index(op.f("ix_service_commitments_commitment_id"), "service_commitments", ["commitment_id"])
    op.create_table(
        "service_statuses",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("service_statuses", "by_id", "people"),
        _key("service_statuses", "service_id", "services"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_statuses")),
    )
    op.create_index("ix_service_statuses_service_since", "service_statuses", ["service_id", "since"])
    op.create_table(
        "data_exchanges",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("giver_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("how_often", sa.String(length=80), nullable=False),
        sa.Column("both_ways", sa.Boolean(), nullable=False),
        sa.Column("flows", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("regulation_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("data_exchanges", "giver_id", "organisations"),
        _key("data_exchanges", "receiver_id", "organisations"),
        _key("data_exchanges", "regulation_id", "regulations"),
        _key("data_exchanges", "service_id", "services"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_exchanges")),
    )
    op.create_index(op.f("ix_data_exchanges_giver_id"), "data_exchanges", ["giver_id"])
    op.create_index(op.f("ix_data_exchanges_receiver_id"), "data_exchanges", ["receiver_id"])
    op.create_index(op.f("ix_data_exchanges_regulation_id"), "data_exchanges", ["regulation_id"])
    op.create_index(op.f("ix_data_exchanges_service_id"), "data_exchanges", ["service_id"])
    op.create_table(
        "regulation_circles",
        sa.Column("regulation_id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        _key("regulation_circles", "circle_id", "circles"),
        _key("regulation_circles", "regulation_id", "regulations"),
        sa.PrimaryKeyConstraint("regulation_id", "circle_id", name=op.f("pk_regulation_circles")),
    )
    op.create_index(op.f("ix_regulation_circles_circle_id"), "regulation_circles", ["circle_id"])
    op.create_table(
        "regulation_relations",
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_regulation_relations_between_two")),
        _key("regulation_relations", "from_id", "regulations"),
        _key("regulation_relations", "to_id", "regulations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulation_relations")),
        sa.UniqueConstraint("from_id", "to_id", "kind", name="one_relation_of_a_kind"),
    )
    op.create_index(op.f("ix_regulation_relations_to_id"), "regulation_relations", ["to_id"])
    op.create_table(
        "review_marks",
        sa.Column("regulation_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.Column("lifted_reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("review_marks", "by_id", "people"),
        _key("review_marks", "lifted_by_id", "people"),
        _key("review_marks", "regulation_id", "regulations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_marks")),
    )
    op.create_index(op.f("ix_review_marks_regulation_id"), "review_marks", ["regulation_id"])
    op.create_table(
        "revisions",
        sa.Column("regulation_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("revisions", "created_by_id", "people"),
        _key("revisions", "holder_id", "organisations"),
        _key("revisions", "regulation_id", "regulations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
    )
    op.create_index(op.f("ix_revisions_regulation_id"), "revisions", ["regulation_id"])
    op.create_table(
        "regulation_agenda_items",
        sa.Column("regulation_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        _key("regulation_agenda_items", "agenda_item_id", "agenda_items"),
        _key("regulation_agenda_items", "regulation_id", "regulations"),
        sa.PrimaryKeyConstraint("regulation_id", "agenda_item_id", name=op.f("pk_regulation_agenda_items")),
    )
    op.create_index(op.f("ix_regulation_agenda_items_agenda_item_id"), "regulation_agenda_items", ["agenda_item_id"])
    op.create_table(
        "revision_commitments",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        _key("revision_commitments", "commitment_id", "commitments"),
        _key("revision_commitments", "revision_id", "revisions"),
        sa.PrimaryKeyConstraint("revision_id", "commitment_id", name=op.f("pk_revision_commitments")),
    )
    op.create_index(op.f("ix_revision_commitments_commitment_id"), "revision_commitments", ["commitment_id"])
    op.create_table(
        "revision_steps",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("revision_steps", "revision_id", "revisions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_steps")),
        sa.UniqueConstraint("revision_id", "stage", name="one_step_per_stage"),
    )
    op.create_table(
        "barriers",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("owner_office", sa.String(length=160), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=True),
        sa.Column("regulation_id", sa.Uuid(), nullable=True),
        sa.Column("head_told_at", UtcDateTime(), nullable=True),
        sa.Column("escalated_at", UtcDateTime(), nullable=True),
        sa.Column("directive_id", sa.Uuid(), nullable=True),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("resolution", sa.String(), nullable=False),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("raised_by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("resolved_on IS NULL OR resolution <> ''", name=op.f("ck_barriers_resolved_somehow")),
        _key("barriers", "circle_id", "circles"),
        _key("barriers", "directive_id", "directives"),
        _key("barriers", "owner_id", "organisations"),
        _key("barriers", "raised_by_id", "people"),
        _key("barriers", "regulation_id", "regulations"),
        _key("barriers", "resolved_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barriers")),
    )
    op.create_index(op.f("ix_barriers_circle_id"), "barriers", ["circle_id"])
    op.create_index(op.f("ix_barriers_directive_id"), "barriers", ["directive_id"])
    op.create_index(op.f("ix_barriers_owner_id"), "barriers", ["owner_id"])
    op.create_index(op.f("ix_barriers_regulation_id"), "barriers", ["regulation_id"])
    op.create_index("ix_barriers_resolved_since", "barriers", ["resolved_on", "since"])
    op.create_table(
        "regulation_decisions",
        sa.Column("regulation_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        _key("regulation_decisions", "decision_id", "decisions"),
        _key("regulation_decisions", "regulation_id", "regulations"),
        sa.PrimaryKeyConstraint("regulation_id", "decision_id", name=op.f("pk_regulation_decisions")),
    )
    op.create_index(op.f("ix_regulation_decisions_decision_id"), "regulation_decisions", ["decision_id"])
    op.create_table(
        "barrier_agenda_items",
        sa.Column("barrier_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        _key("barrier_agenda_items", "agenda_item_id", "agenda_items"),
        _key("barrier_agenda_items", "barrier_id", "barriers"),
        sa.PrimaryKeyConstraint("barrier_id", "agenda_item_id", name=op.f("pk_barrier_agenda_items")),
    )
    op.create_index(op.f("ix_barrier_agenda_items_agenda_item_id"), "barrier_agenda_items", ["agenda_item_id"])
    op.create_table(
        "barrier_blockers",
        sa.Column("barrier_id", sa.Uuid(), nullable=False),
        sa.Column("blocker_id", sa.Uuid(), nullable=False),
        _key("barrier_blockers", "barrier_id", "barriers"),
        _key("barrier_blockers", "blocker_id", "blockers"),
        sa.PrimaryKeyConstraint("barrier_id", "blocker_id", name=op.f("pk_barrier_blockers")),
        sa.UniqueConstraint("blocker_id", name=op.f("uq_barrier_blockers_blocker_id")),
    )
    op.create_table(
        "barrier_effects",
        sa.Column("barrier_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("commitment_id", sa.Uuid(), nullable=True),
        sa.Column("agreement_id", sa.Uuid(), nullable=True),
        sa.Column("part", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN service_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN commitment_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN agreement_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_barrier_effects_hinders_one_thing"),
        ),
        _key("barrier_effects", "agreement_id", "agreements"),
        _key("barrier_effects", "barrier_id", "barriers"),
        _key("barrier_effects", "commitment_id", "commitments"),
        _key("barrier_effects", "service_id", "services"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barrier_effects")),
    )
    op.create_index(op.f("ix_barrier_effects_agreement_id"), "barrier_effects", ["agreement_id"])
    op.create_index(op.f("ix_barrier_effects_barrier_id"), "barrier_effects", ["barrier_id"])
    op.create_index(op.f("ix_barrier_effects_commitment_id"), "barrier_effects", ["commitment_id"])
    op.create_index(op.f("ix_barrier_effects_service_id"), "barrier_effects", ["service_id"])


def downgrade() -> None:
    for table in (
        "barrier_effects",
        "barrier_blockers",
        "barrier_agenda_items",
        "regulation_decisions",
        "barriers",
        "revision_steps",
        "revision_commitments",
        "regulation_agenda_items",
        "revisions",
        "review_marks",
        "regulation_relations",
        "regulation_circles",
        "data_exchanges",
        "service_statuses",
        "service_commitments",
        "service_circles",
        "roadmap_steps",
        "regulations",
        "services",
    ):
        op.drop_table(table)
