"""Queries of clauses, obligations, rights, and the commitments that follow from obligations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from agreements.amendments.models import Addendum
from agreements.amendments.rules import AmendmentState
from agreements.clauses.models import Clause, ClauseVersion, Obligation, Right, obligation_commitments
from agreements.clauses.rows import ClauseRow, DutyRow, ObligationStatus, RightRow, in_force
from agreements.clauses.rules import AHEAD, fell_due, fulfilment
from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.queries import PUBLISHED, readable_whole, with_agreement
from app.accounts.models import Person
from app.database import db
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to
from commitments.registry.rules import SOON, CommitmentFacts, Delivery, Verification

NEWEST: Any = (
    select(func.max(ClauseVersion.version))
    .where(ClauseVersion.clause_id == Clause.id)
    .correlate(Clause)
    .scalar_subquery()
)
CLAUSE: tuple[Any, ...] = (Clause.id, Clause.number, Clause.heading, Clause.text, Clause.removed_on, NEWEST)
DUTY: tuple[Any, ...] = (
    Obligation.id,
    Obligation.debtor_id,
    Obligation.text,
    Obligation.frequency,
    Obligation.first_due,
    Obligation.next_due,
    Obligation.ended_on,
)
FACTS = ("delivery", "first_due", "current_due", "progress", "accepted_on", "met_on")


def clauses_of(agreement_id: UUID) -> Sequence[Clause]:
    """Return the clauses of an agreement, in order."""
    query = select(Clause).where(Clause.agreement_id == agreement_id, Clause.removed_on.is_(None))
    query = query.order_by(Clause.position, Clause.id)
    return db.session.scalars(query).all()


def whole_clauses(agreement_id: UUID) -> Sequence[Clause]:
    """Return the clauses of an agreement with their obligations, in order, in one statement."""
    query = select(Clause).where(Clause.agreement_id == agreement_id, Clause.removed_on.is_(None))
    query = query.options(joinedload(Clause.obligations.and_(Obligation.ended_on.is_(None))))
    return db.session.scalars(query.order_by(Clause.position, Clause.id)).unique().all()


def text_of(agreement: Agreement, *, with_ended: bool = False) -> list[ClauseRow]:
    """Return the clauses of an agreement with their obligations as rows, in order, in one statement.

    `with_ended` adds the clauses and obligations that amendments removed, ended or replaced.
    """
    sides = {one.id: (one.seat.sector, one.seat.organisation.name) for one in agreement.parties}
    clauses: dict[UUID, tuple[str, str, str, date | None, int | None]] = {}
    duties: dict[UUID, list[DutyRow]] = defaultdict(list)
    for clause_id, number, heading, text, removed_on, version, *duty in db.session.execute(
        _text_of(agreement.id)
    ).all():
        clauses[clause_id] = (number, heading, text, removed_on, version)
        obligation_id, debtor_id, *owed = duty
        if obligation_id:
            duties[clause_id].append(DutyRow(obligation_id, debtor_id, *sides[debtor_id], *owed))
    rows = [
        ClauseRow(key, number, heading, text, tuple(duties.get(key, ())), removed_on, version)
        for key, (number, heading, text, removed_on, version) in clauses.items()
    ]
    return rows if with_ended else in_force(rows)


def _text_of(agreement_id: UUID) -> Select[*tuple[Any, ...]]:
    query = select(*CLAUSE, *DUTY).outerjoin(Clause.obligations).where(Clause.agreement_id == agreement_id)
    return query.order_by(Clause.position, Clause.id, Obligation.position)


def obligations_of(clause_id: UUID) -> Sequence[Obligation]:
    """Return the obligations of a clause, in order."""
    query = select(Obligation).where(Obligation.clause_id == clause_id, Obligation.ended_on.is_(None))
    query = query.order_by(Obligation.position, Obligation.id)
    return db.session.scalars(query).all()


def obligations_in(agreement_id: UUID) -> Sequence[Obligation]:
    """Return the obligations of an agreement with debtor and verifier, in the order of the text."""
    return db.session.scalars(_obligations_in(agreement_id)).all()


def _obligations_in(agreement_id: UUID) -> Select[Obligation]:
    return (
        select(Obligation)
        .join(Obligation.clause)
        .where(Clause.agreement_id == agreement_id, Obligation.ended_on.is_(None))
        .options(joinedload(Obligation.debtor), joinedload(Obligation.verifier))
        .order_by(Clause.position, Obligation.position, Obligation.id)
    )


def rights_of(clause_id: UUID) -> Sequence[Right]:
    """Return the rights of a clause."""
    query = select(Right).where(Right.clause_id == clause_id, Right.ended_on.is_(None))
    return db.session.scalars(query.order_by(Right.id)).all()


def rights_in(agreement_id: UUID) -> list[RightRow]:
    """Return the rights of an agreement, ordered by clause."""
    return list(map(RightRow._make, db.session.execute(_rights_in(agreement_id)).all()))


def _rights_in(agreement_id: UUID) -> Select[*tuple[Any, ...]]:
    shown = (Right.id, Right.holder_id, Right.text, Clause.id, Clause.number, Clause.heading)
    query = select(*shown).join(Right.clause).where(Clause.agreement_id == agreement_id, Right.ended_on.is_(None))
    return query.order_by(Clause.position, Right.text, Right.id)


def rights_held(agreement_id: UUID) -> dict[UUID, int]:
    """Return the number of rights of each party, by party id; parties without rights are left out."""
    return {row[0]: row[1] for row in db.session.execute(_rights_held(agreement_id)).all()}


def _rights_held(agreement_id: UUID) -> Select[*tuple[Any, ...]]:
    query = select(Right.holder_id, func.count()).join(Right.clause)
    query = query.where(Clause.agreement_id == agreement_id, Right.ended_on.is_(None))
    return query.group_by(Right.holder_id)


def commitments_in(agreement_id: UUID, person: Person, today: date) -> dict[UUID, list[ObligationStatus]]:
    """Return the fulfilment of the commitments that `person` may read, by obligation id, earliest first."""
    found: dict[UUID, list[ObligationStatus]] = defaultdict(list)
    for obligation_id, key, code, verification, *values in db.session.execute(
        _commitments_in(agreement_id, person, today)
    ).all():
        facts = CommitmentFacts(**dict(zip(FACTS, values, strict=True)))
        found[obligation_id].append(_status(key, code, facts, verification, today))
    return found


def _status(key: UUID, code: str, facts: CommitmentFacts, verification: Verification, today: date) -> ObligationStatus:
    found, due = fulfilment(facts, verification, today), facts.current_due
    counts = fell_due(facts, found, today)
    return ObligationStatus(key, code, facts.first_due, due, found, soon=(due - today).days <= SOON, counts=counts)


def _commitments_in(agreement_id: UUID, person: Person, today: date) -> Select[*tuple[Any, ...]]:
    facts = (getattr(Commitment, name) for name in FACTS)
    return (
        select(obligation_commitments.c.obligation_id, Commitment.id, Commitment.code, Commitment.verification, *facts)
        .join(Commitment, Commitment.id == obligation_commitments.c.commitment_id)
        .join(Obligation, Obligation.id == obligation_commitments.c.obligation_id)
        .join(Clause, Clause.id == Obligation.clause_id)
        .where(Clause.agreement_id == agreement_id, visible_to(person, today))
        .order_by(Commitment.first_due, Commitment.code)
    )


def commitments_of(obligation_ids: Sequence[UUID], person: Person, today: date) -> dict[UUID, list[Commitment]]:
    """Return the commitments of these obligations that `person` may read, by obligation id, earliest first."""
    made = obligation_commitments.c
    query = select(made.obligation_id, Commitment).join(Commitment, Commitment.id == made.commitment_id)
    query = query.where(made.obligation_id.in_(obligation_ids), visible_to(person, today))
    found: dict[UUID, list[Commitment]] = defaultdict(list)
    for obligation_id, commitment in db.session.execute(query.order_by(Commitment.first_due, Commitment.code)):
        found[obligation_id].append(commitment)
    return found


def has_commitments(obligation_id: UUID) -> bool:
    """Return whether any commitment follows from an obligation."""
    made = obligation_commitments.c.obligation_id
    return db.session.scalar(select(made).where(made == obligation_id).limit(1)) is not None


class Origin(NamedTuple):
    """The origin of a commitment: agreement, clause (id and number), and the position of the obligation in it."""

    agreement_id: UUID
    kind: AgreementKind
    title: str
    clause_id: UUID
    clause: str
    obligation: int


def origin_of(commitment_id: UUID, person: Person, today: date) -> Origin | None:
    """Return the origin of a commitment if `person` may read all of its agreement, else None."""
    found = db.session.execute(_origin_of(commitment_id, person, today)).all()
    return Origin(*found[0]) if found else None


def _origin_of(commitment_id: UUID, person: Person, today: date) -> Select[*tuple[Any, ...]]:
    shown = (Agreement.id, Agreement.kind, Agreement.title, Clause.id, Clause.number, Obligation.position)
    return (
        select(*shown)
        .select_from(Agreement)
        .join(Clause, Clause.agreement_id == Agreement.id)
        .join(Obligation, Obligation.clause_id == Clause.id)
        .join(obligation_commitments, obligation_commitments.c.obligation_id == Obligation.id)
        .where(obligation_commitments.c.commitment_id == commitment_id, readable_whole(person, today))
    )


def periods_with_commitments(agreement_id: UUID) -> dict[UUID, set[date]]:
    """Return the periods of each obligation of an agreement that have a commitment, by obligation id.

    Commitments that an amendment superseded or ended do not count: their periods are free again.
    """
    made = obligation_commitments.c
    query = (
        select(made.obligation_id, made.period)
        .join(Commitment, Commitment.id == made.commitment_id)
        .join(Obligation, Obligation.id == made.obligation_id)
        .join(Clause, Clause.id == Obligation.clause_id)
        .where(
            Clause.agreement_id == agreement_id, Commitment.delivery.not_in((Delivery.SUPERSEDED, Delivery.CANCELLED))
        )
    )
    found: dict[UUID, set[date]] = defaultdict(set)
    for obligation_id, period in db.session.execute(query):
        found[obligation_id].add(period)
    return found


def is_amended(agreement_id: UUID) -> bool:
    """Return whether an agreement has an amendment that was not withdrawn."""
    found = select(Addendum.id).where(Addendum.agreement_id == agreement_id, Addendum.state != AmendmentState.WITHDRAWN)
    return db.session.scalar(found.limit(1)) is not None


def amendments_of(agreement_id: UUID) -> dict[UUID, int]:
    """Return the numbers of the amendments of an agreement by id."""
    query = select(Addendum.id, Addendum.number).where(Addendum.agreement_id == agreement_id)
    return dict(db.session.execute(query).all())


def versions_of(clause_id: UUID) -> Sequence[ClauseVersion]:
    """Return the versions of a clause with their authors, the first one first."""
    query = select(ClauseVersion).where(ClauseVersion.clause_id == clause_id)
    query = query.options(joinedload(ClauseVersion.by)).order_by(ClauseVersion.version)
    return db.session.scalars(query).all()


def due_ahead(today: date) -> Sequence[Obligation]:
    """Return the obligations with a due date up to `AHEAD` days from today that has no commitment yet.

    Agreements that have ended are included: they may have such due dates up to their last day.
    """
    query = (
        select(Obligation)
        .join(Obligation.clause)
        .join(Clause.agreement)
        .where(Agreement.stage.in_(PUBLISHED), Obligation.next_due <= today + timedelta(days=AHEAD))
        .options(
            joinedload(Obligation.debtor),
            joinedload(Obligation.verifier),
            joinedload(Obligation.clause).joinedload(Clause.agreement),
        )
        .order_by(Obligation.next_due, Obligation.id)
    )
    return db.session.scalars(query).all()


def clause_with_agreement(clause_id: UUID) -> Clause | None:
    """Return a clause with its agreement and parties, or None."""
    clause = db.session.get(Clause, clause_id)
    return with_agreement(clause, clause.agreement_id) if clause else None


def obligation_with_agreement(obligation_id: UUID) -> Obligation | None:
    """Return an obligation with its clause, agreement and parties, or None."""
    obligation = db.session.get(Obligation, obligation_id, options=[joinedload(Obligation.clause)])
    return obligation if obligation and with_agreement(obligation.clause, obligation.clause.agreement_id) else None


def right_with_agreement(right_id: UUID) -> Right | None:
    """Return a right with its clause, agreement and parties, or None."""
    right = db.session.get(Right, right_id, options=[joinedload(Right.clause)])
    return right if right and with_agreement(right.clause, right.clause.agreement_id) else None
