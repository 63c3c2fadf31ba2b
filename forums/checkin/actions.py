"""Actions of check-in: people record their own presence; officers confirm guests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from app import audit
from app.accounts.models import Person
from app.circles.models import Classification
from app.database import db
from app.errors import NotNow, RuleViolation
from app.web.i18n import moment
from forums.attendance.actions import arrive, leave, require_recordable
from forums.attendance.models import Presence
from forums.attendance.queries import Expected, RowOf, record_of
from forums.checkin import queries
from forums.checkin.models import CheckInRenewal, Guest, GuestState
from forums.invitations.models import Invitation
from forums.minutes.queries import lock_session
from forums.scheduling.models import Session

MOST_WAITING = 200
"""How many guests may wait for one session, so that nobody can fill the list without limit."""
KEPT = timedelta(days=1)
"""How long entries that are not confirmed are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What a guest writes about themselves. `entry_id` is chosen by the page."""

    entry_id: UUID
    name: str
    position: str
    organisation: str
    representing: str


def check_in(session: Session, *, by: Person, at: datetime) -> None:
    """Record the presence of a participant; doing it again has no effect. Raises NotNow too early or late."""
    require_open(session, at)
    place = queries.place_of(by, session)
    if place is None:
        raise RuleViolation(_l("Only participants of this forum can check in here"))
    _enter(session, place, by=by, at=at)


def check_out(session: Session, *, by: Person, at: datetime) -> None:
    """Record that a participant leaves. Raises NotNow unless they are present and the session is not closed."""
    require_open(session, at)
    place = queries.place_of(by, session)
    record = record_of(session.id, place) if place else None
    if place is None or record is None or not record.is_there(at):
        raise NotNow(_l("You are not recorded as present"))
    if session.closed_at:
        raise NotNow(_l("The session is closed"))
    leave(session, place, by=by, at=at)
    audit.record("attendance.checked_out", session, by=by, at=at)


def check_in_invited(invitation: Invitation, *, at: datetime) -> None:
    """Record the presence of the holder of an invitation: the participant, or a delegate."""
    session, person = invitation.session, invitation.person
    require_open(session, at)
    if person is None:
        raise RuleViolation(_l("This invitation was sent to an office. Scan the code in the room and write your name"))
    place, in_person = queries.place_of_invitation(invitation, person)
    if in_person:
        _enter(session, place, by=person, at=at)
        return
    words = ", ".join(filter(None, (person.name, person.position)))[:200]
    _enter(session, place, by=person, at=at, presence=Presence.REPRESENTED, representative=words)


def enter_guest(session: Session, arrival: Arrival, *, at: datetime) -> Guest:
    """Add a guest without an invitation, who waits to be confirmed; the same entry again has no effect."""
    require_open(session, at)
    if session.forum.circle.classification is Classification.SECRET:
        raise NotNow(_l("Guests cannot check in to this session"))
    lock_session(session.id)
    known = db.session.get(Guest, arrival.entry_id)
    if known is not None:
        if known.session_id != session.id:
            raise RuleViolation(_l("Open the page again and write your name"))
        return known
    if queries.count_waiting(session.id) >= MOST_WAITING:
        raise NotNow(_l("Too many people wait to be confirmed. Tell the minute-taker that you are here"))
    guest = Guest(
        id=arrival.entry_id,
        session=session,
        name=arrival.name,
        position=arrival.position,
        organisation=arrival.organisation,
        representing=arrival.representing,
        entered_at=at,
        arrived_at=_arrival(session, at),
    )
    db.session.add(guest)
    audit.record("guest.entered", guest, by=None, at=at)
    return guest


def confirm(guest: Guest, row: Expected | None, *, in_person: bool, by: Person, at: datetime) -> None:
    """Confirm a guest: as the participant of `row` in person, as its representative, or without a seat."""
    lock_session(guest.session_id)
    _require_waiting(guest)
    require_recordable(guest.session)
    if row is not None:
        record = record_of(guest.session_id, row.place)
        if record is not None and record.came:
            raise RuleViolation(_l("Someone is recorded for this seat already"), field="row")
        in_person = in_person and row.participant is not None
        words = "" if in_person else f"{guest.name}, {guest.position}"[:200]
        presence = Presence.PRESENT if in_person else Presence.REPRESENTED
        arrive(
            guest.session,
            row.place,
            by=by,
            at=at,
            arrived_at=guest.arrived_at,
            presence=presence,
            representative=words,
        )
        guest.seat_id, guest.participant_id = row.place
    _decide(guest, GuestState.CONFIRMED, by=by, at=at)
    audit.record("guest.confirmed", guest, by=by, at=at)


def refuse(guest: Guest, *, by: Person, at: datetime) -> None:
    """Refuse a guest; the entry is deleted a day after it was made."""
    _require_waiting(guest)
    _decide(guest, GuestState.REFUSED, by=by, at=at)
    audit.record("guest.refused", guest, by=by, at=at)


def renew(session: Session, *, by: Person, at: datetime) -> None:
    """Give a session another code and link; the earlier ones end."""
    lock_session(session.id)
    renewal = queries.renewal_of(session.id)
    if renewal is None:
        renewal = CheckInRenewal(session_id=session.id, generation=0)
        db.session.add(renewal)
    renewal.generation += 1
    renewal.renewed_at, renewal.renewed_by_id = at, by.id
    audit.record("session.code_renewed", session, by=by, at=at)


def erase(session: Session, *, at: datetime) -> None:
    """Delete the entries of a session that were not confirmed within a day."""
    old = delete(Guest).where(
        Guest.session_id == session.id, Guest.state != GuestState.CONFIRMED, Guest.entered_at < at - KEPT
    )
    db.session.execute(old)
    audit.record("session.guests_erased", session, by=None, at=at)


def require_open(session: Session, at: datetime) -> None:
    """Raise NotNow unless people can check in to a session at `at`."""
    require_recordable(session)
    opens, closes = queries.window_of(session)
    if at < opens:
        raise NotNow(_l("You can check in from %(when)s", when=moment(opens, session.timezone)))
    if at >= closes:
        raise NotNow(_l("The time to check in ended on %(when)s", when=moment(closes, session.timezone)))


def _enter(
    session: Session,
    place: RowOf,
    *,
    by: Person,
    at: datetime,
    presence: Presence = Presence.PRESENT,
    representative: str = "",
) -> None:
    record = record_of(session.id, place)
    if session.closed_at and record is not None and not record.came:
        raise NotNow(_l("The attendance list of this session says otherwise. Tell the minute-taker"))
    arrived_at = _arrival(session, at)
    if arrive(session, place, by=by, at=at, arrived_at=arrived_at, presence=presence, representative=representative):
        audit.record("attendance.checked_in", session, by=by, at=at)


def _arrival(session: Session, at: datetime) -> datetime | None:
    """Return the time of arrival of who checks in at `at`; None after the session, when it is not known."""
    is_over = session.closed_at is not None or (session.opened_at is None and at >= session.ends_at)
    return None if is_over else at


def _require_waiting(guest: Guest) -> None:
    if guest.state is not GuestState.WAITING:
        raise NotNow(_l("Someone decided on this guest already"))


def _decide(guest: Guest, state: GuestState, *, by: Person, at: datetime) -> None:
    guest.state, guest.decided_by_id, guest.decided_at = state, by.id, at
