"""The timing of a session's agenda."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forums.agenda.models import ItemState
from forums.agenda.rows import ItemRow, TemplateItem
from forums.agenda.rules import Slot, behind, whole_minutes
from forums.scheduling.models import Session

COUNTED = (ItemState.ACCEPTED, ItemState.DISCUSSED)


@dataclass(frozen=True, slots=True)
class Timing:
    """Durations of an agenda, in minutes. `behind` is None unless the session is open, and negative if it is ahead."""

    planned: int
    length: int
    left: int
    behind: int | None

    @property
    def free(self) -> int:
        """The minutes of the session that the agenda leaves; 0 if it is longer."""
        return max(0, self.length - self.planned)

    @property
    def over(self) -> int:
        """By how much the agenda exceeds the session; 0 if it fits."""
        return max(0, self.planned - self.length)


def timing(session: Session, items: Sequence[ItemRow | TemplateItem], now: datetime) -> Timing:
    """Return the timing at `now` of the accepted and discussed items, or of those of a template."""
    slots = [slot for item in items if (slot := _slot(item))]
    is_open = session.opened_at is not None and session.closed_at is None
    return Timing(
        planned=sum(slot.minutes for slot in slots),
        length=whole_minutes(session.starts_at, session.ends_at),
        left=max(0, whole_minutes(max(now, session.starts_at), session.ends_at)),
        behind=behind(slots, began=session.opened_at, now=now) if is_open and session.opened_at else None,
    )


def _slot(item: ItemRow | TemplateItem) -> Slot | None:
    if isinstance(item, TemplateItem):
        return Slot(item.minutes)
    return Slot(item.minutes, item.started_at, item.ended_at) if item.state in COUNTED else None
