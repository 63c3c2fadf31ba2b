"""role matrices"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

ROLES = ("accountable", "responsible", "consulted", "informed", "none")


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    op.create_table(
        "role_matrices",
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("fill_until", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_role_matrices_counted_from_zero")),
        _key("role_matrices", "circle_id", "circles"),
        _key("role_matrices", "created_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_matrices")),
        sa.UniqueConstraint("circle_id", name=op.f("uq_role_matrices_circle_id")),
    )
    op.create_table(
        "role_activities",
        sa.Column("matrix_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("role_activities", "matrix_id", "role_matrices"),
        _key("role_activities", "agenda_item_id", "agenda_items"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_activities")),
    )
    op.create_index("ix_role_activities_matrix_position", "role_activities", ["matrix_id", "position"])
    op.create_table(
        "role_assignments",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Enum(*ROLES, name="role", native_enum=False, length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("role_assignments", "activity_id", "role_activities"),
        _key("role_assignments", "organisation_id", "organisations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_assignments")),
        sa.UniqueConstraint("activity_id", "organisation_id", name="one_role_each"),
    )
    op.create_index(op.f("ix_role_assignments_organisation_id"), "role_assignments", ["organisation_id"])
    op.create_table(
        "role_views",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("role_views", "activity_id", "role_activities"),
        _key("role_views", "organisation_id", "organisations"),
        _key("role_views", "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_views")),
        sa.UniqueConstraint("activity_id", "organisation_id", name="one_view_each"),
    )
    op.create_index(op.f("ix_role_views_organisation_id"), "role_views", ["organisation_id"])
    op.create_table(
        "role_versions",
        sa.Column("matrix_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("role_versions", "matrix_id", "role_matrices"),
        _key("role_versions", "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_versions")),
        sa.UniqueConstraint("matrix_id", "number", name="one_version_per_number"),
    )
    op.create_table(
        "role_consents",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("role_consents", "version_id", "role_versions"),
        _key("role_consents", "organisation_id", "organisations"),
        _key("role_consents", "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_consents")),
        sa.UniqueConstraint("version_id", "organisation_id", name="one_consent_each"),
    )
    op.create_index(op.f("ix_role_consents_organisation_id"), "role_consents", ["organisation_id"])


def downgrade() -> None:
    for table in (
        "role_consents",
        "role_versions",
        "role_views",
        "role_assignments",
        "role_activities",
        "role_matrices",
    ):
        op.drop_table(table)
