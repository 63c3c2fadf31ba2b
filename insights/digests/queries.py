"""Queries of digests and of the data in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true

from agreements.clauses.models import Clause, Obligation
from agreements.registry.models import Agreement
from agreements.registry.queries import readable_whole
from agreements.registry.rules import Stage
from app.accounts.models import HOLDS_A_ROLE, Person
from app.circles.models import Circle, Classification, NamedPerson, Seat
from app.circles.queries import circles_naming, circles_of, readable_by_role
from app.clock import today
from app.database import alphabetical, db
from app.organisations.models import Contact, Organisation
from commitments.registry.models import Commitment
from commitments.reminders.models import Reminder
from commitments.reminders.rules import Step
from forums.history.queries import existed_at
from forums.minutes.models import Minutes
from forums.scheduling.models import Forum, Session, SessionState
from forums.scheduling.queries import readable_forums
from insights.digests.models import Digest, DigestKind, DigestState, Snapshot
from insights.digests.rules import SUBJECTS
from insights.digests.scope import AGREEMENT, About

PAGE = 25
UP_TO_INTERNAL = frozenset({Classification.PUBLIC, Classification.INTERNAL})
"""Classifications that leadership may read."""
OPENNESS = (Classification.PUBLIC, Classification.INTERNAL, Classification.RESTRICTED, Classification.SECRET)


def readable_circles(classification: Classification, about: About, *, without: Collection[UUID] = ()) -> Select[UUID]:
    """Select the ids of the circles that a digest of `classification` may cover.

    Of a forum or an agreement that is its own circle; of an organisation, those in which it holds a seat today.
    """
    levels = OPENNESS[: OPENNESS.index(classification) + 1]
    query = select(Circle.id).where(Circle.classification.in_(levels), Circle.id.not_in(without))
    if isinstance(about, Organisation):
        return query.where(Circle.id.in_(circles_of(about.id, today())))
    return query.where(Circle.id == about.circle_id) if about else query


MOST = 500
"""Maximum number of forums, of agreements and of organisations among the choices of what a digest covers."""


def forum_choices(person: Person, on: date) -> list[tuple[str, str]]:
    """Return (slug, name) of the active forums that `person` may read, by name."""
    query = select(Forum.slug, Forum.name).where(readable_forums(person, on), Forum.archived_at.is_(None))
    return [(row.slug, row.name) for row in db.session.execute(query.order_by(alphabetical(Forum.name)).limit(MOST))]


def agreement_choices(person: Person, on: date) -> list[tuple[UUID, str]]:
    """Return (id, title) of the signed agreements that `person` may read in full, by title."""
    query = select(Agreement.id, Agreement.title).where(readable_whole(person, on), Agreement.stage == Stage.SIGNED)
    found = db.session.execute(query.order_by(alphabetical(Agreement.title), Agreement.id).limit(MOST))
    return [(row.id, row.title) for row in found]


def organisation_choices() -> list[tuple[UUID, str]]:
    """Return (id, name) of the active organisations that are responsible for a commitment, by name."""
    responsible = select(Commitment.responsible_id).distinct()
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(responsible))
    query = query.where(Organisation.archived_at.is_(None)).order_by(alphabetical(Organisation.name)).limit(MOST)
    return [(row.id, row.name) for row in db.session.execute(query)]


def seats_of(organisation_id: UUID) -> set[UUID]:
    """Return the ids of all seats that an organisation holds or held."""
    return set(db.session.scalars(select(Seat.id).where(Seat.organisation_id == organisation_id)))


def first_session(*conditions: ColumnElement[bool]) -> Select[datetime | None]:
    """Select the start of the first session that meets `conditions` and was not cancelled or merged."""
    query = select(func.min(Session.starts_at)).join(Session.forum)
    return query.where(Session.state.in_((SessionState.PLANNED, SessionState.HELD)), *conditions)


def first_commitment(*conditions: ColumnElement[bool]) -> Select[datetime | None]:
    """Select when the first commitment that meets `conditions` was proposed."""
    return select(func.min(Commitment.proposed_at)).where(*conditions)


def firsts_at(moment: datetime, circles: Select[UUID], about: About) -> tuple[datetime | None, datetime | None]:
    """Return the start of the first session, and the proposal of the first commitment, recorded by `moment`."""
    session = first_session(Forum.circle_id.in_(circles), existed_at(moment))
    own: ColumnElement[bool] = Commitment.circle_id.in_(circles)
    if isinstance(about, Organisation):
        own = Commitment.responsible_id == about.id
    commitment = first_commitment(own, Commitment.proposed_at <= moment)
    row = db.session.execute(select(session.scalar_subquery(), commitment.scalar_subquery())).one()
    return row[0], row[1]


def met_between(circles: Select[UUID], since: date, until: date, moment: datetime) -> Sequence[Commitment]:
    """Return the commitments met by a submission in the period and closed by `moment`, by code."""
    query = select(Commitment).where(Commitment.circle_id.in_(circles), Commitment.met_on.between(since, until))
    query = query.where(or_(Commitment.ended_at.is_(None), Commitment.ended_at <= moment))
    return db.session.scalars(query.order_by(Commitment.code)).all()


def escalated_between(circles: Select[UUID], since: datetime, until: datetime) -> set[tuple[UUID, date]]:
    """Return the commitments that reminders escalated to leadership between two instants, with their due dates."""
    query = (
        select(Reminder.commitment_id, Reminder.due)
        .join(Commitment, Commitment.id == Reminder.commitment_id)
        .where(Reminder.step == Step.MONTH_AFTER, Reminder.silent.is_(False), Reminder.taken_at.between(since, until))
    )
    return {(row.commitment_id, row.due) for row in db.session.execute(query.where(Commitment.circle_id.in_(circles)))}


def obliged(agreement_ids: Iterable[UUID], moment: datetime) -> dict[UUID, list[Commitment]]:
    """Return the commitments proposed by `moment` that follow from agreements, by agreement id."""
    query = (
        select(Clause.agreement_id, Commitment)
        .join(Obligation, Obligation.clause_id == Clause.id)
        .join(Obligation.commitments)
        .where(Clause.agreement_id.in_(list(agreement_ids)), Commitment.proposed_at <= moment)
        .order_by(Commitment.code)
    )
    found: dict[UUID, list[Commitment]] = defaultdict(list)
    for agreement_id, commitment in db.session.execute(query):
        found[agreement_id].append(commitment)
    return found


def circulation(circles: Select[UUID], since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """Return (end of the session, circulation of its first minutes) for minutes circulated between two instants."""
    query = (
        select(Session.ends_at, Minutes.circulated_at)
        .join(Session, Session.id == Minutes.session_id)
        .join(Forum, Forum.id == Session.forum_id)
        .where(Forum.circle_id.in_(circles), Minutes.version == 1, Minutes.circulated_at.between(since, until))
    )
    return [(ended, sent) for ended, sent in db.session.execute(query) if sent]


def snapshot_of(kind: DigestKind, period: str, scope: str) -> Snapshot | None:
    """Return the snapshot of a period, or None."""
    query = select(Snapshot).where(Snapshot.kind == kind, Snapshot.period == period, Snapshot.scope == scope)
    return db.session.scalar(query)


def latest_digest(snapshot_id: UUID) -> Digest | None:
    """Return the newest edition of the digest of a snapshot, or None."""
    query = select(Digest).where(Digest.snapshot_id == snapshot_id).order_by(Digest.revision.desc())
    return db.session.scalars(query.limit(1)).first()


def readable(person: Person, on: date) -> ColumnElement[bool]:
    """Return the condition that `person` may read a digest; it must agree with `policies.read_digest`."""
    secret, restricted = _is(Classification.SECRET), _is(Classification.RESTRICTED)
    named = Digest.circle_id.in_(circles_naming(person.id))
    member = case((secret, named), else_=or_(named, Digest.circle_id.in_(circles_of(person.organisation_id, on))))
    own = and_(member, _told_to(person))
    if person.is_coordinator:
        return or_(~secret, own)
    for_all = and_(Digest.classification == Classification.PUBLIC, ~_is(Classification.INTERNAL))
    of_agreements = select(Snapshot.id).where(Snapshot.scope.startswith(AGREEMENT))
    concerned = or_(Digest.organisation_id == person.organisation_id, and_(Digest.snapshot_id.in_(of_agreements), own))
    opened = case(
        (or_(secret, restricted), own),
        else_=true() if person.is_leadership else func.coalesce(or_(for_all, concerned), false()),
    )
    return and_(Digest.state != DigestState.DRAFT, opened)


def is_told_to(person: Person, digest: Digest) -> bool:
    """Return whether the organisation of `person` belonged to the agreement of a digest when its snapshot was taken.

    Other digests, and snapshots that do not tell it, keep nobody out; nor does any digest keep out those whose role
    read it when it was drafted.
    """
    reading = digest.snapshot.content.get("reading")
    by_role = digest.classification in readable_by_role(person)
    return by_role or reading is None or str(person.organisation_id) in reading


def _told_to(person: Person) -> ColumnElement[bool]:
    """Return the condition that `is_told_to` is true of a digest."""
    reading = Snapshot.content["reading"].as_string()
    told = select(Snapshot.id).where(or_(reading.is_(None), reading.contains(str(person.organisation_id))))
    return or_(Digest.classification.in_(readable_by_role(person)), Digest.snapshot_id.in_(told))


def _is(level: Classification) -> ColumnElement[bool]:
    """Return the condition that a digest, or at present the circle of its forum, has a classification."""
    circles = select(Circle.id).where(Circle.classification == level)
    return or_(Digest.classification == level, func.coalesce(Digest.circle_id.in_(circles), false()))


def found(
    person: Person,
    *,
    kind: DigestKind | None = None,
    period: str | None = None,
    state: DigestState | None = None,
    scope: str | None = None,
    text: str = "",
) -> Select[Digest]:
    """Select the digests that `person` may read, filtered by the arguments given; unordered."""
    query = select(Digest).where(readable(person, today()))
    if kind:
        query = query.where(Digest.snapshot_id.in_(select(Snapshot.id).where(Snapshot.kind == kind)))
    if period:
        query = query.where(Digest.snapshot_id.in_(select(Snapshot.id).where(Snapshot.period == period)))
    if state:
        query = query.where(Digest.state == state)
    if scope is not None:
        query = query.where(Digest.snapshot_id.in_(select(Snapshot.id).where(Snapshot.scope == scope)))
    if text:
        query = query.where(or_(*(one.icontains(text, autoescape=True) for one in (Digest.code, Digest.lead))))
    return query


def has_nothing_to_report() -> ColumnElement[bool]:
    """Return the condition that a snapshot is empty; it is equivalent to `Snapshot.is_empty`."""
    lengths = [func.coalesce(func.json_array_length(Snapshot.content[name]), 0) for name in SUBJECTS]
    return and_(*(length == 0 for length in lengths))


class DigestRow(NamedTuple):
    """A digest in a list; `as_of` is an instant in ISO 8601, `scope` a name, `questions` their number."""

    id: UUID
    code: str
    state: DigestState
    language: str
    kind: DigestKind
    period: str
    as_of: str
    scope: str
    questions: int
    is_empty: bool


def listed(person: Person, *, number: int) -> list[DigestRow]:
    """Return a page (from 1) of the digests that `person` may read, newest first, and one more row if there is any."""
    # columns only: snapshots are large, so their content is not loaded
    told = [Snapshot.content[name].as_string() for name in ("as_of", "scope")]
    of_snapshot = (Snapshot.kind, Snapshot.period, *told)
    questions = func.json_array_length(Digest.asks)
    query = found(person).join(Digest.snapshot).order_by(Digest.created_at.desc(), Digest.id)
    query = query.limit(PAGE + 1).offset((number - 1) * PAGE)
    query = query.with_only_columns(
        Digest.id, Digest.code, Digest.state, Digest.language, *of_snapshot, questions, has_nothing_to_report()
    )
    return [DigestRow._make(row) for row in db.session.execute(query).all()]


def earlier_editions(digest: Digest) -> Sequence[Digest]:
    """Return the earlier editions of the same snapshot that are in state released."""
    query = select(Digest).where(
        Digest.snapshot_id == digest.snapshot_id,
        Digest.revision < digest.revision,
        Digest.state == DigestState.RELEASED,
    )
    return db.session.scalars(query).all()


def level_of(digest: Digest) -> Classification:
    """Return the classification of a digest, or the present one of its forum's circle if that is higher."""
    circle = digest.circle
    return max(digest.classification, circle.classification, key=OPENNESS.index) if circle else digest.classification


