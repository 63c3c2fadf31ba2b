"""competences, levels of organisations and training"""

import sqlalchemy as sa
from alembic import op

from app.database.types import UtcDateTime

revision = "0096"
down_revision = "0095"
branch_labels = None
depends_on = None


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    op.create_table(
        "competences",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("competences", "created_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competences")),
        sa.UniqueConstraint("name", name=op.f("uq_competences_name")),
    )
    op.create_table(
        "competence_rounds",
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("competence_rounds", "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competence_rounds")),
    )
    _create_trainings()
    op.create_table(
        "competence_levels",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("competence_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("training_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "needed BETWEEN 0 AND 4 AND held BETWEEN 0 AND 4", name=op.f("ck_competence_levels_from_zero_to_four")
        ),
        _key("competence_levels", "by_id", "people"),
        _key("competence_levels", "competence_id", "competences"),
        _key("competence_levels", "organisation_id", "organisations"),
        _key("competence_levels", "training_id", "trainings"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competence_levels")),
        sa.UniqueConstraint("organisation_id", "competence_id", "number", name="one_level_per_number"),
        sa.UniqueConstraint("training_id", "organisation_id", name="one_rise_per_training"),
    )
    op.create_index("ix_competence_levels_competence_id", "competence_levels", ["competence_id"])


def _create_trainings() -> None:
    op.create_table(
        "trainings",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("competence_id", sa.Uuid(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("barrier_id", sa.Uuid(), nullable=True),
        sa.Column("planned_by_id", sa.Uuid(), nullable=False),
        sa.Column("planned_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("seats IS NULL OR seats > 0", name=op.f("ck_trainings_has_seats")),
        _key("trainings", "barrier_id", "barriers"),
        _key("trainings", "competence_id", "competences"),
        _key("trainings", "planned_by_id", "people"),
        _key("trainings", "session_id", "sessions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainings")),
        sa.UniqueConstraint("session_id", name=op.f("uq_trainings_session_id")),
    )
    op.create_index("ix_trainings_competence_id", "trainings", ["competence_id"])
    op.create_index("ix_trainings_barrier_id", "trainings", ["barrier_id"])
    op.create_table(
        "training_evaluations",
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_training_evaluations_from_one_to_five")),
        _key("training_evaluations", "person_id", "people"),
        _key("training_evaluations", "training_id", "trainings"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_evaluations")),
        sa.UniqueConstraint("training_id", "person_id", name="one_evaluation_each"),
    )


def downgrade() -> None:
    for table in ("competence_levels", "training_evaluations", "trainings", "competence_rounds", "competences"):
        op.drop_table(table)
