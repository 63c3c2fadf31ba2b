"""people are listed by name without regard to capitals"""

from alembic import op
from sqlalchemy import text

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_people_alphabetical", "people", [text("lower(name)")])


def downgrade() -> None:
    op.drop_index("ix_people_alphabetical", table_name="people")
