"""Everything that the live page of a session shows, gathered in a constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from app.accounts.models import Person
from forums.agenda.models import AgendaItem, ItemState
from forums.agenda.queries import agenda
from forums.agenda.timing import Timing, timing
from forums.attendance.queries import standing
from forums.attendance.rules import Quorum
from forums.decisions.models import Decision
from forums.decisions.queries import of_session
from forums.minutes.content import ON_AGENDA
from forums.minutes.models import EarlierText, Minutes, Part, Passage
from forums.minutes.policies import readable_versions
from forums.minutes.queries import earlier_texts, passages, writing_now
from forums.scheduling.models import Session


@dataclass(frozen=True, slots=True)
class Board:
    """One look at a running session: the agenda, and of one item (or of opening or closing) notes and decisions."""

    session: Session
    items: Sequence[AgendaItem]
    """Those on the agenda, in their order."""
    timing: Timing
    quorum: Quorum
    minutes: Minutes | None
    """The newest minutes that the reader may read; None also before they are begun."""
    part: Part
    item: AgendaItem | None
    passages: Sequence[Passage]
    decisions: Sequence[Decision]
    promised: Counter[UUID | None]
    """How many commitments came of each item."""
    writers: dict[UUID | None, list[str]]
    """Who else is writing, by item; None: at opening or closing."""
    editing: Passage | None
    earlier: Sequence[EarlierText]
    """What the note that is being changed said before others changed it."""
    waiting: int
    """How many proposals wait for an answer."""
    fresh: UUID = field(default_factory=uuid4)
    """What the next passage will be called."""

    @property
    def place(self) -> int | None:
        """The number of the item that is shown."""
        return self.items.index(self.item) + 1 if self.item else None

    @property
    def running(self) -> AgendaItem | None:
        """The item that is being discussed."""
        return next((item for item in self.items if item.is_under_discussion), None)

    @property
    def following(self) -> AgendaItem | None:
        """The item that comes after the one being discussed, or the first that waits."""
        after = self.items.index(self.running) + 1 if self.running else 0
        waiting = [item for item in self.items if item.state is ItemState.ACCEPTED and item.started_at is None]
        return next((item for item in waiting if self.items.index(item) >= after), None)


def board(
    session: Session,
    *,
    reader: Person,
    now: datetime,
    item_id: UUID | None = None,
    part: Part = Part.DISCUSSION,
    editing_id: UUID | None = None,
) -> Board:
    """Return what `reader` sees; without an item, the one being discussed, else the next, else the first."""
    known = agenda(session.id)
    items = [item for item in known if item.state in ON_AGENDA]
    item = _chosen(items, item_id) if part is Part.DISCUSSION else None
    minutes = next(iter(readable_versions(reader, session)), None)
    written = passages(minutes.id) if minutes else []
    shown = [one for one in written if (one.agenda_item_id == item.id if item else one.part is part)]
    decided = of_session(session.id)
    editing = next((one for one in shown if one.id == editing_id), None)
    return Board(
        session=session,
        items=items,
        timing=timing(session, items, now),
        quorum=standing(session, now),
        minutes=minutes,
        part=part,
        item=item,
        passages=shown,
        decisions=[one for one in decided if one.agenda_item_id == (item.id if item else None)],
        promised=Counter(one.agenda_item_id for one in decided for _commitment in one.commitments),
        writers=writing_now(written, now, except_for=reader),
        editing=editing,
        earlier=earlier_texts(editing.id) if editing else (),
        waiting=sum(item.state is ItemState.PROPOSED for item in known),
    )


def _chosen(items: Sequence[AgendaItem], item_id: UUID | None) -> AgendaItem | None:
    asked = [item for item in items if item.id == item_id]
    running = [item for item in items if item.is_under_discussion]
    waiting = [item for item in items if item.state is ItemState.ACCEPTED]
    return next(iter([*asked, *running, *waiting, *items]), None)
