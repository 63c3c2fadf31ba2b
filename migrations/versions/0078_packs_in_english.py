"""meeting packs in English

Versions circulated before have their file in Indonesian alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pack_versions") as table:
        table.add_column(sa.Column("english_file_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("english_places", sa.JSON(), nullable=True))
        table.create_foreign_key(op.f("fk_pack_versions_english_file_id_files"), "files", ["english_file_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("pack_versions") as table:
        table.drop_constraint(op.f("fk_pack_versions_english_file_id_files"), type_="foreignkey")
        table.drop_column("english_places")
        table.drop_column("english_file_id")
