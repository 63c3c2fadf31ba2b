"""The register of decisions; what a person may not read is left out in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, exists, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, lazyload

from app.accounts.models import Person
from app.circles.models import Circle, Classification
from app.database import db
from app.organisations.models import Organisation
from app.search.trigrams import listed_by
from app.web.pagination import Paged, in_pages, paged
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility
from forums.decisions.models import Decision, decision_commitments
from forums.decisions.rows import LINE, TAKEN, CarriedOut, DecisionRow, Origin, TakenDecision
from forums.minutes.models import LOCKED, Minutes
from forums.minutes.queries import decided_for
from forums.scheduling.models import DecisionRule, Forum, Session
from forums.scheduling.queries import readable_forums


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the register is narrowed to; every field comes from the address."""

    text: str = ""
    forum_id: UUID | None = None
    how: DecisionRule | None = None
    year: int | None = None
    without_commitment: bool = False
    without_quorum: bool = False

    @property
    def codes(self) -> str:
        """How the codes of the year's decisions begin."""
        return f"KEP-{self.year}-"


class ShortDecision(NamedTuple):
    """A decision, and of each of its commitments the code and who is responsible."""

    id: UUID
    code: str
    text: str
    commitments: tuple[tuple[str, str], ...]


def of_session(session_id: UUID) -> list[TakenDecision]:
    """Return a session's decisions in the order in which they were taken, with their commitments, in one query."""
    own = len(TAKEN)
    return [
        TakenDecision._make((*decision, tuple(CarriedOut._make(row[own:]) for row in rows if row[own])))
        for decision, rows in groupby(db.session.execute(_of_session(session_id)).all(), key=lambda row: row[:own])
    ]


def _of_session(session_id: UUID) -> Select[Any]:
    responsible, verifier = aliased(Organisation), aliased(Organisation)
    promised: tuple[Any, ...] = (Commitment.id, Commitment.code, Commitment.title, Commitment.criteria)
    parties = (responsible.name, responsible.label.label("short"), Person.name, verifier.name)
    query = select(*TAKEN, *promised, *parties, Commitment.first_due, Commitment.current_due, Commitment.delivery)
    query = query.select_from(Decision)
    query = query.outerjoin(decision_commitments, decision_commitments.c.decision_id == Decision.id)
    query = query.outerjoin(Commitment, Commitment.id == decision_commitments.c.commitment_id)
    query = query.outerjoin(responsible, responsible.id == Commitment.responsible_id)
    query = query.outerjoin(verifier, verifier.id == Commitment.verifier_id)
    query = query.outerjoin(Person, Person.id == Commitment.responsible_person_id)
    return query.where(Decision.session_id == session_id).order_by(Decision.decided_at, Decision.code, Commitment.code)


def in_short(session_id: UUID, *, public: bool = False) -> list[ShortDecision]:
    """Return likewise of each what an overview says of it; `public`: with public commitments alone."""
    rows = db.session.execute(_in_short(session_id, public=public)).all()
    return [
        ShortDecision(
            key, code, text, tuple((commitment[3], commitment[4]) for commitment in commitments if commitment[3])
        )
        for (key, code, text), commitments in groupby(rows, key=lambda row: row[:3])
    ]


def _in_short(session_id: UUID, *, public: bool) -> Select[Any]:
    shown: tuple[Any, ...] = (Decision.id, Decision.code, Decision.text, Commitment.code, Organisation.label)
    told = Commitment.id == decision_commitments.c.commitment_id
    told = and_(told, Commitment.visibility == Visibility.PUBLIC) if public else told
    query = select(*shown).select_from(Decision)
    query = query.outerjoin(decision_commitments, decision_commitments.c.decision_id == Decision.id)
    query = query.outerjoin(Commitment, told)
    query = query.outerjoin(Organisation, Organisation.id == Commitment.responsible_id)
    return query.where(Decision.session_id == session_id).order_by(Decision.decided_at, Decision.code, Commitment.code)


