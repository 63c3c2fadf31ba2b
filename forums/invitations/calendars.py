"""iCalendar objects of a session for one invitee: invitations, cancellations and replaced events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from app.calendars import invitations as itip
from app.database import db
from app.web.external_urls import external
from forums.invitations.links import reply_address
from forums.invitations.models import AnswerState, ChangeNotice, Invitation
from forums.invitations.queries import series_of
from forums.scheduling.labels import location, summary
from forums.scheduling.models import ForumRole, Mode, Series, Session

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
    """Return the UID of a session in calendars: that of its series, or its own."""
    series = series_of(session)
    found = series.uid if series else session.uid
    assert found is not None, "a session without a series has a UID of its own"
    return found


@dataclass(frozen=True, slots=True)
class Replaced:
    """The earlier identity of a session that now has another UID, and the next SEQUENCE of that UID."""

    notice: ChangeNotice
    sequence: int


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
    """Return a METHOD:REQUEST for one invitee, in the active locale."""
    return itip.request([event(session, to, role, answer, sequence, description, at)], sent_at=at)


def withdrawal(session: Session, to: Invitation, *, role: ForumRole | None, sequence: int, at: datetime) -> bytes:
    """Return a METHOD:CANCEL for one invitee, in the active locale."""
    return itip.cancellation([event(session, to, role, AnswerState.NEEDS_ACTION, sequence, "", at)], sent_at=at)


def stream(requests: Iterable[itip.Event], withdrawals: Iterable[itip.Event], *, sent_at: datetime) -> bytes:
    """Return the iCalendar objects for one invitee: one per UID and METHOD, requests first."""
    written = []
    for write, events in ((itip.request, requests), (itip.cancellation, withdrawals)):
        by_uid: dict[str, list[itip.Event]] = {}
        for one in events:
            by_uid.setdefault(one.uid, []).append(one)
        written += [write(own, sent_at=sent_at) for own in by_uid.values()]
    return b"".join(written)


def replaced_event(session: Session, replaced: Replaced, to: Invitation, at: datetime) -> itip.Event:
    """Return the event under the UID that a session had before."""
    known = replaced.notice
    series = db.session.get_one(Series, known.series_id)
    return replace(
        event(session, to, None, AnswerState.NEEDS_ACTION, replaced.sequence, "", at),
        uid=series.uid,
        slot=known.slot,
        starts_at=known.starts_at,
        ends_at=known.ends_at,
        timezone=series.timezone,
        created_at=series.created_at,
        organizer=itip.Organizer(reply_address(series.uid, to.invitee_id), session.forum.name),
    )


def declined_counter(session: Session, to: Invitation, *, at: datetime) -> bytes:
    """Return a METHOD:DECLINECOUNTER with the session as last sent to the invitee, in the active locale."""
    kept = event(session, to, None, AnswerState.NEEDS_ACTION, to.sequence, "", at)
    return itip.declined_counter([kept], sent_at=at)


def event(
    session: Session,
    to: Invitation,
    role: ForumRole | None,
    answer: AnswerState,
    sequence: int,
    description: str,
    at: datetime,
) -> itip.Event:
    """Return a session as an event for one invitee, in the active locale."""
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
