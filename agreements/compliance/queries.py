"""Queries of compliance: what was owed, rights with their receipts, the chain of an agreement, issued evaluations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from agreements.clauses.models import Clause, Obligation, Right, obligation_commitments
from agreements.clauses.rules import fell_due, fulfilment
from agreements.compliance.models import Evaluation, RightReceipt
from agreements.compliance.rows import Background, HeldRight, Link, PartySide
from agreements.compliance.rules import Owed, outcome_of
from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.queries import PUBLISHED, number_known_to, readable, readable_whole, with_agreement
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from commitments.delivery.models import Act, Evidence, Update
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to
from commitments.registry.rules import CommitmentFacts

FACTS = ("delivery", "first_due", "current_due", "progress", "accepted_on", "met_on")
LONGEST_CHAIN = 10
"""Maximum number of agreements above one, and of those that renew, amend or carry it out, in its chain."""
REASONS = (Act.EXTENSION_ASKED, Act.BLOCKED, Act.RETURNED, Act.PARTIALLY_MET)
"""The acts whose texts say why a commitment became late."""


def sides_of(agreement: Agreement) -> list[PartySide]:
    """Return the parties of a loaded agreement, in the order of the text."""
    return [
        PartySide(
            one.id,
            one.position,
            one.seat.sector,
            one.seat.organisation.name,
            one.seat.organisation.label,
            one.seat.organisation_id,
        )
        for one in agreement.in_order
    ]


def owed_in(agreement_ids: Sequence[UUID], person: Person, today: date) -> list[Owed]:
    """Return what is owed under agreements and what `person` may read, in the order of their texts and due dates."""
    found = []
    for row in db.session.execute(_owed_in(agreement_ids, person, today)).all():
        facts = CommitmentFacts(**dict(zip(FACTS, row[12:], strict=True)))
        status = fulfilment(facts, row.verification, today)
        outcome = outcome_of(status, first_due=facts.first_due, met_on=facts.met_on)
        delivered_on = local_date(row.submitted_at) if row.submitted_at else None
        fell = fell_due(facts, status, today)
        dates = (facts.first_due, facts.current_due, outcome, facts.met_on, delivered_on, fell)
        found.append(Owed._make((*row[:11], *dates)))
    return found


def _owed_in(agreement_ids: Sequence[UUID], person: Person, today: date) -> Select[Any]:
    shown: tuple[Any, ...] = (
        Clause.agreement_id,
        Obligation.id,
        Commitment.id,
        Commitment.code,
        Clause.number,
        Obligation.position,
        Obligation.text,
        Obligation.debtor_id,
        Obligation.verifier_id,
        Obligation.frequency,
        Commitment.verification,
        Commitment.submitted_at,
        *(getattr(Commitment, name) for name in FACTS),
    )
    return (
        select(*shown)
        .join(obligation_commitments, obligation_commitments.c.commitment_id == Commitment.id)
        .join(Obligation, Obligation.id == obligation_commitments.c.obligation_id)
        .join(Clause, Clause.id == Obligation.clause_id)
        .where(Clause.agreement_id.in_(agreement_ids), visible_to(person, today))
        .order_by(Clause.agreement_id, Clause.position, Obligation.position, Commitment.first_due, Commitment.code)
    )


def duties_of(agreement_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return the number of obligations of each party of agreements, by party id; those without any are left out."""
    query = select(Obligation.debtor_id, func.count()).join(Obligation.clause)
    query = query.where(Clause.agreement_id.in_(agreement_ids), Obligation.ended_on.is_(None))
    query = query.group_by(Obligation.debtor_id)
    return {row[0]: row[1] for row in db.session.execute(query).all()}


def rights_of(agreement_ids: Sequence[UUID]) -> list[HeldRight]:
    """Return the rights under agreements with the statement that stands about each, in the order of the clauses."""
    return list(map(HeldRight._make, db.session.execute(_rights_of(agreement_ids)).all()))


def _rights_of(agreement_ids: Sequence[UUID]) -> Select[Any]:
    standing = and_(RightReceipt.right_id == Right.id, RightReceipt.withdrawn_at.is_(None))
    shown: tuple[Any, ...] = (Clause.agreement_id, Right.id, Right.holder_id, Right.text, Clause.number, Clause.heading)
    stated: tuple[Any, ...] = (RightReceipt.id, RightReceipt.received_on, RightReceipt.text, Person.name)
    told: tuple[Any, ...] = (RightReceipt.source, RightReceipt.said_on)
    query = select(*shown, *stated, *told).select_from(Right).join(Right.clause).outerjoin(RightReceipt, standing)
    query = query.outerjoin(Person, Person.id == RightReceipt.stated_by_id)
    query = query.where(Clause.agreement_id.in_(agreement_ids), Right.ended_on.is_(None))
    return query.order_by(Clause.position, Right.text, Right.id)


def receipt_with_agreement(receipt_id: UUID) -> RightReceipt | None:
    """Return a statement with its right, clause, agreement and parties, or None."""
    wanted = joinedload(RightReceipt.right).joinedload(Right.clause)
    receipt = db.session.get(RightReceipt, receipt_id, options=[wanted])
    if receipt is None:
        return None
    clause = receipt.right.clause
    return receipt if with_agreement(clause, clause.agreement_id) else None


