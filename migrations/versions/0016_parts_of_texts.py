"""parts of texts are found by trigrams"""

from alembic import op

from app.search import trigrams

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SEARCHED = {
    "commitments": ("code", "title"),
    "decisions": ("code", "text"),
    "people": ("name", "email", "position"),
}


def upgrade() -> None:
    for table, columns in SEARCHED.items():
        trigrams.index(op.get_bind(), table, columns)


def downgrade() -> None:
    for table, columns in SEARCHED.items():
        trigrams.drop(op.get_bind(), table, columns)
