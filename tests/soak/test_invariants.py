"""The invariants find nothing in a correct database, and every fault that is planted."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, insert, select, text

from app.accounts.models import Person
from app.audit import chain
from app.circles.models import Circle
from app.database import db
from app.database.transactions import transaction
from app.mail.outbox.models import Mail
from app.organisations.models import Organisation
from app.search.models import SearchEntry
from commitments.delivery import actions as delivery
from commitments.delivery.actions import Report as Progress
from commitments.registry.actions import Proposal, propose
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.invitations import change_notices
from forums.invitations.models import AnswerState, Invitation, Via
from forums.invitations.rsvp import Channel, Reply, answer
from forums.invitations.rules import PATIENCE
from forums.minutes.models import Part
from forums.minutes.writing import Writing, write
from forums.scheduling import session_actions
from forums.scheduling.models import Session
from soak.facts import facts, values
from soak.findings import Fault, tally
from soak.invariants import agendas, calendars, check, find_all, mails
from soak.journal import Journal
from soak.sample import build
from soak.trial import Report
from tests.support.mail import Delivery


@pytest.fixture
def lived(app):
    """A forum with a commitment, minutes and answers, and a sealed audit chain."""
    scene, now = build(members=2), datetime.now(UTC)
    owner, verifier = (db.session.scalar(select(Person).where(Person.email == one.email)) for one in scene.members)
    coordinator = db.session.scalar(select(Person).where(Person.email == scene.coordinator))
    taker = db.session.scalar(select(Person).where(Person.email == scene.taker))
    session = db.session.scalar(select(Session).where(Session.series_id.is_(None)))
    circle = db.session.scalar(select(Circle).where(Circle.id == session.circle_id))
    invitation = db.session.scalar(select(Invitation).where(Invitation.person_id == owner.id))
    with transaction(), app.test_request_context():
        proposal = Proposal(
            circle=circle,
            title="Janji",
            criteria="Berkas terbuka",
            responsible=db.session.get_one(Organisation, owner.organisation_id),
            responsible_person=None,
            verifier=db.session.get_one(Organisation, verifier.organisation_id),
            due=now.date() + timedelta(days=40),
        )
        commitment = propose(proposal, by=coordinator, at=now)
        delivery.accept(commitment, by=owner, at=now + timedelta(seconds=1))
        details = Progress(progress=40, text="Kemajuan")
        delivery.report(commitment, details, by=owner, at=now + timedelta(seconds=2))
        writing = Writing(passage_id=uuid4(), version=0, text="Rapat dibuka.", part=Part.OPENING)
        write(session, writing, by=taker, at=now)
        answer(invitation, Reply(answer=AnswerState.TENTATIVE), through=Channel(via=Via.APP, by=owner), at=now)
    with transaction():
        chain.seal()
    return scene


@contextmanager
def planted(*statements: str) -> Iterator[None]:
    """Change rows without triggers and foreign keys, as no code of Selaras does, and roll back afterwards."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for name in db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            db.session.execute(text(f"DROP TRIGGER {name}"))
    for statement in statements:
        db.session.execute(text(statement))
    yield
    db.session.rollback()


def misjudged(faults):
    """Plant each fault, and return what its invariant found where that differs from what is expected.

    `faults` maps what is wrong to a function that returns statements, the invariant, and the expected tally.
    """
    wrong = {}
    for what, (statements, invariant, expected) in faults.items():
        with planted():
            for statement in statements():
                db.session.execute(statement)
            db.session.expire_all()
            found = tally(invariant())
        if found != expected:
            wrong[what] = found
    return wrong


def twice(model, index, **values):
    """Return statements that add a copy of the first row of a table with other values, without an index of its own."""
    row = db.session.scalars(select(model)).first()
    kept = {column.key: getattr(row, column.key) for column in model.__table__.columns}
    return [text(f"DROP INDEX {index}"), insert(model).values({**kept, "id": uuid4(), **values})]


def test_nothing_is_found_where_nothing_is_wrong(lived):
    assert check() == []


