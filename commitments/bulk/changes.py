"""Actions: name a contact for several commitments, and request a later date for several."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.accounts.models import Person
from app.circles.models import Classification
from app.organisations.queries import contacts_of
from commitments.bulk import queries
from commitments.bulk.rules import Refusal, refusal_to_extend, refusal_to_name
from commitments.contact.actions import name_contact
from commitments.contact.policies import names_for
from commitments.extensions.actions import ask
from commitments.extensions.policies import ask_extension
from commitments.extensions.queries import asked_in
from commitments.registry.models import Commitment


@dataclass(frozen=True, slots=True)
class Change:
    """A commitment of an act, or why it is left out."""

    commitment: Commitment
    refusal: Refusal | None = None


def reached(changes: Sequence[Change]) -> list[Commitment]:
    """Return the commitments that are not left out."""
    return [one.commitment for one in changes if one.refusal is None]


def plan_contact(commitments: Sequence[Commitment], person: Person | None, *, by: Person) -> list[Change]:
    """Return for which commitments a person would become the contact; without one, for which somebody could.

    In two statements. The contact of a secret commitment is named in its circle.
    """
    names_own = not by.is_coordinator and names_for(by, contacts_of(by.organisation_id))
    named = queries.circles_with(person, {one.circle_id for one in commitments}) if person else set()
    return [
        Change(
            one,
            refusal_to_name(
                one.delivery,
                may=by.is_coordinator or (names_own and by.organisation_id == one.responsible_id),
                fits=person is None or _fits(person, one, named),
            ),
        )
        for one in commitments
    ]


def _fits(person: Person, commitment: Commitment, named: Collection[UUID]) -> bool:
    if person.organisation_id != commitment.responsible_id or person.suspended_at:
        return False
    return commitment.circle.classification is not Classification.SECRET or commitment.circle_id in named


def set_contact(commitments: Sequence[Commitment], person: Person, *, by: Person, at: datetime) -> list[Change]:
    """Name the contact of the commitments that are not left out; return what was done."""
    plan = plan_contact(commitments, person, by=by)
    for commitment in reached(plan):
        name_contact(commitment, person, by=by, at=at)
    return plan


def plan_dates(commitments: Sequence[Commitment], due: date | None, *, by: Person) -> list[Change]:
    """Return for which commitments a later date would be requested, in one statement; without one, for which it can."""
    pending = asked_in([one.id for one in commitments])
    return [
        Change(
            one,
            refusal_to_extend(
                one.delivery,
                one.verification,
                may=ask_extension(by, one),
                asked=one.id in pending,
                later=due is None or due > one.current_due,
            ),
        )
        for one in commitments
    ]


def request_date(
    commitments: Sequence[Commitment], *, due: date, reason: str, by: Person, at: datetime
) -> list[Change]:
    """Request a later date for the commitments that are not left out; return what was done.

    Raises RuleViolation for a date in the past.
    """
    plan = plan_dates(commitments, due, by=by)
    for commitment in reached(plan):
        ask(commitment, due=due, reason=reason, by=by, at=at)
    return plan
