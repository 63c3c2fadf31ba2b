"""meeting packs"""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pack_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("circulated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("circulated_by_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circulated_by_id"], ["people.id"], name=op.f("fk_pack_versions_circulated_by_id_people")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_pack_versions_file_id_files")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_pack_versions_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_versions")),
        sa.UniqueConstraint("session_id", "number", name="one_pack_per_number"),
    )
    op.create_table(
        "pack_openings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_link", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("downloaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_pack_openings_person_id_people")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["pack_versions.id"], name=op.f("fk_pack_openings_version_id_pack_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_openings")),
        sa.UniqueConstraint("version_id", "person_id", name="one_opening_per_person"),
    )
    op.create_index("ix_pack_openings_person_id", "pack_openings", ["person_id"])
    op.create_table(
        "pack_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_items.id"], name=op.f("fk_pack_notes_agenda_item_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_pack_notes_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_notes")),
        sa.UniqueConstraint("agenda_item_id", "person_id", name="one_note_per_person"),
    )
    op.create_index("ix_pack_notes_person_id", "pack_notes", ["person_id"])


def downgrade() -> None:
    op.drop_table("pack_notes")
    op.drop_table("pack_openings")
    op.drop_table("pack_versions")