def standing_receipt(right_id: UUID) -> RightReceipt | None:
    """Return the statement about a right that stands, or None."""
    query = select(RightReceipt).where(RightReceipt.right_id == right_id, RightReceipt.withdrawn_at.is_(None))
    return db.session.scalar(query)


def recorded_for(party_id: UUID) -> Sequence[RightReceipt]:
    """Return the statements that were recorded on behalf of a party and stand, with their rights, latest first."""
    query = select(RightReceipt).join(RightReceipt.right).options(contains_eager(RightReceipt.right))
    query = query.where(Right.holder_id == party_id, RightReceipt.source.is_not(None))
    query = query.where(RightReceipt.withdrawn_at.is_(None))
    return db.session.scalars(query.order_by(RightReceipt.said_on.desc(), RightReceipt.id)).all()


def chain_of(agreement: Agreement, person: Person, today: date) -> list[Link]:
    """Return the chain of an agreement, from the oldest, as far as `person` may read it.

    It has what the agreement renews or carries out, the agreement itself, and what renews, amends or carries it out.
    """
    found = {row.id: Link._make(row) for row in db.session.execute(_chain_of(agreement, person, today)).all()}
    chain: list[Link] = []
    place = found.get(agreement.id)
    while place is not None and place not in chain:
        chain.insert(0, place)
        place = _linked(found, place.renews_id) or _linked(found, place.parent_id)
    return chain + [one for one in found.values() if agreement.id in (one.parent_id, one.renews_id)][:LONGEST_CHAIN]


def _linked(found: Mapping[UUID, Link], agreement_id: UUID | None) -> Link | None:
    return found.get(agreement_id) if agreement_id else None


def _chain_of(agreement: Agreement, person: Person, today: date) -> Select[Any]:
    start = select(Agreement.id, Agreement.parent_id, Agreement.renews_id, literal(0).label("step"))
    above = start.where(Agreement.id == agreement.id).cte("above", recursive=True)
    upper = select(Agreement.id, Agreement.parent_id, Agreement.renews_id, above.c.step + 1)
    upper = upper.join(above, or_(Agreement.id == above.c.parent_id, Agreement.id == above.c.renews_id))
    above = above.union(upper.where(above.c.step < LONGEST_CHAIN))
    related = or_(
        Agreement.id.in_(select(above.c.id)),
        Agreement.parent_id == agreement.id,
        Agreement.renews_id == agreement.id,
    )
    shown: tuple[Any, ...] = (Agreement.id, Agreement.kind, Agreement.title, number_known_to(person).label("number"))
    dates: tuple[Any, ...] = (Agreement.stage, Agreement.effective_on, Agreement.expires_on)
    query = select(*shown, *dates, Agreement.parent_id, Agreement.renews_id).where(related, readable(person, today))
    amends = Agreement.kind == AgreementKind.ADDENDUM
    return query.order_by(Agreement.renews_id.is_(None), amends.desc(), Agreement.created_at, Agreement.id).limit(50)


def backgrounds(commitment_ids: Sequence[UUID]) -> dict[UUID, Background]:
    """Return how much evidence commitments have, and the reasons why they became late, in two statements."""
    evidence = select(Evidence.commitment_id, func.count()).where(Evidence.commitment_id.in_(commitment_ids))
    numbers = {row[0]: row[1] for row in db.session.execute(evidence.group_by(Evidence.commitment_id)).all()}
    said = select(Update.commitment_id, Update.text).where(
        Update.commitment_id.in_(commitment_ids), Update.act.in_(REASONS), Update.text != ""
    )
    reasons: dict[UUID, list[str]] = defaultdict(list)
    for commitment_id, text in db.session.execute(said.order_by(Update.at, Update.id)).all():
        if text not in reasons[commitment_id]:
            reasons[commitment_id].append(text)
    return {key: Background(numbers.get(key, 0), tuple(reasons[key])) for key in commitment_ids}


MOST_AGREEMENTS = 200
"""Maximum number of agreements of a statement."""


def to_evaluate(person: Person, year: int, today: date) -> list[Agreement]:
    """Return the agreements in force in `year` that `person` may read in full, by title; `MOST_AGREEMENTS` at most."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    query = (
        select(Agreement)
        .where(
            readable_whole(person, today),
            Agreement.stage.in_(PUBLISHED),
            or_(Agreement.effective_on.is_(None), Agreement.effective_on <= last),
            or_(Agreement.expires_on.is_(None), Agreement.expires_on >= first),
            or_(Agreement.ended_on.is_(None), Agreement.ended_on >= first),
        )
        .options(joinedload(Agreement.parties))
        .order_by(Agreement.title, Agreement.id)
    )
    found = db.session.scalars(query).unique().all()
    return list(found[:MOST_AGREEMENTS])


def evaluation_with_agreement(evaluation_id: UUID) -> Evaluation | None:
    """Return an issued evaluation with its agreement and parties, or None."""
    evaluation = db.session.get(Evaluation, evaluation_id)
    return with_agreement(evaluation, evaluation.agreement_id) if evaluation else None


def evaluations_of(agreement: Agreement, year: int) -> Sequence[Evaluation]:
    """Return the issued evaluations of a loaded agreement for a year, newest first."""
    query = select(Evaluation).where(Evaluation.agreement_id == agreement.id, Evaluation.year == year)
    found = db.session.scalars(query.order_by(Evaluation.version.desc())).all()
    for one in found:
        set_committed_value(one, "agreement", agreement)
    return found
