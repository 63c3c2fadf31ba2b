"""forums, their members, and the schedule and letters of their sessions"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

INVITED = sa.text("invited_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "forums",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("ground_rules", sa.String(), nullable=False),
        sa.Column("decision_rule", sa.String(length=40), nullable=False),
        sa.Column("quorum_share", sa.Integer(), nullable=False),
        sa.Column("quorum_sectors", sa.JSON(), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=1000), nullable=False),
        sa.Column("holiday_rule", sa.String(length=40), nullable=False),
        sa.Column("reminder_days", sa.JSON(), nullable=False),
        sa.Column("agenda_template", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_forums_lasts_a_while")),
        sa.CheckConstraint("quorum_share BETWEEN 0 AND 100", name=op.f("ck_forums_quorum_in_percent")),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_forums_circle_id_circles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forums")),
        sa.UniqueConstraint("circle_id", name=op.f("uq_forums_circle_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_forums_slug")),
    )
    op.create_index(op.f("ix_forums_kind"), "forums", ["kind"])
    op.create_table(
        "participants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("capacity", sa.String(length=40), nullable=False),
        sa.Column("acting_as", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("place_of_id", sa.Uuid()),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_day", sa.Date()),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_participants_forum_id_forums")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_participants_person_id_people")),
        sa.ForeignKeyConstraint(
            ["place_of_id"], ["participants.id"], name=op.f("fk_participants_place_of_id_participants")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_participants_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participants")),
    )
    op.create_index("ix_participants_forum_left_at", "participants", ["forum_id", "left_at"])
    op.create_index("ix_participants_person_left_at", "participants", ["person_id", "left_at"])
    op.create_index(op.f("ix_participants_seat_id"), "participants", ["seat_id"])
    op.create_table(
        "arrivals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("capacity", sa.String(length=40), nullable=False),
        sa.Column("acting_as", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("place_of_id", sa.Uuid()),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date()),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_day IS NULL OR last_day >= since", name=op.f("ck_arrivals_leaves_after_joining")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["people.id"], name=op.f("fk_arrivals_entered_by_id_people")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_arrivals_forum_id_forums")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_arrivals_person_id_people")),
        sa.ForeignKeyConstraint(
            ["place_of_id"], ["participants.id"], name=op.f("fk_arrivals_place_of_id_participants")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_arrivals_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrivals")),
    )
    op.create_index(op.f("ix_arrivals_forum_id"), "arrivals", ["forum_id"])
    op.create_index(op.f("ix_arrivals_person_id"), "arrivals", ["person_id"])
    op.create_index(op.f("ix_arrivals_seat_id"), "arrivals", ["seat_id"])
    op.create_index(op.f("ix_arrivals_since"), "arrivals", ["since"])
    op.create_table(
        "series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("uid", sa.String(length=200), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("first_start", sa.DateTime(), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("rule", sa.String(length=500), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("made_until", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_series_forum_id_forums")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("uid", name=op.f("uq_series_uid")),
    )
    op.create_index(op.f("ix_series_forum_id"), "series", ["forum_id"])
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid()),
        sa.Column("uid", sa.String(length=200)),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("slot", sa.DateTime(timezone=True)),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("proposed_starts_at", sa.DateTime(timezone=True)),
        sa.Column("merge_proposed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("because", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=1000), nullable=False),
        sa.Column("presider_id", sa.Uuid()),
        sa.Column("minute_taker_id", sa.Uuid()),
        sa.Column("invited_at", sa.DateTime(timezone=True)),
        sa.Column("opened_at", sa.DateTime(timezone=True)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("measured_by", sa.JSON()),
        sa.Column("letter_number", sa.String(length=100), nullable=False),
        sa.Column("letter_dated", sa.Date()),
        sa.Column("made_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_sessions_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_sessions_forum_id_forums")),
        sa.ForeignKeyConstraint(["minute_taker_id"], ["people.id"], name=op.f("fk_sessions_minute_taker_id_people")),
        sa.ForeignKeyConstraint(["presider_id"], ["people.id"], name=op.f("fk_sessions_presider_id_people")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_sessions_series_id_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("series_id", "slot", name="one_session_per_slot"),
        sa.UniqueConstraint("uid", name=op.f("uq_sessions_uid")),
    )
    op.create_index("ix_sessions_forum_number", "sessions", ["forum_id", "number"], unique=True)
    op.create_index("ix_sessions_forum_starts_at", "sessions", ["forum_id", "starts_at"])
    op.create_index("ix_sessions_forum_state_starts_at", "sessions", ["forum_id", "state", "starts_at"])
    op.create_index("ix_sessions_forum_version", "sessions", ["forum_id", "version"])
    op.create_index(
        "ix_sessions_invited_state_starts_at",
        "sessions",
        ["state", "starts_at"],
        sqlite_where=INVITED,
        postgresql_where=INVITED,
    )
    op.create_index(op.f("ix_sessions_made_at"), "sessions", ["made_at"])
    op.create_index(op.f("ix_sessions_presider_id"), "sessions", ["presider_id"])
    op.create_index(
        "ix_sessions_starts_at_forum",
        "sessions",
        ["starts_at", "forum_id", "state", "proposed_starts_at", "merge_proposed"],
    )
    op.create_index("ix_sessions_state_starts_at", "sessions", ["state", "starts_at"])
    op.create_table(
        "invitation_letters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("nature", sa.String(length=40), nullable=False),
        sa.Column("enclosures", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("opening", sa.String(), nullable=False),
        sa.Column("closing", sa.String(), nullable=False),
        sa.Column("signatory_position", sa.String(length=200), nullable=False),
        sa.Column("signatory_name", sa.String(length=200), nullable=False),
        sa.Column("copies", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_invitation_letters_session_id_sessions")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_invitation_letters_written_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_letters")),
        sa.UniqueConstraint("session_id", name=op.f("uq_invitation_letters_session_id")),
    )
    op.create_table(
        "signed_letters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_signed_letters_added_by_id_people")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_signed_letters_file_id_files")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_signed_letters_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_letters")),
        sa.UniqueConstraint("session_id", name=op.f("uq_signed_letters_session_id")),
    )
    op.create_table(
        "openings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.Integer()),
        sa.Column("retention_days", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("erased_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name=op.f("ck_openings_room_for_somebody")),
        sa.CheckConstraint("retention_days > 0", name=op.f("ck_openings_kept_for_a_while")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["people.id"], name=op.f("fk_openings_opened_by_id_people")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_openings_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openings")),
        sa.UniqueConstraint("session_id", name=op.f("uq_openings_session_id")),
    )
    op.create_table(
        "registrations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opening_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254)),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True)),
        sa.Column("came", sa.Boolean()),
        sa.ForeignKeyConstraint(["opening_id"], ["openings.id"], name=op.f("fk_registrations_opening_id_openings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint("opening_id", "email", name="each_address_once"),
    )
    op.create_index("ix_registrations_opening_state", "registrations", ["opening_id", "state"])
    op.create_table(
        "changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("sessions", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("undone_by_id", sa.Uuid()),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_changes_by_id_people")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_changes_forum_id_forums")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["people.id"], name=op.f("fk_changes_undone_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index("ix_changes_forum_at", "changes", ["forum_id", "at"])
    op.create_table(
        "calendar_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid()),
        sa.Column("calendar", sa.String(length=200), nullable=False),
        sa.Column("past", sa.String(length=40), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("created_by_id", sa.Uuid()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_calendar_imports_created_by_id_people")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_calendar_imports_file_id_files")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_calendar_imports_forum_id_forums")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_imports")),
    )
    op.create_index("ix_calendar_imports_confirmed_created", "calendar_imports", ["confirmed_at", "created_at"])
    op.create_index(op.f("ix_calendar_imports_forum_id"), "calendar_imports", ["forum_id"])
    op.create_table(
        "imported_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("uid", sa.String(length=200), nullable=False),
        sa.Column("calendar", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("series_id", sa.Uuid()),
        sa.Column("session_id", sa.Uuid()),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_imported_events_forum_id_forums")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_imported_events_series_id_series")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_imported_events_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_events")),
        sa.UniqueConstraint("forum_id", "uid", name="one_event_per_forum_and_uid"),
    )
    op.create_index(op.f("ix_imported_events_series_id"), "imported_events", ["series_id"])
    op.create_index(op.f("ix_imported_events_session_id"), "imported_events", ["session_id"])
    op.create_table(
        "busy_feeds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("awaited", sa.Boolean(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True)),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.Column("parsed_at", sa.DateTime(timezone=True)),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(length=40), nullable=False),
        sa.Column("etag", sa.String(length=200), nullable=False),
        sa.Column("modified", sa.String(length=200), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_busy_feeds_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_feeds")),
    )
    op.create_index("ix_busy_feeds_due_at", "busy_feeds", ["due_at"])
    op.create_index("ix_busy_feeds_person_id", "busy_feeds", ["person_id"])
    op.create_table(
        "busy_times",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("feed_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_busy_times_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["busy_feeds.id"], name=op.f("fk_busy_times_feed_id_busy_feeds"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_times")),
    )
    op.create_index("ix_busy_times_feed_ends", "busy_times", ["feed_id", "ends_at"])


def downgrade() -> None:
    op.drop_table("busy_times")
    op.drop_table("busy_feeds")
    op.drop_table("imported_events")
    op.drop_table("calendar_imports")
    op.drop_table("changes")
    op.drop_table("registrations")
    op.drop_table("openings")
    op.drop_table("signed_letters")
    op.drop_table("invitation_letters")
    op.drop_table("sessions")
    op.drop_table("series")
    op.drop_table("arrivals")
    op.drop_table("participants")
    op.drop_table("forums")
