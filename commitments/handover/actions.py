"""Actions: request that another organisation becomes responsible, accept, decline, withdraw."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation
from app.organisations.models import Organisation
from commitments.delivery.models import Act
from commitments.delivery.timeline import add_update
from commitments.handover import notices, queries
from commitments.handover.models import Handover, HandoverState
from commitments.registry.models import Commitment
from commitments.registry.rules import OWED


def ask(commitment: Commitment, receiver: Organisation, *, reason: str, by: Person, at: datetime) -> Handover:
    """Request that `receiver` becomes responsible; the present organisation stays so until it accepts.

    Raises RuleViolation if the organisation has no voting seat, may not read the commitment, verifies it, or has
    nobody who could be told, or if a request is pending.
    """
    commitment.require(*OWED)
    if receiver not in queries.receivers(commitment, local_date(at)):
        raise RuleViolation(_l("Choose an organisation from the list"), field="organisation")
    if queries.open_request(commitment.id):
        raise RuleViolation(_l("A hand-over was already requested and is awaiting an answer"))
    handover = Handover(
        commitment=commitment,
        giver=commitment.responsible,
        receiver=receiver,
        reason=reason,
        asked_by_id=by.id,
        asked_at=at,
    )
    if not notices.receiving_people(handover):
        raise RuleViolation(_l("No contact of this organisation is known who could be asked"), field="organisation")
    db.session.add(handover)
    audit.record("handover.asked", commitment, by=by, at=at, organisation=receiver, reason=reason)
    add_update(commitment, Act.HANDOVER_ASKED, by=by, at=at, text=f"{receiver.name}: {reason}")
    notices.asked(handover, by=by)
    return handover


def accept(handover: Handover, contact: Person | None, *, by: Person, at: datetime) -> None:
    """Become responsible, with a contact person of the receiving organisation.

    Due dates and history stay. The former organisation stays a contributor, so that it can read what becomes of it.
    Raises RuleViolation if the person belongs to another organisation, or the organisation verifies the commitment.
    """
    commitment = handover.commitment
    commitment.require(*OWED)
    if handover.to_id == commitment.verifier_id or handover.from_id != commitment.responsible_id:
        raise RuleViolation(_l("The commitment has changed since this was requested"))
    if contact and contact.organisation_id != handover.to_id:
        raise RuleViolation(_l("This person belongs to another organisation"), field="person")
    _answer(handover, HandoverState.ACCEPTED, by=by, at=at)
    commitment.responsible = handover.receiver
    commitment.responsible_person = contact
    helpers = [one for one in commitment.contributors if one.id != handover.to_id]
    commitment.contributors = helpers if handover.giver in helpers else [*helpers, handover.giver]
    audit.record("handover.accepted", commitment, by=by, at=at, organisation=handover.receiver, before=handover.from_id)
    add_update(commitment, Act.HANDED_OVER, by=by, at=at, text=f"{handover.giver.name} → {handover.receiver.name}")
    notices.accepted(handover, by=by)


def decline(handover: Handover, *, reason: str, by: Person, at: datetime) -> None:
    """Decline with a reason; the present organisation stays responsible."""
    _answer(handover, HandoverState.DECLINED, by=by, at=at, answer=reason)
    audit.record("handover.declined", handover.commitment, by=by, at=at, reason=reason)
    add_update(handover.commitment, Act.HANDOVER_DECLINED, by=by, at=at, text=reason)
    notices.declined(handover, by=by)


def withdraw(handover: Handover, *, by: Person, at: datetime) -> None:
    """Take the request back, or end it with its commitment."""
    _answer(handover, HandoverState.WITHDRAWN, by=by, at=at)
    audit.record("handover.withdrawn", handover.commitment, by=by, at=at)
    add_update(handover.commitment, Act.HANDOVER_WITHDRAWN, by=by, at=at)
    notices.withdrawn(handover, by=by)


def _answer(handover: Handover, state: HandoverState, *, by: Person, at: datetime, answer: str = "") -> None:
    if handover.state is not HandoverState.ASKED:
        raise RuleViolation(_l("This has already been answered. Reload the page to see the answer."))
    handover.state = state
    handover.answered_by_id = by.id
    handover.answered_at = at
    handover.answer = answer