def test_an_entry_of_the_search_index_that_is_lost_is_reported(lived):
    reports = Report("kept"), Report("lost")
    for report in reports:
        report.check(SimpleNamespace(opened=nullcontext))
        with transaction():
            db.session.execute(delete(SearchEntry).where(SearchEntry.source == "commitments"))
    assert [[one.fault for one in report.findings] for report in reports] == [[], [Fault.CONTRADICTORY]]


PLANTED = {
    "a commitment that is lost": ("DELETE FROM commitments", Fault.LOST),
    "a state without its act": ("UPDATE commitments SET delivery = 'submitted'", Fault.CONTRADICTORY),
    "an entry that was not recorded": (
        "UPDATE updates SET act = 'submitted' WHERE act = 'progress'",
        Fault.CONTRADICTORY,
    ),
    "a record whose entry is lost": ("DELETE FROM updates WHERE act = 'progress'", Fault.CONTRADICTORY),
    "a due date that nobody set": ("UPDATE commitments SET current_due = '2031-01-05'", Fault.CONTRADICTORY),
    "an end of what goes on": ("UPDATE commitments SET ended_at = proposed_at", Fault.CONTRADICTORY),
    "a number that was lost": ("UPDATE counters SET value = value + 1", Fault.CONTRADICTORY),
    "a passage that is lost": ("DELETE FROM passages", Fault.LOST),
    "a record that is lost": ("DELETE FROM audit_rows WHERE action = 'passage.begun'", Fault.CONTRADICTORY),
    "a record that was changed": ("UPDATE audit_rows SET details = '{}'", Fault.CONTRADICTORY),
    "an answer that is lost": ("DELETE FROM answers", Fault.CONTRADICTORY),
    "another answer than was given": ("UPDATE answers SET answer = 'excused'", Fault.CONTRADICTORY),
    "a session that was cancelled by nobody": (
        "UPDATE sessions SET state = 'held' WHERE series_id IS NULL",
        Fault.CONTRADICTORY,
    ),
    "a message that left and did not": ("UPDATE mails SET state = 'sent'", Fault.CONTRADICTORY),
}


def test_whatever_somebody_plants_is_found(lived):
    missed = []
    for what, (statement, fault) in PLANTED.items():
        with planted(statement):
            if not tally(find_all())[fault]:
                missed.append(what)
    assert missed == []


def test_one_key_under_two_message_ids_is_found_without_the_tables_own_constraint(lived):
    again = (
        "ALTER TABLE mails RENAME TO kept",
        "CREATE TABLE mails AS SELECT * FROM kept",
        "UPDATE mails SET key = 'k'",
    )
    with planted(*again):
        assert tally(mails.keys_are_said_once()) == {Fault.DOUBLED: 1}


def test_a_notice_that_was_queued_twice_is_found(lived):
    columns = (
        "recipient, language, kind, subject, text, html, headers, attachments, state, tries, next_try_at, last_error"
    )
    with planted(
        f"INSERT INTO mails (id, message_id, created_at, {columns}) "
        f"SELECT '{uuid4().hex}', '<other@selaras.example>', created_at, {columns} "
        "FROM mails WHERE kind LIKE 'commitments/%' LIMIT 1"
    ):
        assert tally(mails.words_are_said_once()) == {Fault.DOUBLED: 1}


def test_what_calendars_show_is_held_against_what_stands(lived):
    moved = "starts_at = '2031-01-05 02:00:00.000000', ends_at = '2031-01-05 04:00:00.000000'"
    with planted(f"UPDATE sessions SET {moved} WHERE series_id IS NULL"):
        assert tally(calendars.calendars_show_what_stands()) == {Fault.CONTRADICTORY: 4}
    with planted("UPDATE sessions SET state = 'cancelled' WHERE series_id IS NULL"):
        assert tally(calendars.calendars_show_what_stands()) == {Fault.CONTRADICTORY: 4}
    with planted("UPDATE mails SET calendar = NULL"):
        assert tally(calendars.calendars_show_what_stands()) == {Fault.LOST: 4}


