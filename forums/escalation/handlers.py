"""Event handlers: a commitment is two weeks late, or its agenda item was carried over."""

from __future__ import annotations

from app.events import subscribe
from commitments.reminders.events import CommitmentEscalated
from forums.agenda.events import ItemContinued
from forums.escalation import queries
from forums.escalation.actions import put_on_agenda


@subscribe(CommitmentEscalated)
def escalate(event: CommitmentEscalated) -> None:
    """Put it onto the agenda of the next session; if none is planned, the daily job does so later."""
    put_on_agenda(event.commitment, at=event.at)


@subscribe(ItemContinued)
def follow(event: ItemContinued) -> None:
    """Follow the item to the later session."""
    queries.follow(event.earlier, event.item)
