"""Actions: let a commitment wait for another one, and end that."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import RuleViolation
from commitments.registry.models import Commitment
from commitments.registry.rules import OPEN
from commitments.waiting import queries
from commitments.waiting.models import Wait
from commitments.waiting.rules import MOST, closes_cycle


def begin(commitment: Commitment, awaited: Commitment, *, by: Person, at: datetime) -> Wait:
    """Let an open commitment wait for another one, which the caller authorised; the audit trail does not name it.

    Raises RuleViolation if the other one has ended or is awaited already, if it waits for this one itself, or after
    `MOST` waits.
    """
    commitment.require(*OPEN, even_disputed=True)
    if not awaited.facts.is_open:
        raise RuleViolation(_l("This commitment has ended. Choose an open one"), field="code")
    known = queries.waits_of(commitment.id)
    if awaited.id in {one.awaited_id for one in known}:
        raise RuleViolation(_l("It waits for this one already"), field="code")
    if len(known) >= MOST:
        raise RuleViolation(_l("It waits for too many others already"), field="code")
    if closes_cycle(queries.reached_from(awaited.id), commitment.id, awaited.id):
        raise RuleViolation(
            _l("Each would wait for the other, directly or through further commitments. Choose another one"),
            field="code",
        )
    wait = Wait(commitment=commitment, awaited=awaited, since=at, by_id=by.id)
    db.session.add(wait)
    audit.record("commitment.wait_begun", commitment, by=by, at=at)
    return wait


def end(wait: Wait, *, by: Person, at: datetime) -> None:
    """End a wait that does not hold any more."""
    commitment = wait.commitment
    db.session.delete(wait)
    audit.record("commitment.wait_ended", commitment, by=by, at=at)
