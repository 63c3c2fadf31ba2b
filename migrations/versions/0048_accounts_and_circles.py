"""organisations, people and their accounts, circles and who is in them"""

import sqlalchemy as sa
from alembic import op

from app.search import trigrams

revision = "0048"
down_revision = None
branch_labels = None
depends_on = None

HAS_ACCOUNT = sa.text("joined_at IS NOT NULL")
HOLDS_A_ROLE = sa.text("(is_administrator OR is_coordinator OR is_leadership)")
NOT_ENDED = sa.text("ended_at IS NULL")
NOT_CLOSED = sa.text("closed_at IS NULL")
SEARCHED = ("name", "email", "position")


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("parent_id", sa.Uuid()),
        sa.Column("secretariat_email", sa.String(length=254)),
        sa.Column("phone", sa.String(length=40)),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisations.id"], name=op.f("fk_organisations_parent_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("name", name=op.f("uq_organisations_name")),
    )
    op.create_index(op.f("ix_organisations_parent_id"), "organisations", ["parent_id"])
    op.create_index(op.f("ix_organisations_sector"), "organisations", ["sector"])
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254)),
        sa.Column("phone", sa.String(length=40)),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("is_coordinator", sa.Boolean(), nullable=False),
        sa.Column("is_leadership", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(length=200)),
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True)),
        sa.Column("suspended_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_people_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index("ix_people_alphabetical", "people", [sa.text("lower(name)")])
    op.create_index("ix_people_email", "people", ["email"])
    op.create_index(
        "ix_people_email_of_account",
        "people",
        ["email"],
        unique=True,
        sqlite_where=HAS_ACCOUNT,
        postgresql_where=HAS_ACCOUNT,
    )
    op.create_index("ix_people_joined_suspended", "people", ["joined_at", "suspended_at"])
    op.create_index(op.f("ix_people_name"), "people", ["name"])
    op.create_index("ix_people_organisation_name", "people", ["organisation_id", "name"])
    op.create_index(
        "ix_people_with_a_role", "people", ["name"], sqlite_where=HOLDS_A_ROLE, postgresql_where=HOLDS_A_ROLE
    )
    op.create_table(
        "contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_contacts_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_contacts_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("organisation_id", "role", name="one_person_per_contact_role"),
    )
    op.create_index(op.f("ix_contacts_person_id"), "contacts", ["person_id"])
    op.create_table(
        "sector_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.String(length=40), nullable=False),
        sa.Column("after", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["people.id"], name=op.f("fk_sector_changes_changed_by_id_people")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_sector_changes_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector_changes")),
    )
    op.create_index(op.f("ix_sector_changes_organisation_id"), "sector_changes", ["organisation_id"])
    op.create_table(
        "tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_tokens_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_tokens_digest")),
    )
    op.create_index(op.f("ix_tokens_person_id"), "tokens", ["person_id"])
    op.create_table(
        "account_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.Column("browser", sa.String(length=30), nullable=False),
        sa.Column("system", sa.String(length=30), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_account_sessions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_sessions")),
        sa.UniqueConstraint("digest", name=op.f("uq_account_sessions_digest")),
    )
    op.create_index(op.f("ix_account_sessions_person_id"), "account_sessions", ["person_id"])
    op.create_index(op.f("ix_account_sessions_seen_at"), "account_sessions", ["seen_at"])
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index("ix_sign_in_attempts_key_at", "sign_in_attempts", ["key", "at"])
    op.create_table(
        "address_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("earlier", sa.String(length=254), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("second_id", sa.Uuid()),
        sa.Column("confirm_digest", sa.String(length=64)),
        sa.Column("stop_digest", sa.String(length=64)),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_address_changes_asked_by_id_people")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_address_changes_person_id_people")),
        sa.ForeignKeyConstraint(["second_id"], ["people.id"], name=op.f("fk_address_changes_second_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_changes")),
        sa.UniqueConstraint("confirm_digest", name=op.f("uq_address_changes_confirm_digest")),
        sa.UniqueConstraint("stop_digest", name=op.f("uq_address_changes_stop_digest")),
    )
    op.create_index("ix_address_changes_person_id", "address_changes", ["person_id"])
    op.create_index("ix_address_changes_state_until", "address_changes", ["state", "until"])
    op.create_index(
        "one_open_address_change_of_a_person",
        "address_changes",
        ["person_id"],
        unique=True,
        sqlite_where=NOT_ENDED,
        postgresql_where=NOT_ENDED,
    )
    op.create_table(
        "given_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_id"], ["tokens.id"], name=op.f("fk_given_answers_token_id_tokens"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_answers")),
        sa.UniqueConstraint("token_id", "key", name="one_answer_per_key"),
    )
    op.create_index(op.f("ix_given_answers_given_at"), "given_answers", ["given_at"])
    op.create_table(
        "circles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), server_default="forum", nullable=False),
        sa.Column("classification", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circles")),
    )
    op.create_index(op.f("ix_circles_classification"), "circles", ["classification"])
    op.create_table(
        "seats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("observer", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_seats_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_seats_circle_id_circles")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_seats_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
    )
    op.create_index(op.f("ix_seats_circle_id"), "seats", ["circle_id"])
    op.create_index("ix_seats_organisation_circle", "seats", ["organisation_id", "circle_id"])
    op.create_table(
        "stewards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_stewards_circle_id_circles")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_stewards_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stewards")),
        sa.UniqueConstraint("circle_id", "person_id", "role", name="one_steward_per_role"),
    )
    op.create_index(op.f("ix_stewards_person_id"), "stewards", ["person_id"])
    op.create_table(
        "named_people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_named_people_circle_id_circles")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_named_people_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_people")),
        sa.UniqueConstraint("circle_id", "person_id", name="named_once"),
    )
    op.create_index("ix_named_people_person_circle", "named_people", ["person_id", "circle_id"])
    op.create_table(
        "access_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_by_id", sa.Uuid()),
        sa.Column("named_id", sa.Uuid()),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_access_requests_asked_by_id_people")),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_access_requests_circle_id_circles")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["people.id"], name=op.f("fk_access_requests_closed_by_id_people")),
        sa.ForeignKeyConstraint(["named_id"], ["people.id"], name=op.f("fk_access_requests_named_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_requests")),
    )
    op.create_index(
        "ix_access_requests_open",
        "access_requests",
        ["circle_id"],
        unique=True,
        sqlite_where=NOT_CLOSED,
        postgresql_where=NOT_CLOSED,
    )
    trigrams.index(op.get_bind(), "people", SEARCHED)


def downgrade() -> None:
    trigrams.drop(op.get_bind(), "people", SEARCHED)
    op.drop_table("access_requests")
    op.drop_table("named_people")
    op.drop_table("stewards")
    op.drop_table("seats")
    op.drop_table("circles")
    op.drop_table("given_answers")
    op.drop_table("address_changes")
    op.drop_table("sign_in_attempts")
    op.drop_table("account_sessions")
    op.drop_table("tokens")
    op.drop_table("sector_changes")
    op.drop_table("contacts")
    op.drop_table("people")
    op.drop_table("organisations")
