"""letterheads of organisations, conveners of forums, records of agreement and reports of sessions"""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "invitation_letters", sa.Column("disposition", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_table(
        "letterheads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("above", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("emblem_id", sa.Uuid(), nullable=True),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["emblem_id"], ["files.id"], name=op.f("fk_letterheads_emblem_id_files")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_letterheads_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["people.id"], name=op.f("fk_letterheads_set_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letterheads")),
    )
    op.create_index("ix_letterheads_organisation_since", "letterheads", ["organisation_id", "since"])
    op.create_table(
        "conveners",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_conveners_forum_id_forums")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_conveners_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["people.id"], name=op.f("fk_conveners_set_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conveners")),
    )
    op.create_index("ix_conveners_forum_since", "conveners", ["forum_id", "since"])
    op.create_table(
        "agreement_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("opening", sa.String(), nullable=False),
        sa.Column("closing", sa.String(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("signatories", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_agreement_records_session_id_sessions")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_agreement_records_written_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_records")),
        sa.UniqueConstraint("session_id", name=op.f("uq_agreement_records_session_id")),
    )
    op.create_table(
        "session_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("addressee", sa.String(length=300), nullable=False),
        sa.Column("sender", sa.String(length=300), nullable=False),
        sa.Column("copies", sa.JSON(), nullable=False),
        sa.Column("nature", sa.String(length=40), nullable=False),
        sa.Column("enclosures", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("opening", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("remarks", sa.String(), nullable=False),
        sa.Column("requests", sa.String(), nullable=False),
        sa.Column("closing", sa.String(), nullable=False),
        sa.Column("signatory_position", sa.String(length=200), nullable=False),
        sa.Column("signatory_name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_session_reports_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_session_reports_session_id_sessions")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_session_reports_written_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_reports")),
        sa.UniqueConstraint("session_id", name=op.f("uq_session_reports_session_id")),
    )


def downgrade() -> None:
    op.drop_table("session_reports")
    op.drop_table("agreement_records")
    op.drop_table("conveners")
    op.drop_table("letterheads")
    op.drop_column("invitation_letters", "disposition")