def decision_for_detail(decision_id: UUID) -> Decision | None:
    """Return a decision with its session, item, commitments with who owes them, and who recorded it."""
    return db.session.scalars(_decision(decision_id)).unique().one_or_none()


def _decision(decision_id: UUID) -> Select[Decision]:
    promised = contains_eager(Decision.commitments).options(
        joinedload(Commitment.responsible, innerjoin=False),
        lazyload(Commitment.verifier),
        lazyload(Commitment.circle),
    )
    return (  # joined one by one: SQLite would read all commitments for a nested join
        select(Decision)
        .outerjoin(decision_commitments, decision_commitments.c.decision_id == Decision.id)
        .outerjoin(Commitment, Commitment.id == decision_commitments.c.commitment_id)
        .where(Decision.id == decision_id)
        .options(promised, joinedload(Decision.session), joinedload(Decision.agenda_item))
        .options(joinedload(Decision.recorded_by).lazyload(Person.organisation))
        .order_by(Commitment.code)
    )


def found(person: Person, filters: Filters, today: date) -> Select[Decision]:
    """Return the query of the decisions that `person` may read and `filters` let through, the latest first."""
    session = aliased(Session)  # a scalar is asked for row by row, from the newest on: a join would be one of all
    told = select(decided_for(session, person, today)).select_from(session).where(session.id == Decision.session_id)
    query = select(Decision).where(told.correlate(Decision).scalar_subquery())
    if filters.text:
        query = query.where(listed_by(filters.text, Decision.code, Decision.text))
    if filters.forum_id:
        query = query.where(Decision.session_id.in_(select(Session.id).where(Session.forum_id == filters.forum_id)))
    if filters.how:
        query = query.where(Decision.how == filters.how)
    if filters.year:
        query = query.where(Decision.code.startswith(filters.codes))
    if filters.without_commitment:
        query = query.where(~exists().where(decision_commitments.c.decision_id == Decision.id))
    if filters.without_quorum:
        query = query.where(Decision.quorum_met.is_(False))
    return query.order_by(Decision.decided_at.desc(), Decision.code.desc())


def listed(person: Person, filters: Filters, today: date) -> Paged[DecisionRow]:
    """Return the page of the register that the address asks for, in one statement."""
    page = in_pages(found(person, filters, today), *LINE).outerjoin(Decision.session).outerjoin(Session.forum)
    return paged(DecisionRow._make, page)


def origin_of(commitment_id: UUID, person: Person, today: date) -> Origin | None:
    """Return the decision from which a commitment came, and what of its chain `person` may read.

    None also for who may not know the forum at all.
    """
    found = db.session.execute(_origin_of(commitment_id, person, today)).all()
    origin = Origin._make(found[0]) if found else None
    hidden = origin and not origin.is_readable and origin.classification is Classification.SECRET
    return None if hidden else origin


def _origin_of(commitment_id: UUID, person: Person, today: date) -> Select[*tuple[Any, ...]]:
    of_session = (Session.id.label("session"), Session.number, Session.title)
    shown = (Decision.id, Decision.code, Decision.text, *of_session, Forum.slug, Forum.name)
    own = (readable_forums(person, today), decided_for(Session, person, today), Circle.classification)
    query = select(*shown, *own).select_from(Decision).join(Decision.session)
    query = query.join(Session.forum).join(Forum.circle)
    query = query.join(decision_commitments, decision_commitments.c.decision_id == Decision.id)
    return query.where(decision_commitments.c.commitment_id == commitment_id)


def is_official(session_id: UUID) -> bool:
    """Whether the minutes that tell of a session's decisions were approved."""
    return db.session.scalar(_locked(session_id)) is not None


def _locked(session_id: UUID) -> Select[UUID]:
    return select(Minutes.id).where(Minutes.session_id == session_id, Minutes.state.in_(LOCKED)).limit(1)
