"""links in mails, and the objects that mails are about"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mails", sa.Column("about_type", sa.String(length=40), nullable=True))
    op.add_column("mails", sa.Column("about_id", sa.Uuid(), nullable=True))
    op.create_index("ix_mails_about", "mails", ["about_type", "about_id", "created_at"])
    op.add_column("updates", sa.Column("by_link", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "mail_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("sender_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disowned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_digest", sa.String(length=64), nullable=True),
        sa.Column("code_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["mails.id"], name=op.f("fk_mail_links_mail_id_mails"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mail_links_person_id_people")),
        sa.ForeignKeyConstraint(["sender_id"], ["people.id"], name=op.f("fk_mail_links_sender_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_links")),
        sa.UniqueConstraint("digest", name=op.f("uq_mail_links_digest")),
    )
    op.create_index(op.f("ix_mail_links_expires_at"), "mail_links", ["expires_at"])
    op.create_index(op.f("ix_mail_links_mail_id"), "mail_links", ["mail_id"])
    op.create_index("ix_mail_links_person_expires", "mail_links", ["person_id", "expires_at"])
    op.create_index("ix_mail_links_subject", "mail_links", ["subject_type", "subject_id"])


def downgrade() -> None:
    op.drop_table("mail_links")
    op.drop_column("updates", "by_link")
    op.drop_index("ix_mails_about", "mails")
    op.drop_column("mails", "about_id")
    op.drop_column("mails", "about_type")
