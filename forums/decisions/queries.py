"""Queries for decisions; access is checked in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, lazyload

from app.accounts.models import Person
from app.circles.models import Circle, Classification, Seat
from app.database import alphabetical, db
from app.organisations.models import Organisation
from app.search.trigrams import listed_by
from commitments.registry.models import Commitment
from commitments.registry.rules import OPEN, Delivery, Visibility
from forums.attendance.queries import NamedSeat, seats_that_came
from forums.decisions.models import Decision, DecisionVote, decision_commitments
from forums.decisions.rows import TAKEN, CarriedOut, NamedDecision, Origin, Supersession, TakenDecision, VoteRow
from forums.decisions.rules import FollowUp, Taken, may_supersede
from forums.minutes.queries import decided_for
from forums.redaction.queries import withheld_decisions
from forums.scheduling.models import DecisionRule, Forum, Session
from forums.scheduling.queries import readable_forums

LATEST = "-date"
MOST_OFFERED = 300
"""How many earlier decisions are offered as superseded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of the register, from the URL."""

    text: str = ""
    forum_id: UUID | None = None
    how: DecisionRule | None = None
    year: int | None = None
    follow_up: FollowUp | None = None
    without_quorum: bool = False
    superseded: bool = False
    order: str = LATEST

    @property
    def codes(self) -> str:
        """The prefix of the codes of the year's decisions."""
        return f"KEP-{self.year}-"


class ShortDecision(NamedTuple):
    """A decision, with the code and the responsible organisation of each of its commitments."""

    id: UUID
    code: str
    text: str
    commitments: tuple[tuple[str, str], ...]


def of_session(session_id: UUID) -> list[TakenDecision]:
    """Return a session's decisions in the order they were taken, with their commitments and the votes of parties.

    It takes one query, or two if a decision was taken by vote.
    """
    own = len(TAKEN)
    decisions = [
        TakenDecision._make((*decision, tuple(CarriedOut._make(row[own:]) for row in rows if row[own]), ()))
        for decision, rows in groupby(db.session.execute(_of_session(session_id)).all(), key=lambda row: row[:own])
    ]
    if all(one.how is not DecisionRule.VOTE for one in decisions):
        return decisions
    votes = votes_on(Decision.session_id == session_id)
    return [one._replace(votes=tuple(votes[one.id])) for one in decisions]


def votes_on(wanted: ColumnElement[bool]) -> Mapping[UUID, list[VoteRow]]:
    """Return the votes of parties on the decisions that match a condition, by decision, in the order of the seats."""
    shown: tuple[Any, ...] = (Organisation.name, Seat.sector, DecisionVote.choice, DecisionVote.dissent)
    query = select(DecisionVote.decision_id, *shown).join(Decision, Decision.id == DecisionVote.decision_id)
    query = query.join(DecisionVote.seat).join(Organisation, Organisation.id == Seat.organisation_id)
    query = query.where(wanted).order_by(Seat.position, Seat.id)
    found: Mapping[UUID, list[VoteRow]] = defaultdict(list)
    for decision_id, *values in db.session.execute(query):
        found[decision_id].append(VoteRow._make(values))
    return found


def _of_session(session_id: UUID) -> Select[Any]:
    responsible, verifier = aliased(Organisation), aliased(Organisation)
    commitment: tuple[Any, ...] = (Commitment.id, Commitment.code, Commitment.title, Commitment.criteria)
    parties = (responsible.name, responsible.label.label("short"), Person.name, verifier.name)
    query = select(*TAKEN, *commitment, *parties, Commitment.first_due, Commitment.current_due, Commitment.delivery)
    query = query.select_from(Decision)
    query = query.outerjoin(decision_commitments, decision_commitments.c.decision_id == Decision.id)
    query = query.outerjoin(Commitment, Commitment.id == decision_commitments.c.commitment_id)
    query = query.outerjoin(responsible, responsible.id == Commitment.responsible_id)
    query = query.outerjoin(verifier, verifier.id == Commitment.verifier_id)
    query = query.outerjoin(Person, Person.id == Commitment.responsible_person_id)
    return query.where(Decision.session_id == session_id).order_by(Decision.decided_at, Decision.code, Commitment.code)


def in_short(session_id: UUID, *, public: bool = False) -> list[ShortDecision]:
    """Return a session's decisions for an overview; if `public`, without withheld ones, and public commitments only."""
    rows = db.session.execute(_in_short(session_id, public=public)).all()
    return [
        ShortDecision(
            key, code, text, tuple((commitment[3], commitment[4]) for commitment in commitments if commitment[3])
        )
        for (key, code, text), commitments in groupby(rows, key=lambda row: row[:3])
    ]


