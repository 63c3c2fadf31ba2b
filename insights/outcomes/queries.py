"""Queries of what followed from the answers of leadership, and of where something can follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, select

from app.accounts.models import Person
from app.database import alphabetical, db
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to
from forums.agenda.models import AgendaItem
from forums.decisions.models import Decision
from forums.directives.models import Directive
from forums.directives.queries import readable as readable_directives
from forums.minutes.models import LOCKED, Minutes
from forums.minutes.queries import decided_for
from forums.scheduling.models import Forum, Session, SessionState
from forums.scheduling.queries import readable_forums
from insights.digests.models import Digest, OutcomeKind


class Outcome(NamedTuple):
    """What followed from an answer: an object, or nothing. `shown_at` is the id of the object whose page shows it."""

    kind: OutcomeKind
    id: UUID | None = None
    code: str = ""
    title: str = ""
    shown_at: UUID | None = None


def outcomes_of(digest: Digest, reader: Person, on: date) -> dict[int, list[Outcome]]:
    """Return what followed from the answers of a digest, by number of the question; only what `reader` may read."""
    recorded = [
        (number, OutcomeKind(one["kind"]), UUID(one["id"]) if one["id"] else None)
        for number, ask in enumerate(digest.asks, 1)
        for one in ask.get("outcomes", ())
    ]
    objects = _objects(recorded, reader, on)
    found: dict[int, list[Outcome]] = defaultdict(list)
    for number, kind, object_id in recorded:
        if object_id is None:
            found[number].append(Outcome(kind))
        elif object_id in objects:
            found[number].append(objects[object_id])
    return found


def _objects(recorded: Iterable[tuple[int, OutcomeKind, UUID | None]], reader: Person, on: date) -> dict[UUID, Outcome]:
    """Return the objects that the reader may read, by id; one statement per kind."""
    ids: dict[OutcomeKind, set[UUID]] = defaultdict(set)
    for _number, kind, object_id in recorded:
        if object_id:
            ids[kind].add(object_id)
    selects = {
        OutcomeKind.COMMITMENT: _commitments,
        OutcomeKind.AGENDA_ITEM: _agenda_items,
        OutcomeKind.DECISION: _decisions,
        OutcomeKind.DIRECTIVE: _directives,
    }
    rows = (Outcome(kind, *row) for kind in ids for row in db.session.execute(selects[kind](ids[kind], reader, on)))
    return {outcome.id: outcome for outcome in rows if outcome.id}


def _commitments(ids: Collection[UUID], reader: Person, on: date) -> Select[UUID, str, str, UUID]:
    query = select(Commitment.id, Commitment.code, Commitment.title, Commitment.id)
    return query.where(Commitment.id.in_(ids), visible_to(reader, on))


def _agenda_items(ids: Collection[UUID], reader: Person, on: date) -> Select[UUID, str, str, UUID]:
    query = select(AgendaItem.id, Forum.name, AgendaItem.title, AgendaItem.session_id)
    query = query.join(Session, Session.id == AgendaItem.session_id).join(Session.forum)
    return query.where(AgendaItem.id.in_(ids), readable_forums(reader, on))


def _decisions(ids: Collection[UUID], reader: Person, on: date) -> Select[UUID, str, str, UUID]:
    query = select(Decision.id, Decision.code, Decision.text, Decision.id).join(Decision.session)
    return query.where(Decision.id.in_(ids), decided_for(Session, Decision.id, reader, on))


def _directives(ids: Collection[UUID], reader: Person, on: date) -> Select[UUID, str, str, UUID]:
    query = select(Directive.id, Forum.name, Directive.text, Directive.id).join(Directive.forum)
    return query.where(Directive.id.in_(ids), readable_directives(reader, on))


def forums_for(digest: Digest, person: Person, on: date) -> Sequence[Forum]:
    """Return the forums in which something can follow from an answer: the digest's own, or all that one may read."""
    query = select(Forum).where(readable_forums(person, on), Forum.archived_at.is_(None))
    if digest.circle_id:
        query = query.where(Forum.circle_id == digest.circle_id)
    return db.session.scalars(query.order_by(alphabetical(Forum.name))).all()


def session_to_discuss(forum: Forum, now: datetime) -> Session | None:
    """Return the session to whose agenda an item can be added: the one under way, or the next one."""
    query = _sessions(forum).where(Session.state == SessionState.PLANNED, Session.ends_at > now)
    return db.session.scalar(query.order_by(Session.starts_at).limit(1))


def session_to_decide(forum: Forum, now: datetime) -> Session | None:
    """Return the latest session that has begun, which can still take a decision; None if its minutes are locked."""
    states = (SessionState.PLANNED, SessionState.HELD)
    begun = _sessions(forum).where(Session.state.in_(states), Session.opened_at.is_not(None), Session.starts_at <= now)
    session = db.session.scalar(begun.order_by(Session.starts_at.desc()).limit(1))
    if session is None:
        return None
    locked = select(Minutes.id).where(Minutes.session_id == session.id, Minutes.state.in_(LOCKED)).limit(1)
    return None if db.session.scalar(locked) else session


def _sessions(forum: Forum) -> Select[Session]:
    return select(Session).where(Session.forum_id == forum.id)
