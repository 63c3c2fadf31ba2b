"""Agenda items: their states are possible, and each carried item comes back once."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.audit.models import AuditRow
from app.database import db
from forums.agenda.models import AgendaItem, ItemState
from soak.findings import Finding, contradictory

BACK = {ItemState.CARRIED, ItemState.DEFERRED}
"""States of items that may come back in a later session."""
FELL_OUT = ("session.beyond_horizon", "session.cancelled", "session.merged")
"""Actions on a session after which its open items come back, even if it takes place after all."""


def states_can_be() -> Iterator[Finding]:
    """A discussed item has a start and an end, and no item has an end without a start."""
    for one in db.session.scalars(select(AgendaItem).execution_options(yield_per=1000)):
        rules = {
            "what ended has begun": one.ended_at is None or one.started_at is not None,
            "what was discussed has ended": one.state is not ItemState.DISCUSSED or one.ended_at is not None,
            "what was not accepted has not begun": one.state not in {ItemState.PROPOSED, ItemState.DECLINED}
            or one.started_at is None,
        }
        yield from (contradictory(f"item {one.id}: not so: {rule}") for rule, holds in rules.items() if not holds)


def what_comes_back_was_left() -> Iterator[Finding]:
    """An item that comes back follows one that was carried or deferred, or whose session did not take place."""
    earlier = aliased(AgendaItem)
    fell_out = select(AuditRow.subject_id).where(AuditRow.action.in_(FELL_OUT))
    pairs = select(AgendaItem.id, earlier.state).join(earlier, earlier.id == AgendaItem.carried_from_id)
    for identity, state in db.session.execute(
        pairs.where(earlier.state.not_in(BACK), earlier.session_id.not_in(fell_out))
    ):
        yield contradictory(f"item {identity} comes back from one that is {state.value}")


CHECKS = (states_can_be, what_comes_back_was_left)
