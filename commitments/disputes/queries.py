"""Queries of disputes, and of those who mediate them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.circles.models import Circle, Classification, NamedPerson, Steward, StewardRole
from app.database import alphabetical, db
from app.errors import RuleViolation
from commitments.disputes.models import Dispute, Option, Outcome, OutcomeAgreement
from commitments.disputes.rules import DisputeState, is_impartial
from commitments.registry.models import Commitment
from commitments.registry.queries import is_party, reads_secret
from commitments.registry.rules import Visibility

MEDIATING = (StewardRole.CHAIR, StewardRole.FACILITATOR)


def open_dispute(commitment_id: UUID) -> Dispute | None:
    """Return the open dispute of a commitment, or None; there is one at most."""
    return db.session.scalars(_disputes(commitment_id).where(Dispute.state == DisputeState.OPEN)).one_or_none()


def require_open(commitment: Commitment) -> Dispute:
    """Return the open dispute of a commitment. Raises RuleViolation if there is none."""
    if (found := open_dispute(commitment.id)) is None:
        raise RuleViolation(_l("This dispute has ended. Reload the page to see how."))
    return found


def awaiting_follow_up(commitment: Commitment) -> Dispute:
    """Return the dispute whose agreed follow-up has not been proposed yet. Raises RuleViolation if there is none."""
    latest = next(iter(disputes_of(commitment.id)), None)
    if latest is None or not latest.awaits_follow_up:
        raise RuleViolation(_l("No follow-up commitment is awaited here"))
    return latest


def disputes_of(commitment_id: UUID) -> Sequence[Dispute]:
    """Return the disputes of a commitment with their records, the newest first."""
    return db.session.scalars(_disputes(commitment_id)).all()


def _disputes(commitment_id: UUID) -> Select[Dispute]:
    return (
        select(Dispute)
        .where(Dispute.commitment_id == commitment_id)
        .options(
            joinedload(Dispute.mediator).lazyload(Person.organisation),
            joinedload(Dispute.follow_up).lazyload("*"),
            selectinload(Dispute.positions),
            selectinload(Dispute.options).selectinload(Option.supports),
            selectinload(Dispute.outcomes).options(
                joinedload(Outcome.proposed_by),
                joinedload(Outcome.declined_by),
                selectinload(Outcome.agreements).options(
                    joinedload(OutcomeAgreement.organisation), joinedload(OutcomeAgreement.person)
                ),
            ),
        )
        .order_by(Dispute.opened_at.desc(), Dispute.id)
    )


def idle_since(moment: datetime) -> Select[Dispute]:
    """Select the open disputes in which nobody has taken a step since `moment`."""
    return select(Dispute).where(Dispute.state == DisputeState.OPEN, Dispute.moved_at <= moment)


def mediators(commitment: Commitment, *, insiders_agreed: bool) -> list[Person]:
    """Return the impartial facilitators and chairs of the circle, or else the impartial coordinators, by name.

    People of the two sides are impartial only if both sides agreed to that. All of them may read the commitment.
    """
    sides = {commitment.responsible_id, commitment.verifier_id}
    for query in (_stewards(commitment.circle), _coordinators(commitment.circle)):
        found = [
            person
            for person in db.session.scalars(query)
            if is_impartial(person.organisation_id, sides, insiders_agreed=insiders_agreed)
            and _may_read(person, commitment)
        ]
        if found:
            return found
    return []


def _may_read(person: Person, commitment: Commitment) -> bool:
    """Return whether a steward or coordinator may read a commitment; it agrees with `registry.policies`."""
    if commitment.circle.classification is Classification.SECRET:
        return reads_secret(person, commitment)
    return person.is_coordinator or commitment.visibility is not Visibility.PARTIES or is_party(person, commitment)


def _stewards(circle: Circle) -> Select[Person]:
    serving = select(Steward.person_id).where(Steward.circle_id == circle.id, Steward.role.in_(MEDIATING))
    return _in_service().where(Person.id.in_(serving))


def _coordinators(circle: Circle) -> Select[Person]:
    query = _in_service().where(Person.is_coordinator.is_(True))
    if circle.classification is Classification.SECRET:
        query = query.where(Person.id.in_(select(NamedPerson.person_id).where(NamedPerson.circle_id == circle.id)))
    return query


def _in_service() -> Select[Person]:
    return select(Person).where(Person.suspended_at.is_(None)).order_by(alphabetical(Person.name), Person.id)
