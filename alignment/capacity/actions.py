"""Actions: write competences, fill in levels, ask for them, plan and evaluate training, and close gaps after it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from alignment.barriers.models import Barrier
from alignment.capacity import notices, queries, trainings
from alignment.capacity.models import Competence, CompetenceLevel, CompetenceRound, Training, TrainingEvaluation
from alignment.capacity.rules import HIGHEST
from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import Conflict, NotNow, RuleViolation, require_version
from app.organisations.models import Organisation
from commitments.blockers.models import BlockerKind
from forums.scheduling.models import ForumKind, Session, SessionState


class Filled(NamedTuple):
    """The level of a competence as filled in; None for what was left open."""

    competence_id: UUID
    needed: int | None
    held: int | None


class Purpose(NamedTuple):
    """What a session teaches, for how many, and which barrier it answers."""

    competence_id: UUID
    seats: int | None
    barrier_id: UUID | None


def add_competence(name: str, position: int | None, *, by: Person, at: datetime) -> Competence:
    """Add a competence. Raises RuleViolation if there is one with this name, or there are too many."""
    _refuse_same_name(name, None)
    if len(queries.competences()) >= queries.MOST_COMPETENCES:
        raise RuleViolation(_l("There are too many competences. Archive one first"), field="name")
    last = db.session.scalar(select(func.max(Competence.position))) or 0
    made = Competence(name=name, position=position or last + 1, created_at=at, created_by_id=by.id)
    db.session.add(made)
    audit.record("competence.added", made, by=by, at=at, name=name)
    return made


def change_competence(
    competence: Competence,
    *,
    name: str,
    position: int | None,
    archived: bool,
    version: str | None,
    by: Person,
    at: datetime,
) -> None:
    """Rename, move or archive a competence, or use it again. Raises Conflict if `version` is stale."""
    require_version(competence, version)
    _refuse_same_name(name, competence.id)
    was = competence.name
    competence.name, competence.position = name, position or competence.position
    if archived != (competence.archived_at is not None):
        competence.archived_at = at if archived else None
        audit.record("competence.archived" if archived else "competence.restored", competence, by=by, at=at)
    audit.record("competence.changed", competence, by=by, at=at, before=was, after=name)


def _refuse_same_name(name: str, own: UUID | None) -> None:
    same = select(Competence.id).where(func.lower(Competence.name) == name.lower(), Competence.id != own)
    if db.session.scalar(same.limit(1)):
        raise RuleViolation(_l("There is a competence with this name"), field="name")


def fill(
    organisation: Organisation, rows: Sequence[Filled], *, seen: str | None, source: str, by: Person, at: datetime
) -> int:
    """Add the levels of an organisation that differ from those that count; return how many.

    Raises Conflict if levels were added since the form was shown, RuleViolation if only one of two levels is given, a
    competence is given twice, or a coordinator records them on behalf of the organisation without a source.
    """
    queries.lock(organisation.id)
    if seen and str(queries.number_of_rows(organisation.id)) != seen:
        raise Conflict
    if len({row.competence_id for row in rows}) < len(rows):
        raise RuleViolation(_l("Give each competence once"), field="levels")
    known = {one.id for one in queries.competences()}
    last = queries.last_numbers([organisation.id])
    told = _source(organisation.id, source, by)
    added = 0
    for row in rows:
        if row.needed is None or row.held is None:
            raise RuleViolation(_l("Give both levels of a competence, or neither"), field="levels")
        before = last.get((organisation.id, row.competence_id))
        if row.competence_id in known and (before is None or (before.needed, before.held) != row[1:]):
            _add(before, organisation.id, row.competence_id, row.needed, row.held, told, by=by, at=at)
            added += 1
    if added:
        told_of: dict[str, Any] = {"on_behalf_of": organisation, "source": told} if told else {}
        audit.record("capacity.filled", organisation, by=by, at=at, levels=added, **told_of)
        if told:
            notices.recorded(organisation, told, by=by)
    return added


def _source(organisation_id: UUID, source: str, by: Person) -> str:
    """Return how a coordinator of another organisation knows, "" for its own people. Raises RuleViolation without."""
    if by.organisation_id == organisation_id:
        return ""
    if not source:
        raise RuleViolation(_l("Say how you know, because you record it on behalf of the organisation"), field="source")
    return source


def _add(
    before: CompetenceLevel | None,
    organisation_id: UUID,
    competence_id: UUID,
    needed: int,
    held: int,
    source: str,
    *,
    by: Person,
    at: datetime,
    training: Training | None = None,
) -> None:
    level = CompetenceLevel(organisation_id=organisation_id, competence_id=competence_id, needed=needed, held=held)
    level.number = before.number + 1 if before else 1
    level.source, level.by_id, level.at = source, by.id, at
    level.training_id = training.id if training else None
    db.session.add(level)


def ask(*, by: Person | None, at: datetime) -> int:
    """Ask the focal points of all organisations for their levels; return how many people were asked.

    Raises NotNow if there is no competence yet.
    """
    if not queries.competences():
        raise NotNow(_l("Write the competences first"))
    people = queries.speakers()
    made = CompetenceRound(at=at, by_id=by.id if by else None, asked=len({one.organisation_id for one in people}))
    db.session.add(made)
    audit.record("capacity.asked", made, by=by, at=at, people=len(people))
    return notices.asked(people, by=by)


def plan(session: Session, purpose: Purpose, *, by: Person, at: datetime) -> Training:
    """Make a planned session of a training forum a training.

    Raises NotNow if it is one already or does not lie ahead, RuleViolation if its forum is of another kind or the
    barrier is not an open one of missing skills.
    """
    db.session.flush()
    db.session.execute(select(Session.id).where(Session.id == session.id).with_for_update())
    if session.forum.kind is not ForumKind.TRAINING:
        raise RuleViolation(_l("Choose a session of a training forum"), field="session")
    if session.state is not SessionState.PLANNED or session.ends_at <= at:
        raise NotNow(_l("Choose a session that lies ahead"), field="session")
    if trainings.of_session(session.id):
        raise NotNow(_l("This session is planned as a training already"), field="session")
    made = Training(session=session, planned_by_id=by.id, planned_at=at)
    _set(made, purpose)
    db.session.add(made)
    db.session.flush()
    _record("training.planned", made, by=by, at=at)
    return made


def change_training(training: Training, purpose: Purpose, *, version: str | None, by: Person, at: datetime) -> None:
    """Change what a training teaches. Raises Conflict if `version` is stale, NotNow once levels rose after it."""
    require_version(training, version)
    rose = select(CompetenceLevel.id).where(CompetenceLevel.training_id == training.id).limit(1)
    if purpose.competence_id != training.competence_id and db.session.scalar(rose):
        raise NotNow(_l("Levels were raised after this training, so its competence stays"), field="competence")
    _set(training, purpose)
    _record("training.changed", training, by=by, at=at)


def remove_training(training: Training, *, by: Person, at: datetime) -> None:
    """Let a session be a training no longer; it stays planned.

    Raises NotNow unless the session is planned and nothing was said or raised after it.
    """
    if training.session.state is not SessionState.PLANNED or trainings.has_followed(training.id):
        raise NotNow(_l("The session is over. Only the training of a planned session can be removed"))
    _record("training.removed", training, by=by, at=at)
    db.session.delete(training)


def _set(training: Training, purpose: Purpose) -> None:
    competence = db.session.get(Competence, purpose.competence_id)
    if competence is None:
        raise RuleViolation(_l("Choose a competence"), field="competence")
    if purpose.barrier_id and purpose.barrier_id != training.barrier_id:
        barrier = db.session.get_one(Barrier, purpose.barrier_id)
        if barrier.kind is not BlockerKind.SKILLS or barrier.resolved_on:
            raise RuleViolation(_l("Choose an open barrier of missing skills"), field="barrier")
    training.competence, training.seats, training.barrier_id = competence, purpose.seats, purpose.barrier_id


def _record(action: str, training: Training, *, by: Person, at: datetime, **details: Any) -> None:
    audit.record(
        action, training, by=by, at=at, circle_id=training.session.circle_id, name=training.competence.name, **details
    )


def raise_levels(
    training: Training, organisation_ids: Collection[UUID], *, source: str, by: Person, at: datetime
) -> int:
    """Raise the level of organisations on the attendance list of a training by one; return how many.

    Only coordinators raise that of other organisations, with a source. Raises NotNow before the session is closed, and
    RuleViolation if nobody is chosen or an organisation cannot rise: nobody came, it has not filled in its level or has
    the highest, or it rose after this training already.
    """
    if training.session.state is not SessionState.HELD:
        raise NotNow(_l("Levels can rise once the session is closed"))
    trainings.lock(training.id)
    rows = {one.id: one for one in trainings.present(training)}
    chosen = list(dict.fromkeys(organisation_ids))
    if not chosen:
        raise RuleViolation(_l("Choose at least one organisation"), field="organisations")
    if not by.is_coordinator and chosen != [by.organisation_id]:
        raise RuleViolation(_l("You can raise the level of your own organisation only"), field="organisations")
    if any(one not in rows or not rows[one].can_rise for one in chosen):
        raise NotNow(_l("An organisation cannot rise after this training, or did already"), field="organisations")
    told = {one: _source(one, source, by) for one in chosen}
    for one in sorted(chosen, key=str):
        queries.lock(one)
    last = queries.last_numbers(chosen)
    for one in chosen:
        before = last[one, training.competence_id]
        held = min(HIGHEST, before.held + 1)
        _add(before, one, training.competence_id, before.needed, held, told[one], by=by, at=at, training=training)
        organisation = db.session.get_one(Organisation, one)
        told_of: dict[str, Any] = {"name": training.competence.name, "level": held, "source": told[one]}
        circle_id = training.session.circle_id
        audit.record("capacity.raised", organisation, by=by, at=at, circle_id=circle_id, **told_of)
        if told[one]:
            notices.recorded(organisation, told[one], by=by, training=training)
    _record("training.gap_closed", training, by=by, at=at, organisations=len(chosen))
    return len(chosen)


def evaluate(training: Training, *, score: int, words: str, by: Person, at: datetime) -> None:
    """Record what a participant thinks of a training; it replaces what they said before."""
    trainings.lock(training.id)
    said = trainings.evaluation_of(training.id, by.id)
    if said is None:
        said = TrainingEvaluation(training_id=training.id, person_id=by.id)
        db.session.add(said)
    said.score, said.words, said.at = score, words, at
    _record("training.evaluated", training, by=by, at=at)


def follow(before: Session, after: Session, *, by: Person, at: datetime) -> None:
    """Move the training of a session that was merged to the one into which it was, unless that is a training."""
    training = trainings.of_session(before.id)
    if training and after.forum.kind is ForumKind.TRAINING and not trainings.of_session(after.id):
        training.session = after
        _record("training.changed", training, by=by, at=at)
