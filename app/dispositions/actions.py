"""Actions: give a disposition, take it, answer it, pass it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.dispositions import notices, queries
from app.dispositions.matters import matter_of, thing_of
from app.dispositions.models import Disposition
from app.dispositions.rules import DispositionState
from app.errors import NotNow, RuleViolation

ENDED = _l("This was taken or ended already. Reload the page to see how.")


def give(thing: Any, receiver: Person, *, instruction: str, due: date, by: Person, at: datetime) -> Disposition:
    """Pass a thing on to a colleague, in place of an open disposition of it; both receivers are notified.

    Raises RuleViolation for oneself, a person of another organisation, a person who may not read the thing, and a date
    in the past; NotNow if the thing has ended.
    """
    replaced = queries.open_one_to_replace(thing, by.organisation_id)
    db.session.refresh(thing)  # what it was before the lock may have ended since
    require_passable(thing)
    if receiver.organisation_id != by.organisation_id or receiver.id == by.id or receiver.suspended_at:
        raise RuleViolation(_l("Choose a colleague from the list"), field="receiver")
    if not matter_of(thing).may_read(receiver, thing):
        raise RuleViolation(_("%(name)s may not read this", name=receiver.name), field="receiver")
    if due < local_date(at):
        raise RuleViolation(_l("This date is past. Choose today or later"), field="due")
    if replaced:
        _end(replaced, DispositionState.REPLACED, at=at)
        audit.record("disposition.replaced", replaced, by=by, at=at)
    disposition = Disposition(
        subject_type=type(thing).__name__,
        subject_id=thing.id,
        organisation_id=by.organisation_id,
        giver=by,
        receiver=receiver,
        instruction=instruction,
        due=due,
        given_at=at,
    )
    db.session.add(disposition)
    audit.record("disposition.given", disposition, by=by, at=at)
    notices.given(disposition, thing)
    if replaced:
        notices.replaced(replaced, thing, by=by)
    return disposition


def take(disposition: Disposition, *, by: Person, at: datetime) -> None:
    """Record that the receiver works on it. Raises NotNow if it has ended or was taken already."""
    _lock(disposition)
    if disposition.state is not DispositionState.GIVEN:
        raise NotNow(ENDED)
    disposition.state, disposition.taken_at = DispositionState.TAKEN, at
    audit.record("disposition.taken", disposition, by=by, at=at)


def answer(disposition: Disposition, *, text: str, by: Person, at: datetime) -> None:
    """Report the result, which ends it, and notify those who gave it. Raises NotNow if it has ended."""
    _lock(disposition)
    require_open(disposition)
    disposition.answer = text
    _end(disposition, DispositionState.ANSWERED, at=at)
    audit.record("disposition.answered", disposition, by=by, at=at)
    _notify_givers(disposition, by=by)


def pass_back(disposition: Disposition, *, reason: str, by: Person, at: datetime) -> None:
    """Pass it back to its giver, with a reason. Raises NotNow if it has ended."""
    _lock(disposition)
    require_open(disposition)
    disposition.answer = reason
    _end(disposition, DispositionState.PASSED_BACK, at=at)
    audit.record("disposition.passed_back", disposition, by=by, at=at)
    _notify_givers(disposition, by=by)


def _notify_givers(disposition: Disposition, *, by: Person) -> None:
    thing = thing_of(disposition)
    chain: Sequence[Disposition] = queries.chain_of(thing, disposition.organisation_id)
    notices.ended(disposition, chain, thing, by=by)


def require_open(disposition: Disposition) -> None:
    """Raise NotNow if a disposition has ended."""
    if not disposition.is_open:
        raise NotNow(ENDED)


def require_passable(thing: Any) -> None:
    """Raise NotNow if a thing has ended, so that nobody needs to do anything about it."""
    if not matter_of(thing).is_open(thing):
        raise NotNow(ENDED)


def _lock(disposition: Disposition) -> None:
    """Read the present state; nobody else changes it until the transaction ends."""
    db.session.refresh(disposition, ["state"], with_for_update=True)


def _end(disposition: Disposition, state: DispositionState, *, at: datetime) -> None:
    disposition.state, disposition.ended_at = state, at
    db.session.flush()  # a disposition that replaces it is inserted afterwards
