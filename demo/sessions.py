"""The demo's past sessions: attendance, discussion, decisions and minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from app.organisations.models import Sector
from demo import reviews
from demo.agendas import propose_in_turn
from demo.discussions import what_was_said
from demo.letters import write_letter
from demo.parties import Parties
from demo.presence import vary_presence
from forums.agenda import actions as agenda
from forums.agenda.models import Purpose
from forums.agenda.queries import in_order
from forums.attendance.actions import Entry, record
from forums.attendance.models import Presence
from forums.attendance.queries import expected
from forums.changes.acts import accept_merge
from forums.minutes import actions as minutes
from forums.minutes.models import Minutes, Part
from forums.minutes.queries import latest
from forums.minutes.writing import Writing, write
from forums.redaction import actions as redactions
from forums.redaction.models import LegalBasis
from forums.redaction.rules import Mark, parts
from forums.scheduling import session_actions
from forums.scheduling.models import Forum, ForumKind, Session, SessionState
from forums.scheduling.queries import next_planned

DETAILED = timedelta(days=125)
"""The age up to which sessions have attendance, agenda and minutes; older ones were only held."""
AWAY = {Sector.PRIVATE: 2, Sector.CIVIL_SOCIETY: 4, Sector.GOVERNMENT: 5, Sector.ACADEMIA: 3}
"""Every n-th seat of a sector is absent."""

REPORTER = "0812-0000-0000"
"""A telephone number in the minutes of a public forum, which is withheld when they are published."""
REPORTED = f" Pelapor adalah pengurus RT di Kelurahan Contoh dan dapat dihubungi di {REPORTER}."


def hold_sessions(parties: Parties, forum: Forum, now: datetime) -> list[Session]:
    """Open and close the forum's past sessions; return the latest ones, which have attendance and agenda."""
    query = select(Session).where(
        Session.forum_id == forum.id, Session.ends_at < now, Session.state == SessionState.PLANNED
    )
    past = db.session.scalars(query.order_by(Session.starts_at)).all()
    detailed = [session for session in past if session.starts_at > now - DETAILED]
    for session in past:
        day = session.starts_at - timedelta(days=20)
        if session.merge_proposed:
            accept_merge(session, by=parties.coordinator, at=day)
            continue
        if session.proposed_starts_at:
            session_actions.accept_shift(session, by=parties.coordinator, at=day)
        if session in detailed:
            if forum.kind is ForumKind.CROSS_SECTOR:
                propose_in_turn(parties, session)
            write_letter(session, by=parties.coordinator, at=session.starts_at - timedelta(days=7))
        session_actions.open_(session, by=parties.coordinator, at=session.starts_at + timedelta(minutes=4))
        if session in detailed:
            _attend(parties, session)
            _discuss(parties, session)
        if detailed and session is detailed[-1]:
            vary_presence(parties, session)
        session_actions.close(session, by=parties.coordinator, at=session.ends_at - timedelta(minutes=8))
    return detailed


def write_minutes(parties: Parties, sessions: Sequence[Session], now: datetime, *, keeps_last_open: bool) -> None:
    """Write, circulate and approve the minutes of sessions, and publish those of public forums.

    The last one's may be left to be approved.
    """
    taker = parties.people["notulis@jsc.example"]
    for session in sessions:
        _write(parties, session)
        sent = session.ends_at + timedelta(days=3)
        found = latest(session.id)
        if found is None or sent > now:
            continue
        minutes.circulate(found, days=5, number=f"DEMO/NOT/{session.number:02}", by=taker, at=sent)
        stays_open = keeps_last_open and session is sessions[-1]
        if stays_open:
            reviews.name_deputy(parties, session.forum, sent)
            reviews.correct(parties, found, now)
        reviews.agree(found, now)
        if stays_open:
            reviews.record(parties, found, now)
        approved = sent + timedelta(days=7)
        if approved < now and not stays_open:
            minutes.approve(found, by=parties.people["kepala@jsc.example"], at=approved)
            published = approved + timedelta(days=2)
            if published < now and session.forum.circle.classification is Classification.PUBLIC:
                _publish(parties, found, at=published)


