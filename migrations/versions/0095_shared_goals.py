"""shared goals, their versions and answers, and differences with their mediation"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None

PARTS = ("goal", "problem", "principles", "priorities")
STATES = ("open", "reworded", "committed", "kept", "withdrawn")
OPEN = sa.text("state = 'open'")


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def _said(table: str) -> list[sa.Column | sa.ForeignKeyConstraint | sa.PrimaryKeyConstraint]:
    """Return who wrote a row and when, and its key."""
    return [
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key(table, "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _part(*, nullable: bool) -> sa.Column:
    return sa.Column("part", sa.Enum(*PARTS, name="part", native_enum=False, length=40), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "shared_goals",
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_shared_goals_counted_from_one")),
        _key("shared_goals", "circle_id", "circles"),
        _key("shared_goals", "created_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_goals")),
        sa.UniqueConstraint("circle_id", name=op.f("uq_shared_goals_circle_id")),
    )
    op.create_table(
        "goal_versions",
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("principles", sa.String(), nullable=False),
        sa.Column("priorities", sa.String(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        *_said("goal_versions"),
        _key("goal_versions", "goal_id", "shared_goals"),
        sa.UniqueConstraint("goal_id", "number", name="one_goal_version_per_number"),
    )
    op.create_table(
        "goal_interests",
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("interest", sa.String(length=300), nullable=False),
        sa.Column("benefit", sa.String(length=300), nullable=False),
        *_said("goal_interests"),
        _key("goal_interests", "goal_id", "shared_goals"),
        _key("goal_interests", "organisation_id", "organisations"),
        sa.UniqueConstraint("goal_id", "organisation_id", name="one_interest_each"),
    )
    op.create_index(op.f("ix_goal_interests_organisation_id"), "goal_interests", ["organisation_id"])
    op.create_table(
        "goal_stances",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("acknowledges", sa.Boolean(), nullable=False),
        _part(nullable=True),
        *_said("goal_stances"),
        sa.CheckConstraint("acknowledges = (part IS NULL)", name=op.f("ck_goal_stances_differs_about_a_part")),
        _key("goal_stances", "version_id", "goal_versions"),
        _key("goal_stances", "organisation_id", "organisations"),
        sa.UniqueConstraint("version_id", "organisation_id", name="one_stance_each"),
    )
    op.create_index(op.f("ix_goal_stances_organisation_id"), "goal_stances", ["organisation_id"])
    op.create_table(
        "goal_differences",
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _part(nullable=False),
        sa.Column("holds", sa.String(length=300), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="differencestate", native_enum=False, length=40), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("mediator_id", sa.Uuid(), nullable=True),
        sa.Column("positions", sa.String(), nullable=False),
        sa.Column("positions_at", UtcDateTime(), nullable=True),
        sa.Column("interests", sa.String(), nullable=False),
        sa.Column("interests_at", UtcDateTime(), nullable=True),
        sa.Column("respond_until", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("follow_up_id", sa.Uuid(), nullable=True),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("goal_differences", "goal_id", "shared_goals"),
        _key("goal_differences", "organisation_id", "organisations"),
        _key("goal_differences", "opened_by_id", "people"),
        _key("goal_differences", "mediator_id", "people"),
        _key("goal_differences", "follow_up_id", "commitments"),
        _key("goal_differences", "agenda_item_id", "agenda_items"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_differences")),
    )
    op.create_index(
        "one_open_difference_each",
        "goal_differences",
        ["goal_id", "organisation_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_goal_differences_goal_state", "goal_differences", ["goal_id", "state"])
    for column in ("organisation_id", "follow_up_id", "agenda_item_id"):
        op.create_index(op.f(f"ix_goal_differences_{column}"), "goal_differences", [column])
    op.create_table(
        "goal_options",
        sa.Column("difference_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        *_said("goal_options"),
        _key("goal_options", "difference_id", "goal_differences"),
        sa.UniqueConstraint("difference_id", "number", name="one_goal_option_per_number"),
    )
    op.create_table(
        "goal_responses",
        sa.Column("difference_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("supported", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        *_said("goal_responses"),
        _key("goal_responses", "difference_id", "goal_differences"),
        _key("goal_responses", "organisation_id", "organisations"),
        sa.UniqueConstraint("difference_id", "organisation_id", name="one_response_each"),
    )
    op.create_index(op.f("ix_goal_responses_organisation_id"), "goal_responses", ["organisation_id"])


def downgrade() -> None:
    for table in (
        "goal_responses",
        "goal_options",
        "goal_differences",
        "goal_stances",
        "goal_interests",
        "goal_versions",
        "shared_goals",
    ):
        op.drop_table(table)
