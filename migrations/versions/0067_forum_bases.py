"""bases of forums"""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forum_bases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("warned_days", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_forum_bases_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(["entered_by_id"], ["people.id"], name=op.f("fk_forum_bases_entered_by_id_people")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_forum_bases_file_id_files")),
        sa.ForeignKeyConstraint(["follows_id"], ["forum_bases.id"], name=op.f("fk_forum_bases_follows_id_forum_bases")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_forum_bases_forum_id_forums")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_bases")),
        sa.UniqueConstraint("follows_id", name="renewed_once"),
    )
    op.create_index("ix_forum_bases_forum_valid_from", "forum_bases", ["forum_id", "valid_from"])
    op.create_index("ix_forum_bases_valid_until", "forum_bases", ["valid_until"])
    op.create_table(
        "forum_basis_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("basis_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("duty", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["basis_id"], ["forum_bases.id"], name=op.f("fk_forum_basis_members_basis_id_forum_bases")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_forum_basis_members_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_basis_members")),
    )
    op.create_index(op.f("ix_forum_basis_members_basis_id"), "forum_basis_members", ["basis_id"])


def downgrade() -> None:
    op.drop_table("forum_basis_members")
    op.drop_table("forum_bases")
