"""Queries for training sessions: those to come, those held, who came, and what participants think."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import joinedload

from alignment.capacity.models import Competence, CompetenceLevel, Training, TrainingEvaluation
from alignment.capacity.queries import counting
from alignment.capacity.rows import ComingRow, HeldRow, PresentRow, mean_score
from app.accounts.models import Person
from app.circles.models import Seat
from app.database import alphabetical, db
from app.organisations.models import Organisation
from forums.attendance.models import CAME, Attendance, Presence
from forums.scheduling.models import Forum, ForumKind, Participant, Session, SessionState
from forums.scheduling.queries import forums_to_meet_in, is_ahead, readable_forums

MOST_COMING = 6
MOST_HELD = 12
MOST_OFFERED = 30
"""Maximum number of planned sessions that can be chosen for a training."""


def for_act(training_id: UUID) -> Training | None:
    """Return a training with its session and competence, or None."""
    return db.session.scalar(_whole().where(Training.id == training_id))


def of_session(session_id: UUID) -> Training | None:
    """Return the training of a session, with the session and the competence, or None."""
    return db.session.scalar(_whole().where(Training.session_id == session_id))


def _whole() -> Select[Training]:
    in_forum = joinedload(Training.session).joinedload(Session.forum)
    return select(Training).options(in_forum, joinedload(Training.competence))


def readable(reader: Person, today: date) -> Select[Training]:
    """Select the trainings in forums that `reader` may read."""
    joined = select(Training).join(Training.session).join(Session.forum)
    return joined.where(readable_forums(reader, today))


def coming(reader: Person, today: date, now: datetime) -> list[ComingRow]:
    """Return the next sessions of training forums that `reader` may read, soonest first."""
    shown: tuple[Any, ...] = (Session.id, Session.title, Session.number, Forum.name, Session.starts_at)
    shown = (*shown, Session.timezone, Training.id, Training.seats, Competence.name)
    query = select(*shown).join(Session.forum).outerjoin(Training, Training.session_id == Session.id)
    query = query.outerjoin(Training.competence).where(Forum.kind == ForumKind.TRAINING)
    query = query.where(is_ahead(now, None), Forum.archived_at.is_(None), readable_forums(reader, today))
    query = query.order_by(Session.starts_at, Session.id).limit(MOST_COMING)
    return [ComingRow._make(row) for row in db.session.execute(query)]


def planned_for(reader: Person, today: date, now: datetime) -> set[UUID]:
    """Return the competences for which a training that `reader` may read is to come."""
    query = readable(reader, today).where(is_ahead(now, None)).with_only_columns(Training.competence_id)
    return set(db.session.scalars(query))


def held(reader: Person, today: date) -> list[HeldRow]:
    """Return the latest trainings that were held and that `reader` may read, newest first."""
    attendance = select(func.count()).where(Attendance.session_id == Session.id).correlate(Session)
    given = select(func.count()).where(TrainingEvaluation.training_id == Training.id).correlate(Training)
    score = select(func.sum(TrainingEvaluation.score)).where(TrainingEvaluation.training_id == Training.id)
    rose = select(func.count()).where(CompetenceLevel.training_id == Training.id).correlate(Training)
    shown: tuple[Any, ...] = (
        *(Training.id, Session.title, Forum.name, Session.starts_at, Session.timezone, Competence.name),
        attendance.where(Attendance.presence.in_(CAME)).scalar_subquery(),
        attendance.scalar_subquery(),
        given.scalar_subquery(),
        score.correlate(Training).scalar_subquery(),
        rose.scalar_subquery(),
    )
    query = select(*shown).join(Training.session).join(Session.forum).join(Training.competence)
    query = query.where(Session.state == SessionState.HELD, readable_forums(reader, today))
    query = query.order_by(Session.starts_at.desc(), Session.id).limit(MOST_HELD)
    return [HeldRow._make(row) for row in db.session.execute(query)]


def present(training: Training) -> list[PresentRow]:
    """Return the attendance list of a training by organisation, in order of name, with the levels that count."""
    level = counting()
    own = (level.c.organisation_id == Organisation.id) & (level.c.competence_id == training.competence_id)
    rose = select(CompetenceLevel.id).where(
        CompetenceLevel.training_id == training.id, CompetenceLevel.organisation_id == Organisation.id
    )
    came = func.sum(case((Attendance.presence.in_(CAME), 1), else_=0))
    named = (Organisation.id, Organisation.name, Organisation.label, Organisation.sector)
    shown: tuple[Any, ...] = (*named, came, level.c.needed, level.c.held, rose.correlate(Organisation).exists())
    query = select(*shown).select_from(Attendance).join(Attendance.seat)
    query = query.join(Organisation, Organisation.id == Seat.organisation_id).outerjoin(level, own)
    query = query.where(Attendance.session_id == training.session_id)
    query = query.group_by(*named[:2], Organisation.short_name, named[3], level.c.needed, level.c.held)
    rows = db.session.execute(query.order_by(alphabetical(Organisation.name), Organisation.id))
    return [PresentRow._make([*row[:4], int(row[4]), *row[5:]]) for row in rows]


def came(training: Training, organisation_id: UUID) -> bool:
    """Return whether anyone came to a training for an organisation."""
    query = select(Attendance.id).join(Attendance.seat).where(Attendance.session_id == training.session_id)
    query = query.where(Seat.organisation_id == organisation_id, Attendance.presence.in_(CAME))
    return db.session.scalar(query.limit(1)) is not None


def took_part(training: Training, person_id: UUID) -> bool:
    """Return whether a person came to a training, not somebody on their behalf."""
    query = select(Attendance.id).join(Attendance.participant).where(Attendance.session_id == training.session_id)
    query = query.where(Participant.person_id == person_id, Attendance.presence == Presence.PRESENT)
    return db.session.scalar(query.limit(1)) is not None


def people_who_came(training: Training) -> Sequence[Person]:
    """Return the people who came to a training, by name; whoever represented them is not known as a person."""
    query = select(Person).join(Participant, Participant.person_id == Person.id)
    query = query.join(Attendance, Attendance.participant_id == Participant.id)
    query = query.where(Attendance.session_id == training.session_id, Attendance.presence == Presence.PRESENT)
    return db.session.scalars(query.order_by(alphabetical(Person.name))).unique().all()


def evaluations(training_id: UUID) -> tuple[int, float | None, list[str]]:
    """Return the number of evaluations, the mean score if there are enough, and the words in no order of people."""
    query = select(TrainingEvaluation.score, TrainingEvaluation.words)
    rows = db.session.execute(query.where(TrainingEvaluation.training_id == training_id)).all()
    words = sorted(row.words for row in rows if row.words)
    return len(rows), mean_score(len(rows), sum(row.score for row in rows)), words


def evaluation_of(training_id: UUID, person_id: UUID) -> TrainingEvaluation | None:
    """Return what a person thinks of a training, or None; read anew after a lock."""
    query = select(TrainingEvaluation).where(
        TrainingEvaluation.training_id == training_id, TrainingEvaluation.person_id == person_id
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def has_followed(training_id: UUID) -> bool:
    """Return whether a training was evaluated, or levels were raised after it."""
    evaluated = select(TrainingEvaluation.id).where(TrainingEvaluation.training_id == training_id)
    rose = select(CompetenceLevel.id).where(CompetenceLevel.training_id == training_id)
    return bool(db.session.scalar(select(or_(evaluated.exists(), rose.exists()))))


def lock(training_id: UUID) -> None:
    """Let those who raise levels after a training or evaluate it at the same time do so one after the other."""
    db.session.execute(select(Training.id).where(Training.id == training_id).with_for_update())


def forums_to_train_in(person: Person) -> list[Forum]:
    """Return the training forums to which a person may add a session, by name."""
    return [one for one in forums_to_meet_in(person) if one.kind is ForumKind.TRAINING]


def free_sessions(forums: Sequence[Forum], now: datetime) -> Sequence[Session]:
    """Return the planned sessions of some forums that are no training yet, soonest first."""
    query = select(Session).where(
        Session.forum_id.in_([one.id for one in forums]),
        is_ahead(now, None),
        Session.opened_at.is_(None),
        Session.id.not_in(select(Training.session_id)),
    )
    query = query.options(joinedload(Session.forum)).order_by(Session.starts_at, Session.id)
    return db.session.scalars(query.limit(MOST_OFFERED)).all()


def of_forum(forum_id: UUID, now: datetime) -> list[tuple[UUID, str, datetime, str]]:
    """Return the trainings of a forum to come, soonest first: id, competence, start and time zone."""
    query = select(Training.id, Competence.name, Session.starts_at, Session.timezone)
    query = query.join(Training.session).join(Training.competence)
    query = query.where(Session.forum_id == forum_id, is_ahead(now, None)).order_by(Session.starts_at)
    return [(row[0], row[1], row[2], row[3]) for row in db.session.execute(query.limit(3))]


def of_barrier(barrier_id: UUID, reader: Person, today: date) -> list[tuple[UUID, str, datetime, str]]:
    """Return the trainings that answer a barrier and that `reader` may read, latest first, as `of_forum` does."""
    query = select(Training.id, Competence.name, Session.starts_at, Session.timezone)
    query = query.join(Training.session).join(Session.forum).join(Training.competence)
    query = query.where(Training.barrier_id == barrier_id, readable_forums(reader, today))
    found = db.session.execute(query.order_by(Session.starts_at.desc()).limit(3))
    return [(row[0], row[1], row[2], row[3]) for row in found]
