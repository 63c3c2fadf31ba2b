"""Queries for amendments of minutes, their rewordings, and circulated texts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Person
from app.circles.models import Seat
from app.database import db
from app.organisations.models import Organisation
from forums.minutes.models import LOCKED, Correction, CorrectionState, Minutes, MinutesState, Passage
from forums.versions.models import Amendment, CirculatedText, Rewording


class AcceptedCorrection(NamedTuple):
    """A correction that changed a note."""

    id: UUID
    organisation: str
    answered_at: datetime
    version: int


OPEN = (MinutesState.DRAFT, MinutesState.CIRCULATED)
"""The states in which a version can still change."""


def amendment_of(minutes_id: UUID) -> Amendment | None:
    """Return why a version amends another, with that one and the person who began it; None for a first version."""
    base = joinedload(Amendment.base).joinedload(Minutes.approved_by).lazyload(Person.organisation)
    begun_by = joinedload(Amendment.by).lazyload(Person.organisation)
    return db.session.scalar(select(Amendment).where(Amendment.minutes_id == minutes_id).options(base, begun_by))


def rewordings(minutes_id: UUID) -> list[Rewording]:
    """Return the changed wording of decisions in a version, in the order of their codes."""
    query = select(Rewording).where(Rewording.minutes_id == minutes_id).options(joinedload(Rewording.decision))
    return sorted(db.session.scalars(query), key=lambda one: one.decision.code)


def rewording(minutes_id: UUID, decision_id: UUID) -> Rewording | None:
    """Return the changed wording of one decision in a version."""
    return db.session.scalar(
        select(Rewording).where(Rewording.minutes_id == minutes_id, Rewording.decision_id == decision_id)
    )


def open_amendment(session_id: UUID) -> Amendment | None:
    """Return the amendment of a session's minutes that is not approved yet, with both versions."""
    query = select(Amendment).join(Amendment.minutes).options(joinedload(Amendment.minutes), joinedload(Amendment.base))
    return db.session.scalar(query.where(Minutes.session_id == session_id, Minutes.state.in_(OPEN)))


def rewordings_of(decision_id: UUID) -> list[tuple[Rewording, Minutes, dict[str, Any]]]:
    """Return the changes of a decision's wording, latest version first: with the version and the content it amends."""
    base = aliased(Minutes)
    query = select(Rewording, Minutes, base.content).join(Rewording.minutes)
    query = query.join(Amendment, Amendment.minutes_id == Minutes.id).join(base, base.id == Amendment.base_id)
    query = query.where(Rewording.decision_id == decision_id).order_by(Minutes.version.desc())
    return [(one, minutes, content) for one, minutes, content in db.session.execute(query) if content]


def amendments(minutes_ids: Collection[UUID]) -> dict[UUID, Amendment]:
    """Return why versions amend others, by the id of the version."""
    query = select(Amendment).where(Amendment.minutes_id.in_(minutes_ids))
    return {one.minutes_id: one for one in db.session.scalars(query)} if minutes_ids else {}


def accepted_corrections(minutes_ids: Collection[UUID]) -> dict[str, list[AcceptedCorrection]]:
    """Return the accepted corrections of notes in versions, by the note as it is identified in all versions."""
    seated, own = aliased(Organisation), aliased(Organisation)
    note = func.coalesce(Passage.origin_id, Passage.id)
    party = func.coalesce(seated.name, own.name)
    query = select(note, Correction.id, party, Correction.answered_at, Minutes.version).join(Correction.minutes)
    query = query.join(Passage, Passage.id == Correction.passage_id)
    query = query.join(Correction.by).join(own, own.id == Person.organisation_id)
    query = query.outerjoin(Correction.seat).outerjoin(seated, seated.id == Seat.organisation_id)
    query = query.where(Correction.minutes_id.in_(minutes_ids), Correction.state == CorrectionState.ACCEPTED)
    found: dict[str, list[AcceptedCorrection]] = {}
    for key, *row in db.session.execute(query.order_by(Correction.answered_at, Correction.id)):
        found.setdefault(str(key), []).append(AcceptedCorrection._make(row))
    return found


def circulated_text(minutes_id: UUID) -> CirculatedText | None:
    """Return the content of minutes as it was circulated."""
    return db.session.scalar(select(CirculatedText).where(CirculatedText.minutes_id == minutes_id))


def with_circulated_text(minutes_ids: Collection[UUID]) -> set[UUID]:
    """Return which of the versions were circulated with a stored text."""
    query = select(CirculatedText.minutes_id).where(CirculatedText.minutes_id.in_(minutes_ids))
    return set(db.session.scalars(query))


def replacing(minutes: Minutes) -> Minutes | None:
    """Return the approved version that replaced these minutes, if one did."""
    latest = in_force(minutes.session_id) if minutes.is_locked else None
    return latest if latest and latest.version > minutes.version else None


def in_force(session_id: UUID) -> Minutes | None:
    """Return the latest approved version of a session's minutes."""
    query = select(Minutes).where(Minutes.session_id == session_id, Minutes.state.in_(LOCKED))
    return db.session.scalar(query.order_by(Minutes.version.desc()).limit(1))
