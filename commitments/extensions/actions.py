"""Actions: request an extension of the due date, approve it, deny it."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation
from commitments.delivery.models import Act
from commitments.delivery.timeline import add_update
from commitments.extensions import notices, queries
from commitments.extensions.models import Extension, ExtensionState
from commitments.registry.models import Commitment
from commitments.registry.rules import OWED


def ask(commitment: Commitment, *, due: date, reason: str, by: Person, at: datetime) -> Extension:
    """Request a later due date.

    Raises RuleViolation if the date is not after the current one or is in the past, or if a request is pending.
    """
    commitment.require(*OWED)
    if due <= commitment.current_due:
        raise RuleViolation(_l("Choose a date after the current due date"), field="due")
    if due < local_date(at):
        raise RuleViolation(_l("This date is in the past. Choose today or later"), field="due")
    if queries.open_request(commitment.id):
        raise RuleViolation(_l("An extension was already requested and is awaiting an answer"))
    extension = Extension(
        commitment=commitment,
        from_due=commitment.current_due,
        to_due=due,
        reason=reason,
        asked_by_id=by.id,
        asked_at=at,
    )
    db.session.add(extension)
    audit.record("extension.asked", commitment, by=by, at=at, due=due, reason=reason)
    add_update(commitment, Act.EXTENSION_ASKED, by=by, at=at, text=reason, due=due)
    notices.asked(extension, by=by)
    return extension


def approve(extension: Extension, *, by: Person, at: datetime, note: str = "") -> None:
    """Approve the later date as the current due date. The first due date, which decides on-time, does not change."""
    commitment = extension.commitment
    commitment.require(*OWED)
    _answer(extension, ExtensionState.APPROVED, by=by, at=at, note=note)
    commitment.current_due = extension.to_due
    audit.record("extension.approved", commitment, by=by, at=at, before=extension.from_due, due=extension.to_due)
    add_update(commitment, Act.EXTENSION_APPROVED, by=by, at=at, text=note, due=extension.to_due)
    notices.answered("extension_approved", extension, by=by)


def deny(extension: Extension, *, by: Person, at: datetime, note: str) -> None:
    """Deny the request, with a reason; the current due date does not change."""
    _answer(extension, ExtensionState.DENIED, by=by, at=at, note=note)
    commitment = extension.commitment
    audit.record("extension.denied", commitment, by=by, at=at, reason=note)
    add_update(commitment, Act.EXTENSION_DENIED, by=by, at=at, text=note, due=extension.from_due)
    notices.answered("extension_denied", extension, by=by)


def agree_on(commitment: Commitment, *, due: date, reason: str, by: Person, at: datetime) -> None:
    """Record an extension that both sides agreed on; it answers a pending request."""
    commitment.require(*OWED)
    if pending := queries.open_request(commitment.id):
        _answer(pending, ExtensionState.DENIED, by=by, at=at, note=reason)
    extension = Extension(
        commitment=commitment,
        from_due=commitment.current_due,
        to_due=due,
        reason=reason,
        state=ExtensionState.APPROVED,
        asked_by_id=by.id,
        asked_at=at,
        answered_by_id=by.id,
        answered_at=at,
    )
    db.session.add(extension)
    audit.record("extension.approved", commitment, by=by, at=at, before=commitment.current_due, due=due)
    add_update(commitment, Act.EXTENSION_APPROVED, by=by, at=at, text=reason, due=due)
    commitment.current_due = due


def _answer(extension: Extension, state: ExtensionState, *, by: Person, at: datetime, note: str) -> None:
    if extension.state is not ExtensionState.ASKED:
        raise RuleViolation(_l("This has already been answered. Reload the page to see the answer."))
    extension.state = state
    extension.answered_by_id = by.id
    extension.answered_at = at
    extension.answer = note