def _publish(parties: Parties, found: Minutes, *, at: datetime) -> None:
    """Publish minutes; what they say of a person is withheld with the approval of the chair."""
    personal = [one for one in parts(found.content or {}).values() if REPORTER in one.sentences[-1]]
    if not personal:
        minutes.publish(found, by=parties.coordinator, at=at)
        return
    chair = parties.people["kepala@jsc.example"]
    until = at.date() + timedelta(days=365)
    marks = [
        Mark(
            part=one.key,
            sentences=(len(one.sentences) - 1,),
            basis=LegalBasis.PERSONAL_DATA.value,
            until=until,
            instead="Keadaan pribadi seorang pelapor",
        )
        for one in personal
    ]
    marked = redactions.mark(found, marks, by=parties.coordinator, at=at)
    redactions.propose(marked, chair, by=parties.coordinator, at=at, today=at.date())
    redactions.approve(marked, by=chair, at=at)


def ask_for_decision(parties: Parties, forum: Forum, now: datetime) -> None:
    """Add an item with the question that is to be decided to the forum's next session."""
    session = next_planned(forum.id, now)
    if session is None:
        return
    draft = agenda.Draft(
        title="Daftar layanan yang masih memerlukan verifikasi fisik",
        question="Apakah DPMPTSP menyerahkan daftar layanan itu, dan paling lambat kapan?",
        purpose=Purpose.JOINT_SOLUTION,
        minutes=15,
        presenter_organisation=parties.organisations["dpmptsp"],
    )
    agenda.propose(session, draft, by=parties.coordinator, at=now - timedelta(hours=3), accepted=True)


def _attend(parties: Parties, session: Session) -> None:
    """Record who came: in each sector some are absent, in turns, so that attendance varies."""
    entries = []
    for place, row in enumerate(expected(session)):
        away = AWAY.get(row.seat.sector)
        absent = away is not None and (place + session.number) % away == 0
        presence = Presence.EXCUSED if absent and place % 2 else Presence.ABSENT if absent else Presence.PRESENT
        entries.append(Entry(row=row, presence=presence, arrived_at=None))
    record(session, entries, by=parties.people["notulis@jsc.example"], at=session.starts_at + timedelta(minutes=10))


def _discuss(parties: Parties, session: Session) -> None:
    """Discuss all items of the agenda in the allotted minutes."""
    at = session.starts_at + timedelta(minutes=5)
    for item in in_order(session.id):
        agenda.start(item, by=parties.coordinator, at=at)
        at = min(at + timedelta(minutes=item.minutes), session.ends_at - timedelta(minutes=9))
        agenda.finish(item, by=parties.coordinator, at=at)


def _write(parties: Parties, session: Session) -> None:
    taker = parties.people["notulis@jsc.example"]
    at = session.starts_at + timedelta(minutes=15)
    opening = "Pimpinan rapat membuka rapat, menyatakan kuorum, dan membacakan acara."
    write(session, Writing(passage_id=uuid4(), version=0, text=opening, part=Part.OPENING), by=taker, at=at)
    speakers = [row.seat.organisation.name for row in expected(session)]
    for place, item in enumerate(in_order(session.id)):
        speaker = speakers[(place + session.number) % len(speakers)]
        text = what_was_said(item.title, number=session.number, organisation=speaker)
        if place == 1 and session.forum.circle.classification is Classification.PUBLIC:
            text += REPORTED
        writing = Writing(passage_id=uuid4(), version=0, text=text, part=Part.DISCUSSION, item=item)
        write(session, writing, by=taker, at=at + timedelta(minutes=place + 1))
    closing = "Pimpinan rapat menutup rapat dan mengingatkan tenggat komitmen."
    write(session, Writing(passage_id=uuid4(), version=0, text=closing, part=Part.CLOSING), by=taker, at=at)
