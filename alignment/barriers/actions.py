"""Actions: record a barrier or join a blocker to one, name who can remove it, talk it over, resolve and reopen it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select

from alignment import agenda
from alignment.barriers import notices, queries
from alignment.barriers.models import Barrier, BarrierEffect, barrier_agenda_items, barrier_blockers
from alignment.regulations.models import Regulation
from app import audit
from app.accounts.models import Person
from app.circles.models import Circle
from app.clock import local_date
from app.database import db
from app.errors import NotNow, RuleViolation, require_version
from app.organisations.models import Organisation
from commitments.blockers.models import Blocker, BlockerKind
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem
from forums.decisions.models import Decision
from forums.directives.actions import give, usual_answer_day
from forums.directives.models import Directive
from forums.scheduling.models import Forum, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is written of a barrier, and since when it hinders."""

    kind: BlockerKind
    title: str
    text: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Wording):
    """A barrier as it is recorded."""

    owner: Organisation | None
    owner_office: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindered:
    """What a barrier hinders: the id of exactly one service, commitment or agreement, and what of it."""

    service_id: UUID | None = None
    commitment_id: UUID | None = None
    agreement_id: UUID | None = None
    part: str = ""


def enter(entry: Entry, circle: Circle | None, *, by: Person, at: datetime) -> Barrier:
    """Record a barrier. Raises RuleViolation if it begins in the future."""
    _require_past(entry.since, at)
    barrier = Barrier(
        kind=entry.kind,
        title=entry.title,
        text=entry.text,
        since=entry.since,
        owner=entry.owner,
        owner_office=entry.owner_office,
        circle=circle,
        raised_at=at,
        raised_by_id=by.id,
    )
    db.session.add(barrier)
    audit.record("barrier.entered", barrier, by=by, at=at, kind=entry.kind, organisation=entry.owner)
    return barrier


def raise_from(commitment: Commitment, entry: Entry, *, by: Person, at: datetime) -> Barrier:
    """Record a barrier from the blocker of a commitment, in its circle. Raises NotNow if there is none any more."""
    blocker = _blocker(commitment)
    barrier = enter(entry, commitment.circle, by=by, at=at)
    _explain(barrier, blocker, commitment, at)
    return barrier


def join(commitment: Commitment, barrier: Barrier, *, by: Person, at: datetime) -> None:
    """Join the blocker of a commitment to an open barrier. Raises NotNow if either is no longer open."""
    blocker = _blocker(commitment)
    queries.lock(barrier)
    _require_open(barrier)
    _explain(barrier, blocker, commitment, at)
    audit.record("barrier.joined", barrier, by=by, at=at, circle_id=queries.filed_under(barrier, commitment.circle_id))


def _blocker(commitment: Commitment) -> Blocker:
    db.session.execute(select(Commitment.id).where(Commitment.id == commitment.id).with_for_update())
    blocker = queries.current_blocker(commitment.id)
    if blocker is None:
        raise NotNow(_l("The commitment is no longer blocked, or its barrier was recorded already"))
    return blocker


def _explain(barrier: Barrier, blocker: Blocker, commitment: Commitment, at: datetime) -> None:
    """Let a barrier explain a blocker, and hinder its commitment since the day on which that was blocked."""
    db.session.execute(insert(barrier_blockers).values(barrier_id=barrier.id, blocker_id=blocker.id))
    known = select(BarrierEffect.id).where(
        BarrierEffect.barrier_id == barrier.id, BarrierEffect.commitment_id == commitment.id
    )
    if db.session.scalar(known.limit(1)) is None:
        since = min(local_date(blocker.raised_at), local_date(at))
        db.session.add(BarrierEffect(barrier_id=barrier.id, commitment_id=commitment.id, since=since))


def correct(barrier: Barrier, wording: Wording, *, version: str | None, by: Person, at: datetime) -> None:
    """Correct what is written of a barrier.

    Raises Conflict if `version` is stale, NotNow if it is resolved, RuleViolation if it begins in the future.
    """
    require_version(barrier, version)
    _require_open(barrier)
    _require_past(wording.since, at)
    before = barrier.title
    barrier.kind, barrier.title = wording.kind, wording.title
    barrier.text, barrier.since = wording.text, wording.since
    audit.record("barrier.corrected", barrier, by=by, at=at, before=before, title=wording.title)