def _in_short(session_id: UUID, *, public: bool) -> Select[Any]:
    shown: tuple[Any, ...] = (Decision.id, Decision.code, Decision.text, Commitment.code, Organisation.label)
    condition = Commitment.id == decision_commitments.c.commitment_id
    condition = and_(condition, Commitment.visibility == Visibility.PUBLIC) if public else condition
    query = select(*shown).select_from(Decision)
    query = query.outerjoin(decision_commitments, decision_commitments.c.decision_id == Decision.id)
    query = query.outerjoin(Commitment, condition)
    query = query.outerjoin(Organisation, Organisation.id == Commitment.responsible_id)
    query = query.where(Decision.id.not_in(withheld_decisions())) if public else query
    return query.where(Decision.session_id == session_id).order_by(Decision.decided_at, Decision.code, Commitment.code)


def decision_for_detail(decision_id: UUID) -> Decision | None:
    """Return a decision with its session, item, recorder, and commitments with their responsible organisations."""
    return db.session.scalars(_decision(decision_id)).unique().one_or_none()


def _decision(decision_id: UUID) -> Select[Decision]:
    commitments = contains_eager(Decision.commitments).options(
        joinedload(Commitment.responsible, innerjoin=False),
        lazyload(Commitment.verifier),
        lazyload(Commitment.circle),
    )
    votes = contains_eager(Decision.votes).contains_eager(DecisionVote.seat).contains_eager(Seat.organisation)
    return (  # separate joins, as SQLite would read all commitments for a nested join
        select(Decision)
        .outerjoin(DecisionVote, DecisionVote.decision_id == Decision.id)
        .outerjoin(Seat, Seat.id == DecisionVote.seat_id)
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .outerjoin(decision_commitments, decision_commitments.c.decision_id == Decision.id)
        .outerjoin(Commitment, Commitment.id == decision_commitments.c.commitment_id)
        .where(Decision.id == decision_id)
        .options(commitments, votes, joinedload(Decision.forum), joinedload(Decision.agenda_item))
        .options(joinedload(Decision.session).lazyload(Session.forum))
        .options(joinedload(Decision.recorded_by).lazyload(Person.organisation))
        .order_by(Commitment.code)
    )


def readable(person: Person, today: date, decision: Any = Decision) -> ColumnElement[bool]:
    """Return the condition that `person` may read a decision; the policy `read_decision` in SQL.

    `decision` is the table or an alias.
    """
    # A scalar subquery is evaluated row by row from the latest on; a join would read all rows.
    session = aliased(Session)
    in_session = (
        select(decided_for(session, decision.id, person, today))
        .select_from(session)
        .where(session.id == decision.session_id)
    )
    return or_(in_session.correlate(decision).scalar_subquery(), _between_sessions(person, today, decision))


def _between_sessions(person: Person, today: date, decision: Any) -> ColumnElement[bool]:
    """Return the condition that a decision was taken between the sessions of a forum that `person` may read."""
    forums = select(Forum.id).where(readable_forums(person, today)).correlate(None)
    return and_(decision.session_id.is_(None), decision.forum_id.in_(forums))


def voting_seats(decision: Decision) -> list[NamedSeat]:
    """Return the seats that came to the session of a decision, in order, and those whose vote on it is recorded."""
    came = seats_that_came(decision.require_session())
    voted = [NamedSeat(vote.seat_id, vote.seat.organisation.name) for vote in decision.votes_in_order]
    return list(dict.fromkeys([*came, *voted]))


def seats(ids: Iterable[UUID]) -> Mapping[UUID, Seat]:
    """Return seats by id."""
    return {seat.id: seat for seat in db.session.scalars(select(Seat).where(Seat.id.in_(list(ids))))}


def found(person: Person, filters: Filters, today: date) -> Select[Decision]:
    """Return the query for the decisions that `person` may read and that match `filters`, latest first."""
    query = select(Decision).where(readable(person, today))
    if filters.text:
        query = query.where(listed_by(filters.text, Decision.code, Decision.text))
    if filters.forum_id:
        query = query.where(Decision.forum_id == filters.forum_id)
    if filters.how:
        query = query.where(Decision.how == filters.how)
    if filters.year:
        query = query.where(Decision.code.startswith(filters.codes))
    if filters.follow_up:
        query = query.where(follow_up() == filters.follow_up.value)
    if filters.without_quorum:
        query = query.where(Decision.quorum_met.is_(False))
    if filters.superseded:
        query = query.where(Decision.superseded_by_id.is_not(None), superseding(person, today).exists())
    return query.order_by(*_ordered(filters.order))


def _ordered(order: str) -> list[Any]:
    """Return the expressions to sort by; decisions that are equal are sorted from the latest on."""
    key = ORDERS[order.removeprefix("-")]()
    return [key.desc() if order.startswith("-") else key.asc(), Decision.decided_at.desc(), Decision.code.desc()]


