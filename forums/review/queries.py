"""Queries for the review of minutes: the parties and their answers, opinions, deputies, and what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union_all
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.accounts.models import Person
from app.circles.models import Seat
from app.circles.queries import is_taken
from app.database import alphabetical, db
from app.organisations.models import Organisation
from app.organisations.succession.models import OrganisationSuccession
from forums.agenda.models import AgendaItem
from forums.decisions.models import Decision
from forums.minutes.models import LOCKED, Correction, CorrectionState, Minutes, MinutesState, Passage, TextChange
from forums.minutes.queries import seat_of
from forums.review.models import Consent, Deputy, Opinion
from forums.review.rows import OpinionRow, PartyRow, Unapproved
from forums.review.rules import counts
from forums.scheduling.models import ForumRole, Participant, Session


def parties(minutes: Minutes, session: Session) -> list[PartyRow]:
    """Return the parties to minutes with their answers, in the order of their seats; one statement."""
    rows = db.session.execute(_parties(minutes.id, session)).all()
    measured_by = session.measured_by
    return [PartyRow._make(row[1:]) for row in rows if counts(row[1], observer=row[0], measured_by=measured_by)]


def _parties(minutes_id: UUID, session: Session) -> Select[Any]:
    requested = select(func.count()).where(Correction.minutes_id == minutes_id, Correction.seat_id == Seat.id)
    shown: tuple[Any, ...] = (Seat.observer, Seat.id, Organisation.name, Organisation.short_name, Seat.sector)
    agreed = (Consent.at, Person.name, Consent.source, func.coalesce(Consent.note, ""))
    changed = select(func.max(TextChange.changed_at)).where(TextChange.minutes_id == minutes_id).scalar_subquery()
    query = select(*shown, *agreed, requested.correlate(Seat).scalar_subquery(), changed).select_from(Seat)
    query = query.join(Organisation, Organisation.id == Seat.organisation_id)
    query = query.outerjoin(Consent, and_(Consent.seat_id == Seat.id, Consent.minutes_id == minutes_id))
    query = query.outerjoin(Person, Person.id == Consent.by_id)
    query = query.where(Seat.circle_id == session.circle_id, is_taken(session.day))
    return query.order_by(Seat.position, Seat.id)


def party_of(person: Person, session: Session) -> Seat | None:
    """Return the seat for which a person may answer, or None if it is no party to the session's minutes.

    After a succession, the people of the new seat answer for the former one, which was there on the day.
    """
    seat = seat_of(person, session)
    if seat is not None and not seat.is_taken_on(session.day):
        seat = _passed_to(seat, session)
    if seat is None:
        return None
    return seat if counts(seat.id, observer=seat.observer, measured_by=session.measured_by) else None


def _passed_to(after: Seat, session: Session) -> Seat | None:
    """Return the seat that was taken on the day of a session and passed to `after` in successions since, or None."""
    seat: Seat | None = after
    while seat is not None and not seat.is_taken_on(session.day):
        later = aliased(Seat)
        query = select(Seat).join(later, _was_passed_on(Seat, later)).where(later.id == seat.id)
        seat = db.session.scalar(query.order_by(Seat.since.desc()).limit(1))  # each one ended before the next began
    return seat


def _was_passed_on(before: Any, after: Any) -> ColumnElement[bool]:
    """Return the condition that a seat passed to another one in a succession: it has its place, from a later day."""
    succession = exists().where(
        OrganisationSuccession.predecessor_id == before.organisation_id,
        OrganisationSuccession.successor_id == after.organisation_id,
    )
    same_place = and_(before.circle_id == after.circle_id, before.position == after.position)
    return and_(same_place, before.until < after.since, succession)


def consent_of(minutes_id: UUID, seat_id: UUID) -> Consent | None:
    """Return the agreement of a party with minutes, or None."""
    query = select(Consent).where(Consent.minutes_id == minutes_id, Consent.seat_id == seat_id)
    return db.session.scalar(query)


def consents(minutes_id: UUID) -> Sequence[Consent]:
    """Return the agreements with minutes, each with the person who agreed and the seat."""
    query = select(Consent).where(Consent.minutes_id == minutes_id)
    return db.session.scalars(query.options(joinedload(Consent.by), joinedload(Consent.seat))).all()


def has_agreed_since(minutes_id: UUID, since: datetime) -> bool:
    """Whether a party agreed with minutes at `since` or later."""
    query = select(Consent.id).where(Consent.minutes_id == minutes_id, Consent.at >= since)
    return db.session.scalar(query.limit(1)) is not None


def last_change(minutes_id: UUID) -> datetime | None:
    """Return when the text of minutes was last changed directly after circulation, or None."""
    return db.session.scalar(select(func.max(TextChange.changed_at)).where(TextChange.minutes_id == minutes_id))


def unannounced_changes(minutes_id: UUID) -> Sequence[TextChange]:
    """Return the direct changes of which the parties were not notified yet, in order, each with who made it."""
    query = select(TextChange).where(TextChange.minutes_id == minutes_id, TextChange.announced_at.is_(None))
    return db.session.scalars(
        query.order_by(TextChange.begun_at, TextChange.id).options(joinedload(TextChange.by))
    ).all()


def with_changes_to_announce(*, rested_since: datetime, begun_before: datetime) -> Sequence[UUID]:
    """Return the ids of minutes with unannounced changes: all made before an instant, or one begun before another."""
    query = select(TextChange.minutes_id).where(TextChange.announced_at.is_(None)).group_by(TextChange.minutes_id)
    rested, goes_on = func.max(TextChange.changed_at) <= rested_since, func.min(TextChange.begun_at) <= begun_before
    return db.session.scalars(query.having(or_(rested, goes_on)).order_by(TextChange.minutes_id)).all()


def places_of(subject_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the agenda items of passages, and the codes of decisions, by id; a passage of no item is left out."""
    passages = select(Passage.id, AgendaItem.title).join(AgendaItem, AgendaItem.id == Passage.agenda_item_id)
    decisions = select(Decision.id, Decision.code).where(Decision.id.in_(subject_ids))
    rows = db.session.execute(union_all(passages.where(Passage.id.in_(subject_ids)), decisions))
    return {row[0]: row[1] for row in rows}


