"""Queries for the names that a writer of minutes can insert."""

from __future__ import annotations

from forums.attendance.queries import expected
from forums.phrases.rules import Speaker, speakers
from forums.scheduling.models import Session


def speakers_at(session: Session) -> list[Speaker]:
    """Return the organisations and people expected at a session, as `forums.attendance` lists them."""
    rows = expected(session)
    seated = [(row.seat.organisation.label, row.seat.organisation.name) for row in rows]
    people = [(row.participant.person.name, row.seat.organisation.label) for row in rows if row.participant]
    return speakers(seated, people)
