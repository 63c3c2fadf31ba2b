"""the address of an account changes with the consent of its owner or of two administrators"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

PERSON = ("person_id", "asked_by_id", "second_id")


def upgrade() -> None:
    op.create_table(
        "address_changes",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("earlier", sa.String(length=254), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("confirm_digest", sa.String(length=64), nullable=True),
        sa.Column("stop_digest", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["people.id"], name=op.f(f"fk_address_changes_{name}_people"))
            for name in PERSON
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_changes")),
        sa.UniqueConstraint("confirm_digest", name=op.f("uq_address_changes_confirm_digest")),
        sa.UniqueConstraint("stop_digest", name=op.f("uq_address_changes_stop_digest")),
    )
    op.create_index("ix_address_changes_person_id", "address_changes", ["person_id"])
    op.create_index("ix_address_changes_state_until", "address_changes", ["state", "until"])
    is_open = sa.text("ended_at IS NULL")
    op.create_index(
        "one_open_address_change_of_a_person",
        "address_changes",
        ["person_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def downgrade() -> None:
    op.drop_table("address_changes")
