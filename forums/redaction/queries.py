"""Queries for redactions, and for what they withhold from readers of the published content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, Uuid, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.accounts.models import HOLDS_A_ROLE, Person
from app.accounts.people.queries import ACCOUNTS
from app.database import alphabetical, db
from forums.minutes.models import Minutes, MinutesState
from forums.redaction.models import OPEN, EarlierEdition, Redaction, RedactionState, Withholding
from forums.scheduling.models import ForumRole, Participant, Session
from forums.versions.models import Rewording


def has_open_redaction(minutes_id: UUID) -> bool:
    """Whether parts of minutes are marked to be withheld and the marks were not decided yet."""
    query = select(Redaction.id).where(Redaction.minutes_id == minutes_id, Redaction.state.in_(OPEN))
    return db.session.scalar(query.limit(1)) is not None


def in_force_of_others(minutes: Minutes) -> Sequence[Redaction]:
    """Return the redactions in force of other versions of the same minutes."""
    query = select(Redaction).join(Redaction.minutes).where(Redaction.state == RedactionState.IN_FORCE)
    return db.session.scalars(query.where(Minutes.session_id == minutes.session_id, Minutes.id != minutes.id)).all()


def redaction_for_act(redaction_id: UUID) -> Redaction | None:
    """Return a redaction with its minutes, their session, its people and what it withholds."""
    session = joinedload(Redaction.minutes).joinedload(Minutes.session)
    options = [
        session.joinedload(Session.presider),
        session.joinedload(Session.minute_taker),
        joinedload(Redaction.marked_by),
        joinedload(Redaction.asked),
        joinedload(Redaction.decided_by),
        selectinload(Redaction.withholdings),
    ]
    return db.session.get(Redaction, redaction_id, options=options)


def latest_redaction(minutes_id: UUID) -> Redaction | None:
    """Return the latest redaction of minutes whose marks still matter: not replaced and not discarded."""
    over = (RedactionState.REPLACED, RedactionState.DISCARDED)
    query = select(Redaction).where(Redaction.minutes_id == minutes_id, Redaction.state.not_in(over))
    query = query.options(selectinload(Redaction.withholdings), joinedload(Redaction.marked_by))
    query = query.options(joinedload(Redaction.decided_by))
    return db.session.scalars(query.order_by(Redaction.begun_at.desc(), Redaction.id).limit(1)).first()


def in_force(minutes_id: UUID) -> Redaction | None:
    """Return the redaction of the published edition of minutes, or None if it withholds nothing."""
    query = select(Redaction).where(Redaction.minutes_id == minutes_id, Redaction.state == RedactionState.IN_FORCE)
    return db.session.scalars(query.options(selectinload(Redaction.withholdings))).first()


def redactions_of(minutes_id: UUID) -> Sequence[Redaction]:
    """Return the redactions of minutes, latest first, with who marked and who decided."""
    query = select(Redaction).where(Redaction.minutes_id == minutes_id)
    query = query.options(joinedload(Redaction.marked_by), joinedload(Redaction.decided_by))
    return db.session.scalars(query.order_by(Redaction.begun_at.desc(), Redaction.id)).all()


def edition_of(minutes_id: UUID) -> int:
    """Return the number of the published edition of minutes, from 1."""
    query = select(func.count()).select_from(EarlierEdition).where(EarlierEdition.minutes_id == minutes_id)
    return 1 + (db.session.scalar(query) or 0)


def earlier_editions(minutes_id: UUID) -> Sequence[EarlierEdition]:
    """Return the replaced editions of minutes, latest first."""
    query = select(EarlierEdition).where(EarlierEdition.minutes_id == minutes_id)
    return db.session.scalars(query.order_by(EarlierEdition.edition.desc())).all()


def withheld_decisions() -> CompoundSelect[UUID | None]:
    """Select the ids of decisions whose wording the public may not read.

    The published minutes withhold it, or an approved version changed it that is not published, nor is a later one.
    """
    withheld = select(Withholding.decision_id).join(Redaction, Redaction.id == Withholding.redaction_id)
    withheld = withheld.where(Withholding.decision_id.is_not(None), Redaction.state == RedactionState.IN_FORCE)
    version, later = aliased(Minutes), aliased(Minutes)
    published = select(later.id).where(later.session_id == version.session_id, later.version > version.version)
    published = published.where(later.state == MinutesState.PUBLISHED)
    # from the few rewordings: a join would ask of all approved minutes whether later ones are published
    approved = select(version.id).where(version.id == Rewording.minutes_id, version.state == MinutesState.APPROVED)
    approved = approved.where(~published.correlate(version).exists())
    reworded = select(Rewording.decision_id).where(approved.correlate(Rewording).exists())
    return union_all(withheld.correlate(None), reworded.correlate(None))


def withheld_items() -> Select[UUID | None]:
    """Select the ids of agenda items whose title the published minutes withhold."""
    query = select(Withholding.agenda_item_id).join(Redaction, Redaction.id == Withholding.redaction_id)
    query = query.where(Withholding.agenda_item_id.is_not(None), Redaction.state == RedactionState.IN_FORCE)
    return query.correlate(None)


def is_withheld(decision_id: UUID) -> bool:
    """Whether the public may not read the wording of a decision, as in `withheld_decisions`."""
    return db.session.scalar(select(literal(decision_id, Uuid()).in_(withheld_decisions()))) is True


def withheld_titles(session_id: UUID) -> dict[UUID, str]:
    """Return what the public reads in place of the withheld titles of a session's agenda items, by item id."""
    query = select(Withholding.agenda_item_id, Withholding.instead)
    query = query.join(Redaction, Redaction.id == Withholding.redaction_id).join(Redaction.minutes)
    query = query.where(Minutes.session_id == session_id, Redaction.state == RedactionState.IN_FORCE)
    rows = db.session.execute(query.where(Withholding.agenda_item_id.is_not(None)))
    return {item_id: instead for item_id, instead in rows if item_id}


def expired(today: date) -> Sequence[Redaction]:
    """Return the redactions in force that still withhold something beyond its last day, not announced yet."""
    late = select(Withholding.redaction_id).where(Withholding.until < today, Withholding.announced_at.is_(None))
    query = select(Redaction).where(Redaction.id.in_(late), Redaction.state == RedactionState.IN_FORCE)
    session = joinedload(Redaction.minutes).joinedload(Minutes.session)
    return db.session.scalars(query.options(session, selectinload(Redaction.withholdings))).all()


def approvers(minutes: Minutes, *, besides: UUID) -> list[Person]:
    """Return the coordinators and the chairs of the forum who have an account, without the person `besides`."""
    chairs = select(Participant.person_id).where(
        Participant.forum_id == minutes.session.forum_id,
        Participant.role == ForumRole.CHAIR,
        Participant.left_at.is_(None),
    )
    coordinating = HOLDS_A_ROLE & Person.is_coordinator
    query = select(Person).where(or_(Person.id.in_(chairs), coordinating), ACCOUNTS["active"], Person.id != besides)
    return list(db.session.scalars(query.order_by(alphabetical(Person.name), Person.id)))


def coordinators() -> Sequence[Person]:
    """Return the coordinators who have an account."""
    query = select(Person).where(HOLDS_A_ROLE, Person.is_coordinator, ACCOUNTS["active"])
    return db.session.scalars(query.order_by(alphabetical(Person.name), Person.id)).all()
