"""A session as calendars take it: an invitation or its withdrawal for one person, and the events of feeds."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from app.calendars import invitations as itip
from app.links import external
from forums.invitations.links import reply_address
from forums.invitations.models import AnswerState, Invitation
from forums.invitations.queries import series_of
from forums.scheduling.models import ForumRole, Mode, Session
from forums.scheduling.words import session_name

PART_STATS = {
    AnswerState.NEEDS_ACTION: itip.PartStat.NEEDS_ACTION,
    AnswerState.ATTENDING_IN_PERSON: itip.PartStat.ACCEPTED,
    AnswerState.ATTENDING_ONLINE: itip.PartStat.ACCEPTED,
    AnswerState.REPRESENTED: itip.PartStat.DELEGATED,
    AnswerState.EXCUSED: itip.PartStat.DECLINED,
    AnswerState.TENTATIVE: itip.PartStat.TENTATIVE,
}
ROLES = {
    ForumRole.CHAIR: itip.AttendeeRole.CHAIR,
    ForumRole.OBSERVER: itip.AttendeeRole.OPTIONAL,
}


def uid_of(session: Session) -> str:
    """Return the UID under which calendars know a session: its series', or its own."""
    series = series_of(session)
    found = series.uid if series else session.uid
    assert found is not None, "a session without a series has a UID of its own"
    return found


def invitation(
    session: Session,
    to: Invitation,
    *,
    role: ForumRole | None,
    answer: AnswerState,
    sequence: int,
    description: str,
    at: datetime,
) -> bytes:
    """Return a METHOD:REQUEST for the one invitee, in the language in force."""
    return itip.request([_event(session, to, role, answer, sequence, description, at)], sent_at=at)


def withdrawal(session: Session, to: Invitation, *, role: ForumRole | None, sequence: int, at: datetime) -> bytes:
    """Return a METHOD:CANCEL for the one invitee, in the language in force."""
    return itip.cancellation([_event(session, to, role, AnswerState.NEEDS_ACTION, sequence, "", at)], sent_at=at)


def summary(session: Session) -> str:
    """Return what an event is called: "Forum Koordinasi Lintas Sektor, Sesi 11"."""
    return _("%(forum)s, %(session)s", forum=session.forum.name, session=session_name(session))


def location(session: Session) -> str:
    """Return where people go, or that nobody needs to."""
    return session.place if session.mode is not Mode.ONLINE else _("Online")


def _event(
    session: Session,
    to: Invitation,
    role: ForumRole | None,
    answer: AnswerState,
    sequence: int,
    description: str,
    at: datetime,
) -> itip.Event:
    uid, series = uid_of(session), series_of(session)
    address = to.address
    assert address is not None, "only who can be reached is invited"
    return itip.Event(
        uid=uid,
        sequence=sequence,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        timezone=session.timezone,
        summary=summary(session),
        created_at=series.created_at if series else session.invited_at or at,
        changed_at=at,
        slot=session.slot if series else None,
        description=description,
        place=location(session),
        page=external("forums.sessions.show", session_id=session.id),
        meeting_link=session.link if session.mode is not Mode.IN_PERSON else "",
        organizer=itip.Organizer(reply_address(uid, to.invitee_id), session.forum.name),
        attendee=itip.Attendee(
            email=address,
            name=to.person.name if to.person else to.seat.organisation.name,
            role=ROLES.get(role, itip.AttendeeRole.REQUIRED) if role else itip.AttendeeRole.REQUIRED,
            answer=PART_STATS[answer],
            kind=itip.AttendeeKind.INDIVIDUAL if to.person else itip.AttendeeKind.GROUP,
            asks_answer=answer is AnswerState.NEEDS_ACTION,
        ),
    )
