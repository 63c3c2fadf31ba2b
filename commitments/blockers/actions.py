"""Actions: report a barrier to a commitment, and report its removal."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import RuleViolation
from app.organisations.models import Organisation
from commitments.blockers import notices, queries
from commitments.blockers.models import Blocker, BlockerKind
from commitments.delivery.models import Act
from commitments.delivery.timeline import add_update
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery


def block(
    commitment: Commitment, *, kind: BlockerKind, text: str, remover: Organisation | None, by: Person, at: datetime
) -> Blocker:
    """Record a barrier and the organisation that can remove it, set the commitment to blocked and notify."""
    commitment.require(Delivery.ACCEPTED, Delivery.IN_PROGRESS)
    commitment.delivery = Delivery.BLOCKED
    blocker = Blocker(
        commitment_id=commitment.id, kind=kind, text=text, remover=remover, raised_by_id=by.id, raised_at=at
    )
    db.session.add(blocker)
    audit.record("commitment.blocked", commitment, by=by, at=at, kind=kind, remover=remover)
    add_update(commitment, Act.BLOCKED, by=by, at=at, text=text)
    notices.blocked(commitment, blocker, by=by)
    return blocker


def unblock(commitment: Commitment, *, by: Person, at: datetime, note: str) -> None:
    """Record that the barrier was removed and set the commitment to in progress.

    Raises RuleViolation if the commitment is not blocked.
    """
    commitment.require(Delivery.BLOCKED)
    blocker = queries.current_blocker(commitment.id)
    if blocker is None:
        raise RuleViolation(
            _l("This is no longer possible: the commitment has changed. Reload the page to see its status.")
        )
    blocker.removed_at = at
    commitment.delivery = Delivery.IN_PROGRESS
    audit.record("commitment.unblocked", commitment, by=by, at=at)
    add_update(commitment, Act.UNBLOCKED, by=by, at=at, text=note)
