"""Changes while a session of the demo is under way: late arrival, early departure, guest, deputy minute-taker."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from demo.parties import Parties
from forums.attendance import actions as attendance
from forums.attendance.queries import expected
from forums.checkin import actions as check_in
from forums.checkin.actions import Arrival
from forums.scheduling import session_actions
from forums.scheduling.models import Session

GUEST = {
    "name": "Tamu Biro Pemerintahan (Contoh)",
    "position": "Analis Kebijakan",
    "organisation": "Biro Pemerintahan (Contoh)",
}


def vary_presence(parties: Parties, session: Session) -> None:
    """Record an arrival and a departure, confirm a guest, and let the coordinator deputise as minute-taker."""
    taker = parties.people["notulis@jsc.example"]
    begun = session.starts_at
    arrival = Arrival(entry_id=uuid4(), representing="", **GUEST)
    guest = check_in.enter_guest(session, arrival, at=begun + timedelta(minutes=12))
    check_in.confirm(guest, None, in_person=False, by=taker, at=begun + timedelta(minutes=14))
    rows = expected(session)
    late = next((row for row in rows if row.record is not None and not row.record.came), None)
    if late:
        attendance.note_arrival(session, late.place, by=taker, at=begun + timedelta(minutes=25))
    early = [row for row in rows if row.record is not None and row.record.came]
    if early:
        attendance.note_departure(session, early[-1].place, by=taker, at=begun + timedelta(minutes=65))
    for minute, person in ((40, parties.coordinator), (60, taker)):
        at = begun + timedelta(minutes=minute)
        session_actions.appoint(
            session, presider_id=session.presider_id, minute_taker_id=person.id, by=parties.coordinator, at=at
        )