def follow_up() -> ColumnElement[str]:
    """Return the value of a decision's FollowUp."""
    linked = exists().where(decision_commitments.c.decision_id == Decision.id)
    linked = linked.where(Commitment.id == decision_commitments.c.commitment_id).correlate(Decision)
    counts = linked.where(Commitment.delivery.not_in((Delivery.DECLINED, Delivery.CANCELLED)))
    is_open = linked.where(Commitment.delivery.in_(OPEN))
    return case((is_open, FollowUp.OPEN.value), (counts, FollowUp.DONE.value), else_=FollowUp.NONE.value)


def _progress() -> ColumnElement[int]:
    places = {FollowUp.NONE.value: 0, FollowUp.OPEN.value: 1, FollowUp.DONE.value: 2}
    return case(places, value=follow_up())


def _forum_name() -> ColumnElement[str]:
    name = select(alphabetical(Forum.name)).where(Forum.id == Decision.forum_id)
    return name.correlate(Decision).scalar_subquery()


ORDERS: Mapping[str, Callable[[], Any]] = {
    "date": lambda: Decision.decided_at,
    "code": lambda: Decision.code,
    "forum": _forum_name,
    "follow-up": _progress,
}
"""The columns by which the register can be sorted, descending with a minus sign."""


def superseding(person: Person, today: date) -> Select[str]:
    """Select the code of the decision that supersedes a decision, if `person` may read it."""
    later = aliased(Decision)
    query = select(later.code).where(later.id == Decision.superseded_by_id, readable(person, today, later))
    return query.correlate(Decision)


def supersession(decision: Decision, person: Person, today: date) -> Supersession:
    """Return what supersedes a decision and what it supersedes, as far as `person` may read it, in one query."""
    return supersessions([decision], person, today)[decision.id]


def supersessions(decisions: Collection[Decision], person: Person, today: date) -> Mapping[UUID, Supersession]:
    """Return the `supersession` of each decision by its id, in one query."""
    later = [one.superseded_by_id for one in decisions if one.superseded_by_id]
    related = or_(Decision.id.in_(later), Decision.superseded_by_id.in_([one.id for one in decisions]))
    query = select(Decision.superseded_by_id, Decision.id, Decision.code, Decision.text)
    named: dict[UUID, NamedDecision] = {}
    earlier: Mapping[UUID, list[NamedDecision]] = defaultdict(list)
    for superseded_by_id, *values in db.session.execute(
        query.where(related, readable(person, today)).order_by(Decision.code)
    ):
        found = NamedDecision._make(values)
        named[found.id] = found
        if superseded_by_id:
            earlier[superseded_by_id].append(found)
    return {
        one.id: Supersession(named.get(one.superseded_by_id) if one.superseded_by_id else None, earlier[one.id])
        for one in decisions
    }


def supersedable(decision: Decision, person: Person, today: date) -> Sequence[Decision]:
    """Return the earlier decisions of the forum that `person` may read and that no other decision supersedes."""
    query = select(Decision).where(readable(person, today), Decision.forum_id == decision.forum_id)
    free = Decision.superseded_by_id.is_(None) | (Decision.superseded_by_id == decision.id)
    query = query.where(free, Decision.id != decision.id, Decision.decided_at <= decision.decided_at)
    query = query.order_by(Decision.decided_at.desc(), Decision.code.desc()).limit(MOST_OFFERED)
    taken = taken_of(decision)
    return [one for one in db.session.scalars(query) if may_supersede(taken, taken_of(one))]


def taken_of(decision: Decision) -> Taken:
    """Return what decides whether a decision can supersede another."""
    return Taken(decision.forum_id, decision.decided_at, decision.code)


def origin_of(commitment_id: UUID, person: Person, today: date) -> Origin | None:
    """Return the decision that a commitment implements, with what `person` may read of it.

    Also None if the person may not know that the forum exists.
    """
    found = db.session.execute(_origin_of(commitment_id, person, today)).all()
    origin = Origin._make(found[0]) if found else None
    hidden = origin and not origin.is_readable and origin.classification is Classification.SECRET
    return None if hidden else origin


def _origin_of(commitment_id: UUID, person: Person, today: date) -> Select[*tuple[Any, ...]]:
    of_session = (Session.id.label("session"), Session.number, Session.title, Session.series_id)
    shown = (Decision.id, Decision.code, Decision.text, *of_session, Forum.slug, Forum.name)
    own = (readable_forums(person, today), readable(person, today), Circle.classification)
    query = select(*shown, *own).select_from(Decision).outerjoin(Decision.session)
    query = query.join(Decision.forum).join(Forum.circle)
    query = query.join(decision_commitments, decision_commitments.c.decision_id == Decision.id)
    return query.where(decision_commitments.c.commitment_id == commitment_id)
