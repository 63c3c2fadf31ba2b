"""The demo's past sessions: who came, what was said and decided, and how the minutes became official."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from app.organisations.models import Sector
from demo.letters import write_letter
from demo.parties import Cast
from forums.agenda import actions as agenda
from forums.agenda.queries import in_order
from forums.attendance.actions import Entry, record
from forums.attendance.models import Presence
from forums.attendance.queries import expected
from forums.minutes import actions as minutes
from forums.minutes.models import Part
from forums.minutes.queries import latest
from forums.minutes.writing import Writing, write
from forums.scheduling import session_actions
from forums.scheduling.models import Forum, Session, SessionState

TOLD = timedelta(days=125)
"""How far back sessions are told in full; what lies before was held, and no more is said of it."""
AWAY = {Sector.PRIVATE: 2, Sector.CIVIL_SOCIETY: 4, Sector.GOVERNMENT: 5, Sector.ACADEMIA: 3}
"""Of how many seats of a sector one stays away."""

SAID = (
    "Koordinator JSC melaporkan keadaan terakhir; {organisation} menyampaikan kemajuan dan kendalanya.",
    "{organisation} meminta kejelasan tenggat. Peserta sepakat bahwa janji dicatat dengan verifikator.",
    "Peserta membahas data yang dibutuhkan warga. {organisation} menawarkan bantuan pemeriksaan.",
    "{organisation} menyampaikan bahwa pekerjaan berjalan; hal yang tertunda dibawa ke sesi berikutnya.",
)


def hold(cast: Cast, forum: Forum, now: datetime) -> list[Session]:
    """Let the forum's past sessions happen, the last ones with attendance and agenda; return those told in full."""
    query = select(Session).where(
        Session.forum_id == forum.id, Session.ends_at < now, Session.state == SessionState.PLANNED
    )
    past = db.session.scalars(query.order_by(Session.starts_at)).all()
    told = [session for session in past if session.starts_at > now - TOLD]
    for session in past:
        if session.proposed_starts_at:
            day = session.starts_at - timedelta(days=20)
            session_actions.accept_shift(session, by=cast.coordinator, at=day)
        if session in told:
            write_letter(session, by=cast.coordinator, at=session.starts_at - timedelta(days=7))
        session_actions.open_(session, by=cast.coordinator, at=session.starts_at + timedelta(minutes=4))
        if session in told:
            _attend(cast, session)
            _discuss(cast, session)
        session_actions.close(session, by=cast.coordinator, at=session.ends_at - timedelta(minutes=8))
    return told


def minute(cast: Cast, sessions: Sequence[Session], now: datetime, *, keeps_last_open: bool) -> None:
    """Write, circulate and approve the minutes of sessions, and publish those of public forums.

    The last one's may be left to be approved.
    """
    taker = cast.people["notulis@jsc.example"]
    for session in sessions:
        _write(cast, session)
        sent = session.ends_at + timedelta(days=3)
        found = latest(session.id)
        if found is None or sent > now:
            continue
        minutes.circulate(found, days=5, number=f"DEMO/NOT/{session.number:02}", by=taker, at=sent)
        approved = sent + timedelta(days=7)
        if approved < now and not (keeps_last_open and session is sessions[-1]):
            minutes.approve(found, by=cast.people["kepala@jsc.example"], at=approved)
            published = approved + timedelta(days=2)
            if published < now and session.forum.circle.classification is Classification.PUBLIC:
                minutes.publish(found, by=cast.coordinator, at=published)


def _attend(cast: Cast, session: Session) -> None:
    """Record who came: of each sector some stay away, by turns, so that the picture differs from session to session."""
    entries = []
    for place, row in enumerate(expected(session)):
        away = AWAY.get(row.seat.sector)
        absent = away is not None and (place + session.number) % away == 0
        presence = Presence.EXCUSED if absent and place % 2 else Presence.ABSENT if absent else Presence.PRESENT
        entries.append(Entry(row=row, presence=presence, arrived_at=None))
    record(session, entries, by=cast.people["notulis@jsc.example"], at=session.starts_at + timedelta(minutes=10))


def _discuss(cast: Cast, session: Session) -> None:
    """Go through the agenda in the minutes allotted."""
    at = session.starts_at + timedelta(minutes=5)
    for item in in_order(session.id):
        agenda.start(item, by=cast.coordinator, at=at)
        at = min(at + timedelta(minutes=item.minutes), session.ends_at - timedelta(minutes=9))
        agenda.finish(item, by=cast.coordinator, at=at)


def _write(cast: Cast, session: Session) -> None:
    taker = cast.people["notulis@jsc.example"]
    at = session.starts_at + timedelta(minutes=15)
    opening = "Pimpinan rapat membuka rapat, menyatakan kuorum, dan membacakan acara."
    write(session, Writing(passage_id=uuid4(), version=0, text=opening, part=Part.OPENING), by=taker, at=at)
    speakers = [row.seat.organisation.name for row in expected(session)]
    for place, item in enumerate(in_order(session.id)):
        speaker = speakers[(place + session.number) % len(speakers)]
        text = SAID[place % len(SAID)].format(organisation=speaker)
        writing = Writing(passage_id=uuid4(), version=0, text=text, part=Part.DISCUSSION, item=item)
        write(session, writing, by=taker, at=at + timedelta(minutes=place + 1))
    closing = "Pimpinan rapat menutup rapat dan mengingatkan tenggat komitmen."
    write(session, Writing(passage_id=uuid4(), version=0, text=closing, part=Part.CLOSING), by=taker, at=at)