def has_own_open_correction(minutes_id: UUID, seat_id: UUID) -> bool:
    """Whether a correction that a party requested has not been answered yet."""
    query = select(Correction.id).where(
        Correction.minutes_id == minutes_id, Correction.seat_id == seat_id, Correction.state == CorrectionState.OPEN
    )
    return db.session.scalar(query.limit(1)) is not None


def participants_of(forum_id: UUID, seat_ids: Sequence[UUID]) -> list[Participant]:
    """Return the current participants of seats who have an e-mail address, without observers, with their people.

    Those of the seats to which they passed in successions are among them.
    """
    before, after = aliased(Seat), aliased(Seat)
    passed = select(Seat.id).where(Seat.id.in_(seat_ids)).cte(recursive=True)
    next_ones = select(after.id).join(before, _was_passed_on(before, after)).join(passed, passed.c.id == before.id)
    passed = passed.union(next_ones)
    query = select(Participant).join(Participant.person).options(contains_eager(Participant.person))
    query = query.where(
        Participant.forum_id == forum_id,
        Participant.seat_id.in_(select(passed.c.id)),
        Participant.left_at.is_(None),
        Participant.role != ForumRole.OBSERVER,
        Person.email.is_not(None),
    )
    return list(db.session.scalars(query.order_by(Participant.joined_at, Participant.id)).all())


def candidates(forum_id: UUID) -> list[Person]:
    """Return the people who take part in a forum, without observers, once each and by name."""
    own = select(Participant.person_id).where(
        Participant.forum_id == forum_id, Participant.left_at.is_(None), Participant.role != ForumRole.OBSERVER
    )
    query = select(Person).where(Person.id.in_(own)).order_by(alphabetical(Person.name), Person.id)
    return list(db.session.scalars(query.options(joinedload(Person.organisation))))


def opinions(minutes_id: UUID) -> list[OpinionRow]:
    """Return the opinions that were asked for about the corrections of minutes, in that order."""
    return [OpinionRow._make(row) for row in db.session.execute(_opinions(minutes_id)).all()]


def _opinions(minutes_id: UUID) -> Select[Any]:
    party = (Opinion.seat_id, Organisation.name, Seat.sector)
    answered = (Opinion.approves, Opinion.reason, Person.name, Opinion.at)
    shown: tuple[Any, ...] = (Opinion.id, Opinion.correction_id, *party, Opinion.asked_at, *answered)
    query = select(*shown).join(Opinion.correction).join(Opinion.seat)
    query = query.join(Organisation, Organisation.id == Seat.organisation_id).outerjoin(Opinion.by)
    return query.where(Correction.minutes_id == minutes_id).order_by(Opinion.asked_at, Opinion.id)


def opinion_for_act(opinion_id: UUID) -> Opinion | None:
    """Return an opinion with its seat, its correction, and the session of that."""
    correction = joinedload(Opinion.correction)
    minutes = correction.joinedload(Correction.minutes).joinedload(Minutes.session)
    options = [minutes, correction.joinedload(Correction.by), correction.joinedload(Correction.seat)]
    return db.session.get(Opinion, opinion_id, options=[*options, joinedload(Opinion.seat), joinedload(Opinion.by)])


def asked_seats(correction_id: UUID) -> set[UUID]:
    """Return the seats whose opinion on a correction was asked for."""
    return set(db.session.scalars(select(Opinion.seat_id).where(Opinion.correction_id == correction_id)))


def deputy_of(forum_id: UUID) -> Deputy | None:
    """Return the deputy of a forum with the person, or None."""
    query = select(Deputy).where(Deputy.forum_id == forum_id).options(joinedload(Deputy.person))
    return db.session.scalar(query)


def circulated(since: datetime | None = None, until: datetime | None = None) -> Sequence[UUID]:
    """Return the ids of circulated minutes whose correction window ends between two instants, if they are given."""
    query = select(Minutes.id).where(Minutes.state == MinutesState.CIRCULATED)
    if since is not None:
        query = query.where(Minutes.correction_until >= since)
    if until is not None:
        query = query.where(Minutes.correction_until <= until)
    return db.session.scalars(query.order_by(Minutes.correction_until, Minutes.id)).all()


def unapproved_before(session: Session) -> list[Unapproved]:
    """Return the unapproved minutes of earlier sessions of the forum, latest first."""
    return [Unapproved._make(row) for row in db.session.execute(_unapproved_before(session)).all()]


def _unapproved_before(session: Session) -> Select[Any]:
    newer = aliased(Minutes)
    is_newest = ~exists().where(newer.session_id == Minutes.session_id, newer.version > Minutes.version)
    shown: tuple[Any, ...] = (
        Session.id,
        Session.number,
        Session.title,
        Session.series_id,
        Session.starts_at,
        Session.timezone,
    )
    query = select(*shown, Minutes.state == MinutesState.CIRCULATED, Minutes.correction_until)
    query = query.join(Minutes, Minutes.session_id == Session.id)
    query = query.where(Session.forum_id == session.forum_id, Session.starts_at < session.starts_at)
    query = query.where(Minutes.state.not_in(LOCKED), is_newest)
    return query.order_by(Session.starts_at.desc()).limit(SHOWN)


SHOWN = 5
"""Maximum number of unapproved minutes that a session names."""
