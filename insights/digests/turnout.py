"""Attendance at the sessions of a period, as known at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from app.organisations.models import Sector
from forums.attendance.models import CAME
from forums.history.queries import Presence, SessionThen, presences_at
from insights.digests.past import Past
from insights.digests.queries import seats_of

PRESENT = {presence.value for presence in CAME}


class Turnout(NamedTuple):
    """Numbers of seats present and called at the sessions of a forum, for one sector."""

    forum_id: UUID
    sector: Sector
    present: int
    called: int


def turnout_at(past: Past, held: Iterable[SessionThen]) -> list[Turnout]:
    """Return the attendance at sessions, by forum and sector, without observers.

    Of an organisation only its own seats count.

    Sessions with unknown attendance are added to `past.unknown`.
    """
    sessions = {one.id: one for one in held}
    presences, unrecorded = presences_at(past.moment, sessions, past.circles)
    unknown = unrecorded | {one.id for one in sessions.values() if _observers_are_unknown(past, one)}
    for session_id in sorted(unknown, key=lambda one: past.session_name(sessions[one])):
        past.lacks("attendance", past.session_name(sessions[session_id]))
    seats: dict[tuple[UUID, UUID], bool] = defaultdict(bool)
    sectors: dict[UUID, Sector] = {}
    own = seats_of(past.organisation_id) if past.organisation_id else None
    for one in presences:
        if own is not None and one.seat_id not in own:
            continue
        if one.session_id not in unknown and _counts(sessions[one.session_id], one):
            seats[one.session_id, one.seat_id] |= one.presence in PRESENT
            sectors[one.seat_id] = one.sector
    counted: dict[tuple[UUID, Sector], list[bool]] = defaultdict(list)
    for (session_id, seat_id), came in seats.items():
        counted[sessions[session_id].forum_id, sectors[seat_id]].append(came)
    return [Turnout(forum_id, sector, sum(came), len(came)) for (forum_id, sector), came in counted.items()]


def _observers_are_unknown(past: Past, session: SessionThen) -> bool:
    """Return whether the session did not record its observers and the forum's seats were changed since."""
    return session.measured_by is None and past.forums[session.forum_id].changed_since


def _counts(session: SessionThen, presence: Presence) -> bool:
    if session.measured_by is None:
        return not presence.observer
    return str(presence.seat_id) not in session.measured_by["observers"]