def is_closed(digest: Digest) -> bool:
    """Return whether a digest is restricted or secret."""
    return level_of(digest) not in UP_TO_INTERNAL


def readers(digest: Digest) -> Sequence[Person]:
    """Return who may receive a digest, with or without an account: leadership, or those named in its closed circle.

    Of an agreement that is not closed, those named in it too; of an organisation, its head and focal points too.
    """
    if is_closed(digest):
        return _reachable(_is_named_in(digest))
    recipients: list[ColumnElement[bool]] = [Person.is_leadership.is_(True)]
    if digest.organisation_id:
        contacts = select(Contact.person_id).where(Contact.organisation_id == digest.organisation_id)
        recipients.append(and_(Person.id.in_(contacts), Person.organisation_id == digest.organisation_id))
    elif is_of_agreement(digest):
        recipients.append(_is_named_in(digest))
    return _reachable(or_(*recipients))


def recipients(digest: Digest) -> Sequence[Person]:
    """Return those of the readers who were chosen when the digest was released."""
    chosen = digest.recipients
    return [person for person in readers(digest) if chosen is None or str(person.id) in chosen]


def previous_recipients(digest: Digest) -> set[UUID] | None:
    """Return the ids of those to whom the edition before was released; None if that is everyone, or there is none."""
    query = select(Digest.recipients).where(Digest.snapshot_id == digest.snapshot_id)
    before = db.session.scalar(query.where(Digest.revision == digest.revision - 1))
    return None if before is None else set(map(UUID, before))


