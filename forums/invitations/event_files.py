"""One session for a reader's calendar, as an iCalendar file."""

from __future__ import annotations

from dataclasses import replace

from flask import Response
from sqlalchemy import select

from app.accounts.models import Person
from app.calendars import invitations as itip
from app.database import db
from app.files import download
from forums.invitations.calendars import uid_of
from forums.invitations.feeds import event_in_feed, last_changes
from forums.invitations.models import Invitation
from forums.invitations.queries import series_of
from forums.scheduling.models import Session, SessionState


def own_invitation(session: Session, person: Person) -> Invitation | None:
    """Return the invitation of a person to a session, or None if there is none or it was withdrawn."""
    query = select(Invitation).where(Invitation.session_id == session.id, Invitation.person_id == person.id)
    return db.session.scalar(query.where(Invitation.withdrawn_at.is_(None)).limit(1))


def event_file(session: Session, invitation: Invitation | None) -> Response:
    """Return a session as an iCalendar file without METHOD, attendees or organiser, in the active locale.

    An invitee gets the UID and SEQUENCE of the invitation, so that a calendar that has it shows one event; everyone
    else gets those of the feeds. Raises NotNow if the session was merged.
    """
    session.require(SessionState.PLANNED, SessionState.HELD, SessionState.CANCELLED)
    event = event_in_feed(session, last_changes([session.id]).get(session.id))
    if invitation:
        slot = session.slot if series_of(session) else None
        event = replace(event, uid=uid_of(session), slot=slot, sequence=invitation.sequence)
    name = f"{session.forum.slug}-{session.day}.ics"
    return download(itip.single(event), media_type="text/calendar; charset=utf-8", name=name)