def name_owner(
    barrier: Barrier, owner: Organisation | None, office: str, *, version: str | None, by: Person, at: datetime
) -> None:
    """Name who can remove a barrier. Raises Conflict if `version` is stale, NotNow if it is resolved."""
    require_version(barrier, version)
    _require_open(barrier)
    if owner is None or owner.id != barrier.owner_id:
        barrier.head_told_at = None
    barrier.owner, barrier.owner_office = owner, office
    barrier.version += 1
    if owner:
        audit.record("barrier.owned", barrier, by=by, at=at, organisation=owner, office=office)
    else:
        audit.record("barrier.unowned", barrier, by=by, at=at)


def pass_on(barrier: Barrier, successor_id: UUID, *, by: Person, at: datetime) -> None:
    """Let the successor of its owner own a barrier; which office of it can remove the barrier is not known yet."""
    barrier.owner_id, barrier.owner_office, barrier.head_told_at = successor_id, "", None
    audit.record("barrier.passed_to_successor", barrier, by=by, at=at, organisation=successor_id)


def add_effect(barrier: Barrier, hindered: Hindered, *, by: Person, at: datetime) -> None:
    """Record that a barrier hinders one more thing. Raises RuleViolation if it is none, several, or known already."""
    ids = {
        "service_id": hindered.service_id,
        "commitment_id": hindered.commitment_id,
        "agreement_id": hindered.agreement_id,
    }
    chosen = [(name, value) for name, value in ids.items() if value]
    if len(chosen) != 1:
        raise RuleViolation(_l("Choose exactly one: a service, a commitment or an agreement"))
    queries.lock(barrier)
    _require_open(barrier)
    ((name, value),) = chosen
    same = select(BarrierEffect.id).where(BarrierEffect.barrier_id == barrier.id, getattr(BarrierEffect, name) == value)
    if db.session.scalar(same.limit(1)):
        raise RuleViolation(_l("This is recorded already"))
    made = BarrierEffect(barrier_id=barrier.id, part=hindered.part, since=local_date(at), **ids)
    db.session.add(made)
    circle_id = queries.filed_under(barrier, queries.circle_of(made))
    audit.record("barrier.effect_added", barrier, by=by, at=at, circle_id=circle_id)


def correct_effect(
    barrier: Barrier, effect: BarrierEffect, *, part: str, since: date, version: str | None, by: Person, at: datetime
) -> None:
    """Correct what of a thing a barrier hinders, and since when. Raises as `correct`."""
    require_version(barrier, version)
    _require_open(barrier)
    _require_past(since, at)
    effect.part, effect.since = part, since
    barrier.version += 1
    circle_id = queries.filed_under(barrier, queries.circle_of(effect))
    audit.record("barrier.effect_corrected", barrier, by=by, at=at, circle_id=circle_id)


def remove_effect(barrier: Barrier, effect: BarrierEffect, *, by: Person, at: datetime) -> None:
    """Remove what was recorded by mistake; the blocker of a commitment can then be recorded as another barrier.

    Raises NotNow if the barrier is resolved.
    """
    _require_open(barrier)
    circle_id = queries.filed_under(barrier, queries.circle_of(effect))
    of_commitment = select(Blocker.id).where(Blocker.commitment_id == effect.commitment_id)
    explained = barrier_blockers.c.barrier_id == barrier.id, barrier_blockers.c.blocker_id.in_(of_commitment)
    db.session.execute(delete(barrier_blockers).where(*explained))
    db.session.delete(effect)
    barrier.version += 1
    audit.record("barrier.effect_removed", barrier, by=by, at=at, circle_id=circle_id)


def link_regulation(
    barrier: Barrier, regulation: Regulation | None, *, version: str | None, by: Person, at: datetime
) -> None:
    """Link the regulation that a barrier comes from, or unlink it.

    Raises Conflict if `version` is stale, NotNow if the barrier is resolved.
    """
    require_version(barrier, version)
    _require_open(barrier)
    barrier.regulation = regulation
    barrier.version += 1
    title = regulation.title if regulation else ""
    audit.record("barrier.regulation_linked", barrier, by=by, at=at, title=title)


