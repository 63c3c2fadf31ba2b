"""Actions of the verifier: confirm a delivery, find it partly met, return it; and close a partly met commitment."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.errors import RuleViolation
from commitments.delivery.models import Act
from commitments.delivery.timeline import add_update
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Verification
from commitments.verification import notices


def confirm(commitment: Commitment, *, by: Person, at: datetime, note: str = "") -> None:
    """Find the criteria met and close the commitment, which counts as met on the local date of its submission."""
    commitment.require(Delivery.SUBMITTED)
    submitted = commitment.submitted_at or at
    commitment.delivery = Delivery.CLOSED
    commitment.verification = Verification.MET
    commitment.met_on = local_date(submitted)
    commitment.progress = 100
    commitment.ended_at = at
    audit.record("commitment.met", commitment, by=by, at=at, on_time=commitment.facts.was_on_time)
    add_update(commitment, Act.MET, by=by, at=at, text=note)
    notices.found("met", commitment, by=by, reason=note)


def find_partly_met(commitment: Commitment, *, by: Person, at: datetime, remainder: str) -> None:
    """Find the criteria partly met: the commitment is in progress again, for what remains."""
    commitment.require(Delivery.SUBMITTED)
    commitment.delivery = Delivery.IN_PROGRESS
    commitment.verification = Verification.PARTIALLY_MET
    audit.record("commitment.partially_met", commitment, by=by, at=at, reason=remainder)
    add_update(commitment, Act.PARTIALLY_MET, by=by, at=at, text=remainder)
    notices.found("partially_met", commitment, by=by, reason=remainder)


def send_back(commitment: Commitment, *, by: Person, at: datetime, reason: str) -> None:
    """Send a submitted delivery back to the responsible party, with a reason."""
    commitment.require(Delivery.SUBMITTED)
    commitment.delivery = Delivery.IN_PROGRESS
    commitment.verification = Verification.RETURNED
    audit.record("commitment.returned", commitment, by=by, at=at, reason=reason)
    add_update(commitment, Act.RETURNED, by=by, at=at, text=reason)
    notices.found("returned", commitment, by=by, reason=reason)


def close(commitment: Commitment, *, by: Person, at: datetime, reason: str) -> None:
    """Close a partly met commitment without its remainder. Raises RuleViolation if it was not found partly met."""
    if commitment.verification is not Verification.PARTIALLY_MET:
        raise RuleViolation(_l("Only a commitment that was found partly met can be closed this way"))
    commitment.require(Delivery.IN_PROGRESS, Delivery.BLOCKED)
    commitment.delivery = Delivery.CLOSED
    commitment.ended_at = at
    audit.record("commitment.closed", commitment, by=by, at=at, reason=reason)
    add_update(commitment, Act.CLOSED, by=by, at=at, text=reason)
    notices.found("closed", commitment, by=by, reason=reason)
