"""Calendars of invited people show the current dates, and SEQUENCE only grows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from forums.invitations.calendars import uid_of
from forums.invitations.models import ChangeNotice, Invitation
from forums.scheduling.models import Session, SessionState
from soak.findings import Finding, contradictory, lost

ON = {SessionState.PLANNED, SessionState.HELD}


class Event(NamedTuple):
    """The key of an event in a calendar: its owner, the UID, and the slot in a series."""

    recipient: str
    uid: str
    slot: datetime | None


class Shown(NamedTuple):
    """An event in a calendar after the last mail about it."""

    sequence: int
    method: str
    starts_at: datetime


def sequences_grow() -> Iterator[Finding]:
    """The SEQUENCE of an event never decreases in the mails to one person."""
    last: dict[Event, int] = {}
    for event, shown in _sent():
        if shown.sequence < last.get(event, 0):
            yield contradictory(f"{event.uid} to {event.recipient} went from {last[event]} back to {shown.sequence}")
        last[event] = shown.sequence


def calendars_show_what_stands() -> Iterator[Finding]:
    """The last mail to an invited person shows the current session, unless another mail is about to be sent."""
    shown, pending = dict(_sent()), set(db.session.scalars(select(ChangeNotice.session_id)))
    query = select(Invitation).join(Invitation.session).where(Session.ends_at > utc_now())
    active = query.where(Invitation.withdrawn_at.is_(None)).options(joinedload(Invitation.session))
    for one in db.session.scalars(active):
        if one.address and one.session_id not in pending:
            yield from _disagreement(one, one.session, shown)


def _disagreement(invitation: Invitation, session: Session, shown: dict[Event, Shown]) -> Iterator[Finding]:
    slot = session.slot if session.series_id else None
    held = shown.get(Event(str(invitation.address).lower(), uid_of(session), slot))
    what = f"session {session.id} in the calendar of {invitation.address}"
    if held is None:
        yield lost(f"{what}: nothing was sent")
    elif (session.state in ON) != (held.method == "REQUEST"):
        yield contradictory(f"{what}: {held.method} came last, and it is {session.state.value}")
    elif session.state in ON and held.starts_at != session.starts_at:
        yield contradictory(f"{what}: at {held.starts_at}, and it begins at {session.starts_at}")


def _sent() -> Iterator[tuple[Event, Shown]]:
    """Yield the calendar objects of all mails, in the order in which they were queued."""
    query = select(Mail.recipient, Mail.calendar).where(Mail.calendar.is_not(None))
    for recipient, written in db.session.execute(query.order_by(Mail.created_at, Mail.id)):
        for calendar in Calendar.from_ical(written, multiple=True):
            if (method := str(calendar.get("METHOD", ""))) not in {"REQUEST", "CANCEL"}:
                continue  # a DECLINECOUNTER, or the date of a registration: neither changes an invitation
            for event in calendar.walk("VEVENT"):
                slot = event.get("RECURRENCE-ID")
                identity = Event(recipient.lower(), str(event["UID"]), slot.dt if slot else None)
                number = int(event.get("SEQUENCE", 0))
                yield identity, Shown(number, method, event["DTSTART"].dt)


CHECKS = (sequences_grow, calendars_show_what_stands)