def is_of_agreement(digest: Digest) -> bool:
    """Return whether a digest covers an agreement."""
    return digest.snapshot.scope.startswith(AGREEMENT)


def coordinators(digest: Digest) -> Sequence[Person]:
    """Return the coordinators with an active account who may read a digest, ordered by name."""
    own = [_is_named_in(digest)] if level_of(digest) is Classification.SECRET else []
    return _reachable(HOLDS_A_ROLE, Person.is_coordinator.is_(True), Person.joined_at.is_not(None), *own)


def _is_named_in(digest: Digest) -> ColumnElement[bool]:
    """Return the condition that a person is named in the circle of a digest, and is told what is in it."""
    named = Person.id.in_(select(NamedPerson.person_id).where(NamedPerson.circle_id == digest.circle_id))
    reading = digest.snapshot.content.get("reading")
    if reading is None:
        return named
    told = [Person.organisation_id.in_(map(UUID, reading))]  # or as `is_told_to`, by the role of a person
    if digest.classification is not Classification.SECRET:
        told.append(Person.is_coordinator.is_(True))
    if digest.classification in UP_TO_INTERNAL:
        told.append(Person.is_leadership.is_(True))
    return and_(named, or_(*told))


def _reachable(*conditions: ColumnElement[bool]) -> Sequence[Person]:
    query = select(Person).where(*conditions, Person.email.is_not(None), Person.suspended_at.is_(None))
    return db.session.scalars(query.order_by(alphabetical(Person.name))).all()


def released_and_not_mailed() -> Sequence[UUID]:
    """Return the ids of the released digests that were not mailed yet, in order of release."""
    query = select(Digest.id).where(Digest.state == DigestState.RELEASED, Digest.mailed_at.is_(None))
    return db.session.scalars(query.order_by(Digest.released_at)).all()


def digest_to_send(digest_id: UUID) -> Digest:
    """Return a digest, reloaded and locked, so that two jobs do not both send it."""
    query = select(Digest).where(Digest.id == digest_id).execution_options(populate_existing=True)
    return db.session.scalars(query.with_for_update(of=Digest)).one()
