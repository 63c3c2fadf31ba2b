"""Queries for competences, the levels that count, and what they sum up to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, case, func, or_, select
from sqlalchemy.orm import joinedload

from alignment.barriers.models import Barrier
from alignment.capacity.models import Competence, CompetenceLevel, CompetenceRound, Training
from alignment.capacity.rows import HistoryRow, LevelRow, NamedOrganisation, SkillsBarrier
from alignment.capacity.rules import WIDE, Standing
from app.accounts.models import Person
from app.circles.models import Seat
from app.circles.queries import is_taken, knows_of
from app.database import alphabetical, db
from app.organisations.models import Contact, ContactRole, Organisation
from app.web.pagination import Paged, in_pages, paged
from commitments.blockers.models import BlockerKind
from forums.scheduling.models import Session
from forums.scheduling.queries import is_ahead, readable_forums

MOST_NAMED = 50
"""Maximum number of organisations without levels that a page names."""
MOST_BARRIERS = 8
"""Maximum number of open barriers of missing skills on the page of all competences."""
MOST_OFFERED = 200
"""Maximum number of them that can be chosen for a training."""
MOST_IN_HISTORY = 20
MOST_COMPETENCES = 30
"""Maximum number of competences in use: a form has a row for each."""


def competences() -> Sequence[Competence]:
    """Return the competences in use, in order."""
    return db.session.scalars(_in_use().limit(MOST_COMPETENCES)).all()


def _in_use() -> Select[Competence]:
    return select(Competence).where(Competence.archived_at.is_(None)).order_by(Competence.position, Competence.name)


def every_competence() -> Sequence[Competence]:
    """Return all competences in order, archived ones last."""
    archived = Competence.archived_at.is_not(None)
    return db.session.scalars(select(Competence).order_by(archived, Competence.position, Competence.name)).all()


def counting(organisation_id: UUID | None = None) -> Subquery:
    """Select the levels that count: the latest of each active organisation, or of one, in each competence in use."""
    newest = func.row_number().over(
        partition_by=(CompetenceLevel.organisation_id, CompetenceLevel.competence_id),
        order_by=CompetenceLevel.number.desc(),
    )
    ranked = select(
        CompetenceLevel.id,
        CompetenceLevel.organisation_id,
        CompetenceLevel.competence_id,
        CompetenceLevel.needed,
        CompetenceLevel.held,
        CompetenceLevel.number,
        newest.label("place"),
    )
    ranked = ranked.join(CompetenceLevel.organisation).join(CompetenceLevel.competence)
    ranked = ranked.where(Organisation.archived_at.is_(None), Competence.archived_at.is_(None))
    if organisation_id:
        ranked = ranked.where(CompetenceLevel.organisation_id == organisation_id)
    every = ranked.subquery()
    return select(every).where(every.c.place == 1).subquery()


def standings(organisation_ids: Collection[UUID] | Select[UUID] | None = None) -> list[Standing]:
    """Return the competences in use with what all organisations have, or those in `organisation_ids`, in order."""
    level = counting()
    gap = level.c.needed - level.c.held
    on = level.c.competence_id == Competence.id
    if organisation_ids is not None:
        on &= level.c.organisation_id.in_(organisation_ids)
    shown: tuple[Any, ...] = (
        Competence.id,
        Competence.name,
        func.count(level.c.organisation_id),
        func.coalesce(func.sum(level.c.needed), 0),
        func.coalesce(func.sum(level.c.held), 0),
        func.coalesce(func.sum(case((gap > 0, 1), else_=0)), 0),
        func.coalesce(func.sum(case((gap >= WIDE, 1), else_=0)), 0),
    )
    query = select(*shown).outerjoin(level, on).where(Competence.archived_at.is_(None))
    query = query.group_by(Competence.id, Competence.name, Competence.position)
    found = db.session.execute(query.order_by(Competence.position, Competence.name).limit(MOST_COMPETENCES))
    return [Standing(row[0], row[1], *map(int, row[2:])) for row in found]


def filled(lacking: UUID | None) -> Paged[NamedOrganisation]:
    """Return the requested page of organisations that filled in levels, by name; those that lack a competence."""
    level = counting()
    wanted = select(level.c.organisation_id)
    if lacking:
        wanted = wanted.where(level.c.competence_id == lacking, level.c.needed > level.c.held)
    query = select(Organisation).where(Organisation.id.in_(wanted))
    query = query.order_by(alphabetical(Organisation.name), Organisation.id)
    columns = (Organisation.id, Organisation.name, Organisation.label, Organisation.sector)
    return paged(NamedOrganisation._make, in_pages(query, *columns))


def levels_of(organisation_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], LevelRow]:
    """Return the levels of some organisations that count, by organisation and competence."""
    level = counting()
    query = select(level.c.organisation_id, level.c.competence_id, level.c.needed, level.c.held)
    query = query.where(level.c.organisation_id.in_(organisation_ids))
    return {row[:2]: LevelRow._make(row) for row in db.session.execute(query)}


def every_level(most: int) -> list[tuple[str, str, int, int]]:
    """Return organisation, competence, the level needed and the one held, for a spreadsheet, `most` at most."""
    level = counting()
    query = select(Organisation.name, Competence.name, level.c.needed, level.c.held)
    query = query.join(Organisation, Organisation.id == level.c.organisation_id)
    query = query.join(Competence, Competence.id == level.c.competence_id)
    query = query.order_by(alphabetical(Organisation.name), Organisation.id, Competence.position, Competence.name)
    return [(row[0], row[1], row[2], row[3]) for row in db.session.execute(query.limit(most))]


def counting_levels(organisation_id: UUID) -> Select[CompetenceLevel]:
    """Select the levels of an organisation that count, with their competences."""
    query = select(CompetenceLevel).where(CompetenceLevel.id.in_(select(counting(organisation_id).c.id)))
    return query.options(joinedload(CompetenceLevel.competence))


def missing() -> tuple[list[tuple[UUID, str]], int]:
    """Return active organisations without any level, by name, `MOST_NAMED` at most, and how many there are."""
    given = select(CompetenceLevel.organisation_id)
    query = select(Organisation.id, Organisation.label, func.count().over())
    query = query.where(Organisation.archived_at.is_(None), Organisation.id.not_in(given))
    found = db.session.execute(query.order_by(alphabetical(Organisation.name)).limit(MOST_NAMED)).all()
    return [(row[0], row[1]) for row in found], found[0][2] if found else 0


def number_of_rows(organisation_id: UUID) -> int:
    """Return how many levels an organisation has ever had: the version of what its form shows."""
    query = select(func.count()).where(CompetenceLevel.organisation_id == organisation_id)
    return db.session.scalar(query) or 0


def lock(organisation_id: UUID) -> None:
    """Let those who fill in levels of the same organisation at the same time do so one after the other."""
    db.session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())


def last_numbers(organisation_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], CompetenceLevel]:
    """Return the latest level of each of some organisations in each competence, by both; read anew after a lock."""
    newest = select(CompetenceLevel.organisation_id, CompetenceLevel.competence_id, func.max(CompetenceLevel.number))
    newest = newest.where(CompetenceLevel.organisation_id.in_(organisation_ids))
    last = newest.group_by(CompetenceLevel.organisation_id, CompetenceLevel.competence_id).subquery()
    same = (
        (CompetenceLevel.organisation_id == last.c[0])
        & (CompetenceLevel.competence_id == last.c[1])
        & (CompetenceLevel.number == last.c[2])
    )
    query = select(CompetenceLevel).join(last, same).execution_options(populate_existing=True)
    return {(one.organisation_id, one.competence_id): one for one in db.session.scalars(query)}


def history(organisation_id: UUID, reader: Person, today: date) -> list[HistoryRow]:
    """Return the latest levels of an organisation, newest first; of trainings only what `reader` may read."""
    told = or_(CompetenceLevel.training_id.is_(None), Training.id.is_not(None))
    shown: tuple[Any, ...] = (
        Competence.name,
        CompetenceLevel.needed,
        CompetenceLevel.held,
        CompetenceLevel.at,
        Person.name,
        case((told, CompetenceLevel.source), else_=""),
        Training.id.is_not(None),
    )
    query = select(*shown).join(CompetenceLevel.competence).join(CompetenceLevel.by)
    taught = select(Training.id).join(Training.session).join(Session.forum).where(readable_forums(reader, today))
    query = query.outerjoin(Training, (Training.id == CompetenceLevel.training_id) & Training.id.in_(taught))
    query = query.where(CompetenceLevel.organisation_id == organisation_id)
    query = query.order_by(CompetenceLevel.at.desc(), CompetenceLevel.number.desc(), Competence.position)
    return [HistoryRow._make(row) for row in db.session.execute(query.limit(MOST_IN_HISTORY))]


def last_round() -> CompetenceRound | None:
    """Return when organisations were last asked, or None."""
    return db.session.scalar(select(CompetenceRound).order_by(CompetenceRound.at.desc()).limit(1))


def speakers() -> list[Person]:
    """Return the focal points and alternates of active organisations, by organisation."""
    query = select(Person).join(Contact, Contact.person_id == Person.id)
    query = query.join(Organisation, Organisation.id == Contact.organisation_id)
    query = query.where(
        Contact.role.in_((ContactRole.FOCAL_POINT, ContactRole.ALTERNATE)),
        Person.organisation_id == Contact.organisation_id,
        Organisation.archived_at.is_(None),
    )
    query = query.order_by(alphabetical(Organisation.name), Organisation.id, Person.id)
    return list(dict.fromkeys(db.session.scalars(query)))


def skills_barriers(reader: Person, today: date, now: datetime, most: int = MOST_BARRIERS) -> list[SkillsBarrier]:
    """Return the open barriers of missing skills that `reader` may know of, oldest first, with the next training."""
    answering = (
        select(Training.barrier_id, func.min(Session.starts_at).label("at"))
        .join(Training.session)
        .join(Session.forum)
        .where(is_ahead(now, None), readable_forums(reader, today))
        .group_by(Training.barrier_id)
        .subquery()
    )
    known = or_(Barrier.circle_id.is_(None), knows_of(Barrier.circle_id, reader, today))
    shown: tuple[Any, ...] = (Barrier.id, Barrier.title, Barrier.since, Organisation.label, answering.c.at)
    query = select(*shown).outerjoin(Barrier.owner).outerjoin(answering, answering.c.barrier_id == Barrier.id)
    query = query.where(Barrier.kind == BlockerKind.SKILLS, Barrier.resolved_on.is_(None), known)
    query = query.order_by(Barrier.since, Barrier.id).limit(most)
    return [SkillsBarrier(*row) for row in db.session.execute(query)]


def known_barrier(barrier_id: UUID | None, reader: Person, today: date) -> Barrier | None:
    """Return a barrier if `reader` may know of it, else None."""
    known = or_(Barrier.circle_id.is_(None), knows_of(Barrier.circle_id, reader, today))
    return db.session.scalar(select(Barrier).where(Barrier.id == barrier_id, known)) if barrier_id else None


def seated_in(circle_ids: Collection[UUID], reader: Person, today: date) -> Select[UUID]:
    """Select the organisations with a seat in those of some circles that `reader` may know of."""
    query = select(Seat.organisation_id).where(Seat.circle_id.in_(circle_ids), is_taken(today))
    return query.where(knows_of(Seat.circle_id, reader, today), Seat.organisation_id.is_not(None))
