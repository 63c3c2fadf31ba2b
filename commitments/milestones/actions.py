"""Actions: add a milestone and remove one."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import NotNow, RuleViolation
from commitments.milestones.models import Milestone
from commitments.milestones.rules import MOST, Unfit, unfit
from commitments.registry.models import Commitment
from commitments.registry.rules import OWED, UNDECIDED

WHY_NOT = {
    Unfit.TOO_EARLY: _l("Choose a day after the commitment was proposed"),
    Unfit.TOO_LATE: _l("Choose a day up to the due date of the commitment"),
}


def add(commitment: Commitment, *, text: str, due: date, by: Person, at: datetime) -> Milestone:
    """Add a milestone. Raises RuleViolation for a date outside the commitment's time, or after `MOST` milestones."""
    commitment.require(*OWED, *UNDECIDED)
    proposed_on = local_date(commitment.proposed_at)
    if why := unfit(due, proposed_on=proposed_on, current_due=commitment.current_due):
        raise RuleViolation(WHY_NOT[why], field="due")
    if len(commitment.milestones) >= MOST:
        raise RuleViolation(_l("It has too many milestones already"), field="text")
    milestone = Milestone(commitment=commitment, text=text, due=due, set_by_id=by.id, set_at=at)
    db.session.add(milestone)
    audit.record("milestone.added", commitment, by=by, at=at, due=due)
    return milestone


def remove(milestone: Milestone, *, by: Person, at: datetime) -> None:
    """Remove a milestone. Raises NotNow if it was reached: the report that says so is on record."""
    commitment = milestone.commitment
    commitment.require(*OWED, *UNDECIDED)
    if milestone.reached_on:
        raise NotNow(_l("It was reached, and stays on record"))
    commitment.milestones.remove(milestone)
    db.session.delete(milestone)
    audit.record("milestone.removed", commitment, by=by, at=at, due=milestone.due)
