"""invitations to sessions, agenda, attendance, minutes and decisions"""

import sqlalchemy as sa
from alembic import op

from app.search import trigrams

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

WITHOUT_NAME = sa.text("participant_id IS NULL")
SEARCHED = ("code", "text")


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("organisation_id", sa.Uuid()),
        sa.Column("guest_of_id", sa.Uuid()),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (organisation_id IS NULL)", name=op.f("ck_invitations_a_person_or_an_office")
        ),
        sa.ForeignKeyConstraint(
            ["guest_of_id"], ["invitations.id"], name=op.f("fk_invitations_guest_of_id_invitations")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_invitations_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_invitations_person_id_people")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_invitations_seat_id_seats")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_invitations_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitations_digest")),
        sa.UniqueConstraint("session_id", "organisation_id", name="each_office_invited_once"),
        sa.UniqueConstraint("session_id", "person_id", name="each_person_invited_once"),
    )
    op.create_index(op.f("ix_invitations_organisation_id"), "invitations", ["organisation_id"])
    op.create_index(
        "ix_invitations_person_withdrawn_seat", "invitations", ["person_id", "withdrawn_at", "session_id", "seat_id"]
    )
    op.create_index("ix_invitations_seat_session", "invitations", ["seat_id", "session_id"])
    op.create_table(
        "answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid()),
        sa.Column("series_id", sa.Uuid()),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("organisation_id", sa.Uuid()),
        sa.Column("starts_at", sa.DateTime(timezone=True)),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("previous", sa.String(length=40)),
        sa.Column("via", sa.String(length=40), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stamped_at", sa.DateTime(timezone=True)),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("representative", sa.String(length=200), nullable=False),
        sa.Column("representative_position", sa.String(length=200), nullable=False),
        sa.Column("representative_contact", sa.String(length=254), nullable=False),
        sa.Column("delegate_id", sa.Uuid()),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid()),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (organisation_id IS NULL)", name=op.f("ck_answers_of_a_person_or_an_office")
        ),
        sa.CheckConstraint(
            "(session_id IS NULL) <> (series_id IS NULL)", name=op.f("ck_answers_to_a_session_or_a_series")
        ),
        sa.ForeignKeyConstraint(["delegate_id"], ["people.id"], name=op.f("fk_answers_delegate_id_people")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_answers_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_answers_person_id_people")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_answers_recorded_by_id_people")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_answers_series_id_series")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_answers_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("series_id", "person_id", name="one_default_of_a_person"),
        sa.UniqueConstraint("session_id", "organisation_id", name="one_answer_of_an_office"),
        sa.UniqueConstraint("session_id", "person_id", name="one_answer_of_a_person"),
    )
    op.create_index("ix_answers_person_id", "answers", ["person_id"])
    op.create_table(
        "time_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("via", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stamped_at", sa.DateTime(timezone=True)),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by_id", sa.Uuid()),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_time_proposals_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_time_proposals_decided_by_id_people")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_time_proposals_invitation_id_invitations")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_time_proposals_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_proposals")),
    )
    op.create_index("ix_time_proposals_invitation_id", "time_proposals", ["invitation_id"])
    op.create_index("ix_time_proposals_session_id", "time_proposals", ["session_id"])
    op.create_index("ix_time_proposals_state", "time_proposals", ["state"])
    op.create_table(
        "tellings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid()),
        sa.Column("slot", sa.DateTime(timezone=True)),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=1000), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_tellings_by_id_people")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_tellings_series_id_series")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_tellings_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tellings")),
        sa.UniqueConstraint("session_id", name=op.f("uq_tellings_session_id")),
    )
    op.create_index(op.f("ix_tellings_due_at"), "tellings", ["due_at"])
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("presenter_person_id", sa.Uuid()),
        sa.Column("presenter_organisation_id", sa.Uuid()),
        sa.Column("presenter_name", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("minutes_used", sa.Integer()),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid()),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("carried_from_id", sa.Uuid()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_agenda_items_takes_a_while")),
        sa.ForeignKeyConstraint(
            ["carried_from_id"], ["agenda_items.id"], name=op.f("fk_agenda_items_carried_from_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(
            ["presenter_organisation_id"],
            ["organisations.id"],
            name=op.f("fk_agenda_items_presenter_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["presenter_person_id"], ["people.id"], name=op.f("fk_agenda_items_presenter_person_id_people")
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people.id"], name=op.f("fk_agenda_items_proposed_by_id_people")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_agenda_items_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint("carried_from_id", name=op.f("uq_agenda_items_carried_from_id")),
    )
    op.create_index("ix_agenda_items_session_position", "agenda_items", ["session_id", "position"])
    op.create_index("ix_agenda_items_state", "agenda_items", ["state"])
    op.create_table(
        "attendance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid()),
        sa.Column("presence", sa.String(length=40), nullable=False),
        sa.Column("representative", sa.String(length=200), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True)),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_attendance_participant_id_participants")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_attendance_recorded_by_id_people")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_attendance_seat_id_seats")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_attendance_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("session_id", "participant_id", name="each_participant_once"),
    )
    op.create_index(
        "each_nameless_seat_once",
        "attendance",
        ["session_id", "seat_id"],
        unique=True,
        sqlite_where=WITHOUT_NAME,
        postgresql_where=WITHOUT_NAME,
    )
    op.create_index("ix_attendance_session_seat", "attendance", ["session_id", "seat_id"])
    op.create_table(
        "minutes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("circulated_at", sa.DateTime(timezone=True)),
        sa.Column("circulated_by_id", sa.Uuid()),
        sa.Column("correction_until", sa.DateTime(timezone=True)),
        sa.Column("approved_at", sa.DateTime(timezone=True)),
        sa.Column("approved_by_id", sa.Uuid()),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("content", sa.JSON()),
        sa.Column("sha256", sa.String(length=64)),
        sa.Column("published_content", sa.JSON()),
        sa.Column("published_sha256", sa.String(length=64)),
        sa.Column("published_salt", sa.String(length=64)),
        sa.ForeignKeyConstraint(["approved_by_id"], ["people.id"], name=op.f("fk_minutes_approved_by_id_people")),
        sa.ForeignKeyConstraint(["circulated_by_id"], ["people.id"], name=op.f("fk_minutes_circulated_by_id_people")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_minutes_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("session_id", "version", name="one_row_per_version"),
        sa.UniqueConstraint("sha256", name=op.f("uq_minutes_sha256")),
    )
    op.create_index(op.f("ix_minutes_circulated_at"), "minutes", ["circulated_at"])
    op.create_index("ix_minutes_session_state", "minutes", ["session_id", "version", "state", "correction_until"])
    op.create_index("ix_minutes_state_session", "minutes", ["state", "session_id", "version", "correction_until"])
    op.create_table(
        "passages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid()),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(part = 'discussion') = (agenda_item_id IS NOT NULL)", name=op.f("ck_passages_discussions_have_an_item")
        ),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_items.id"], name=op.f("fk_passages_agenda_item_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_passages_author_id_people")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_passages_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_passages_written_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
    )
    op.create_index(op.f("ix_passages_agenda_item_id"), "passages", ["agenda_item_id"])
    op.create_index("ix_passages_minutes_position", "passages", ["minutes_id", "position"])
    op.create_table(
        "earlier_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["passage_id"], ["passages.id"], name=op.f("fk_earlier_texts_passage_id_passages")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_earlier_texts_written_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_texts")),
        sa.UniqueConstraint("passage_id", "version", name="each_version_once"),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("passage_id", sa.Uuid()),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people.id"], name=op.f("fk_corrections_answered_by_id_people")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_corrections_by_id_people")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_corrections_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["passage_id"], ["passages.id"], name=op.f("fk_corrections_passage_id_passages")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_corrections_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index("ix_corrections_minutes_at", "corrections", ["minutes_id", "at"])
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid()),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("dissent", sa.String(), nullable=False),
        sa.Column("votes_for", sa.Integer()),
        sa.Column("votes_against", sa.Integer()),
        sa.Column("abstentions", sa.Integer()),
        sa.Column("quorum_met", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "votes_for >= 0 AND votes_against >= 0 AND abstentions >= 0", name=op.f("ck_decisions_votes_are_counts")
        ),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_items.id"], name=op.f("fk_decisions_agenda_item_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_decisions_recorded_by_id_people")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_decisions_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("code", name=op.f("uq_decisions_code")),
    )
    op.create_index(op.f("ix_decisions_agenda_item_id"), "decisions", ["agenda_item_id"])
    op.create_index("ix_decisions_decided_at_code", "decisions", ["decided_at", "code"])
    op.create_index("ix_decisions_session_decided_at", "decisions", ["session_id", "decided_at"])
    op.create_table(
        "decision_commitments",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_decision_commitments_commitment_id_commitments")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_commitments_decision_id_decisions")
        ),
        sa.PrimaryKeyConstraint("decision_id", "commitment_id", name=op.f("pk_decision_commitments")),
        sa.UniqueConstraint("commitment_id", name=op.f("uq_decision_commitments_commitment_id")),
    )
    trigrams.index(op.get_bind(), "decisions", SEARCHED)


def downgrade() -> None:
    trigrams.drop(op.get_bind(), "decisions", SEARCHED)
    op.drop_table("decision_commitments")
    op.drop_table("decisions")
    op.drop_table("corrections")
    op.drop_table("earlier_texts")
    op.drop_table("passages")
    op.drop_table("minutes")
    op.drop_table("attendance")
    op.drop_table("agenda_items")
    op.drop_table("tellings")
    op.drop_table("time_proposals")
    op.drop_table("answers")
    op.drop_table("invitations")