def tell_head(barrier: Barrier, *, by: Person, at: datetime) -> int:
    """Write to the head, or a focal point, of the organisation that can remove a barrier; return to how many people.

    Raises NotNow without an owner, if the barrier is resolved, if the owner was told on this day already, or if nobody
    of it may be written to.
    """
    _require_open(barrier)
    if barrier.owner is None:
        raise NotNow(_l("Name the organisation that can remove it first"))
    if barrier.head_told_at and local_date(barrier.head_told_at) == local_date(at):
        raise NotNow(_l("The organisation was told today already"))
    told = notices.head_told(barrier, by=by, today=local_date(at))
    if not told:
        raise NotNow(_l("No contact of this organisation may read about it and has an address"))
    barrier.head_told_at = at
    audit.record("barrier.head_told", barrier, by=by, at=at, organisation=barrier.owner)
    return told


def put_on_agenda(barrier: Barrier, session: Session, *, by: Person, at: datetime) -> AgendaItem:
    """Propose a barrier to a session. Raises NotNow if it is resolved, or waits on an agenda that `by` may see."""
    queries.lock(barrier)
    _require_open(barrier)
    waiting = queries.talks_about([barrier.id], by, local_date(at)).get(barrier.id, [])
    if any(talk.is_ahead for talk in waiting):
        raise NotNow(_l("It is on an agenda already"))
    title = _("Barrier: %(title)s", title=barrier.title)
    made = agenda.put(session, title=title, question=_("How is it removed, by whom and by when?"), by=by, at=at)
    db.session.execute(insert(barrier_agenda_items).values(barrier_id=barrier.id, agenda_item_id=made.id))
    circle_id = queries.filed_under(barrier, session.forum.circle_id)
    audit.record("barrier.put_on_agenda", barrier, by=by, at=at, circle_id=circle_id)
    return made


def escalate(barrier: Barrier, *, by: Person | None, at: datetime) -> None:
    """Put a barrier before leadership: the next digest that may name it asks for a directive.

    `by` is None if it is put there because it is old. Raises NotNow if it is resolved or was put there before.
    """
    _require_open(barrier)
    if barrier.escalated_at:
        raise NotNow(_l("It was put before leadership already"))
    barrier.escalated_at = at
    audit.record("barrier.escalated", barrier, by=by, at=at)


def direct(barrier: Barrier, forum: Forum, text: str, *, by: Person, at: datetime) -> Directive:
    """Give a forum a directive of leadership about a barrier; it is answered like every other directive.

    Raises NotNow if the barrier is resolved, if a directive was given about it, or if the forum is archived.
    """
    queries.lock(barrier)
    _require_open(barrier)
    if barrier.directive_id:
        raise NotNow(_l("Leadership gave a directive about it already"))
    directive = give(forum, text, session=None, answer_due=usual_answer_day(at), by=by, at=at)
    barrier.directive_id = directive.id
    barrier.escalated_at = barrier.escalated_at or at
    audit.record("barrier.directed", barrier, by=by, at=at, circle_id=queries.filed_under(barrier, forum.circle_id))
    return directive


def resolve(
    barrier: Barrier, *, how: str, decision: Decision | None, version: str | None, by: Person, at: datetime
) -> None:
    """Record how a barrier was resolved. Raises Conflict if `version` is stale, NotNow if it is resolved."""
    require_version(barrier, version)
    _require_open(barrier)
    barrier.resolved_on, barrier.resolution, barrier.resolved_by_id = local_date(at), how, by.id
    barrier.decision_id = decision.id if decision else None
    audit.record("barrier.resolved", barrier, by=by, at=at, reason=how)


def reopen(barrier: Barrier, *, reason: str, by: Person, at: datetime) -> None:
    """Open a barrier again, because it still hinders; its owner and leadership are asked anew.

    Raises NotNow unless it is resolved.
    """
    if barrier.resolved_on is None:
        raise NotNow(_l("It is open"))
    barrier.resolved_on, barrier.resolution, barrier.resolved_by_id, barrier.decision_id = None, "", None, None
    barrier.directive_id, barrier.escalated_at, barrier.head_told_at = None, None, None
    audit.record("barrier.reopened", barrier, by=by, at=at, reason=reason)


def _require_open(barrier: Barrier) -> None:
    if barrier.resolved_on:
        raise NotNow(_l("This barrier is resolved. Reopen it first"))


def _require_past(day: date, at: datetime) -> None:
    if day > local_date(at):
        raise RuleViolation(_l("This day is still to come. Choose today or earlier"), field="since")