def test_an_item_comes_back_from_where_it_was_left_or_its_session_fell_out(lived):
    with planted():
        session, now = db.session.scalar(select(Session)), datetime.now(UTC)
        coordinator = db.session.scalar(select(Person).where(Person.email == lived.coordinator))
        first, again = (
            AgendaItem(
                session_id=session.id,
                title="Tarif",
                purpose=Purpose.INFORMATION,
                state=ItemState.ACCEPTED,
                position=position,
                minutes=5,
                proposed_at=now,
            )
            for position in (1, 2)
        )
        db.session.add_all([first, again])
        db.session.flush()
        again.carried_from_id = first.id
        db.session.flush()
        assert tally(agendas.what_comes_back_was_left()) == {Fault.CONTRADICTORY: 1}
        session_actions.cancel(session, reason="Libur", by=coordinator, at=now)
        assert tally(agendas.what_comes_back_was_left()) == {}


def test_a_sequence_that_falls_is_found(lived):
    session = db.session.scalar(select(Session).where(Session.series_id.is_(None)))
    coordinator = db.session.scalar(select(Person).where(Person.email == lived.coordinator))
    now = datetime.now(UTC)
    with transaction():
        wanted = session.starts_at + timedelta(days=1)
        session_actions.move(session, starts_at=wanted, minutes=120, reason="Ruang dipakai", by=coordinator, at=now)
    with transaction():
        change_notices.send_pending(session.forum_id, at=now + PATIENCE)
    assert find_all() == []
    first = "created_at = (SELECT min(created_at) FROM mails WHERE calendar IS NOT NULL)"
    with planted(f"UPDATE mails SET calendar = replace(calendar, 'SEQUENCE:1', 'SEQUENCE:9') WHERE {first}"):
        assert tally(calendars.sequences_grow()) == {Fault.CONTRADICTORY: 1}


def test_a_message_that_counts_as_sent_and_never_came_is_found(lived):
    stranger = Delivery(["x@y.example"], b"Message-ID: <stranger@selaras.example>\r\n\r\n")
    assert tally(mails.arrivals([stranger])) == {Fault.CONTRADICTORY: 1}
    with planted("UPDATE mails SET state = 'sent', sent_at = created_at"):
        assert tally(mails.arrivals([])) == {Fault.LOST: db.session.scalar(select(func.count()).select_from(Mail))}


def test_a_content_that_is_not_there_is_found(lived):
    with planted(
        "INSERT INTO files (id, sha256, name, media_type, size, uploaded_at) "
        f"VALUES ('{uuid4().hex}', '{'0' * 64}', 'a.pdf', 'application/pdf', 3, '2026-01-05 00:00:00')"
    ):
        assert tally(find_all()) == {Fault.LOST: 1}


def test_a_journal_finds_what_was_lost_doubled_or_refused_and_done_all_the_same(lived):
    journal = Journal()
    act = ("act", "Janji", "accepted", "")
    for fact in (act, ("decision", "Keputusan yang hilang")):
        journal.start(fact)
        journal.accept(fact)
    journal.start(None, ("plan:Sesi", "planned"))
    journal.accept(None, ("plan:Sesi", "planned"))
    known = Counter({act: 2, ("act", "Janji", "declined", ""): 1})
    assert tally(journal.compare(known, {})) == {Fault.LOST: 2, Fault.DOUBLED: 1, Fault.CONTRADICTORY: 1}


def test_a_refused_value_leaves_what_was_there_before(lived):
    journal = Journal()
    for name in ("minutes:1", "minutes:2", "plan:Sesi"):
        journal.start(None, (name, "circulated"))
        journal.refuse(None, (name, "circulated"), first=True)
    assert tally(journal.compare(Counter(), {"minutes:1": "draft", "minutes:2": "circulated"})) == {Fault.LOST: 1}


def test_what_was_never_answered_may_be_there_or_not(lived):
    journal = Journal()
    for fact in (("act", "Janji", "progress", "Kemajuan"), ("act", "Janji", "submitted", "")):
        journal.start(fact)
    for fact in (("act", "Janji", "proposed", ""), ("act", "Janji", "accepted", "")):
        journal.start(fact)
        journal.accept(fact)
    assert journal.compare(facts(), values()) == []
