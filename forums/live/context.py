"""The data of the live page of a session, loaded in a constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID, uuid4

from app.accounts.models import Person
from forums.agenda.models import ItemState
from forums.agenda.queries import agenda
from forums.agenda.rows import ItemRow
from forums.agenda.timing import Timing, timing
from forums.attendance.queries import NamedSeat, current_quorum, seats_that_came
from forums.attendance.rules import Quorum
from forums.conflicts.queries import of_session as conflicts_of
from forums.conflicts.rows import ConflictRow
from forums.decisions.queries import of_session
from forums.decisions.rows import TakenDecision
from forums.live.rows import Address, AgendaRow, DecisionRow, NoteRow
from forums.minutes.content import ON_AGENDA
from forums.minutes.models import EarlierText, Part
from forums.minutes.policies import newest_readable, reads_decisions
from forums.minutes.queries import earlier_texts, passages, writing_now
from forums.minutes.rows import Newest, PassageRow
from forums.preparation.queries import documents_of
from forums.preparation.rows import DocumentRow
from forums.scheduling.models import Session, SessionState
from forums.scheduling.policies import read_names, run_session


@dataclass(frozen=True, kw_only=True)
class LiveContext:
    """The data of a session in progress, with the notes and decisions of one item, or of opening or closing.

    Each part is loaded on first access, as the polled parts of the page need only a few of them.
    """

    session: Session
    reader: Person
    now: datetime
    item_id: UUID | None = None
    """The requested item; if None, the current item is shown, else the next, else the first."""
    part: Part = Part.DISCUSSION
    editing_id: UUID | None = None
    fresh: UUID = field(default_factory=uuid4)
    """The id for the next passage."""

    @cached_property
    def _known(self) -> Sequence[ItemRow]:
        return agenda(self.session.id)

    @cached_property
    def items(self) -> Sequence[ItemRow]:
        """The items on the agenda, in order."""
        return [item for item in self._known if item.state in ON_AGENDA]

    @property
    def waiting(self) -> int:
        """The number of open proposals."""
        return sum(item.state is ItemState.PROPOSED for item in self._known)

    @cached_property
    def timing(self) -> Timing:
        """The timing of the agenda."""
        return timing(self.session, self.items, self.now)

    @cached_property
    def quorum(self) -> Quorum:
        """The quorum with which a decision would be taken now."""
        return current_quorum(self.session, self.now)

    @cached_property
    def minutes(self) -> Newest | None:
        """The latest minutes that the user may read; None if there are none yet."""
        return newest_readable(self.reader, self.session)

    @property
    def is_open(self) -> bool:
        """Whether notes and decisions can still be written."""
        locked = self.minutes is not None and self.minutes.is_locked
        return not locked and self.session.state in (SessionState.PLANNED, SessionState.HELD)

    @property
    def is_official(self) -> bool:
        """Whether decisions are official: a version of the minutes was approved, even if a new one is being written."""
        return self.minutes is not None and (self.minutes.is_locked or self.minutes.is_amendment)

    @property
    def takes_decisions(self) -> bool:
        """Whether decisions can be recorded now: the session has begun, and no version of its minutes was approved."""
        return self.is_open and not self.is_official and self.session.has_begun(self.now)

    @cached_property
    def item(self) -> ItemRow | None:
        """The item that is shown, or None for opening or closing."""
        return _chosen(self.items, self.item_id) if self.part is Part.DISCUSSION else None

    @cached_property
    def _written(self) -> Sequence[PassageRow]:
        return passages(self.minutes.id) if self.minutes else []

    @cached_property
    def passages(self) -> Sequence[PassageRow]:
        """The notes of the item or part that is shown."""
        item, part = self.item, self.part
        return [one for one in self._written if (one.agenda_item_id == item.id if item else one.part is part)]

    def notes(self, besides: str, changes: bool) -> list[NoteRow]:
        """Return the notes that are not empty, except the one with the id `besides`."""
        decides = changes and self.takes_decisions and self.item is not None
        return [
            NoteRow(one, self.session.id, self.session.timezone, self.address, changes, decides)
            for one in self.passages
            if one.text.strip() and str(one.id) != besides
        ]

    @cached_property
    def editing(self) -> PassageRow | None:
        """The note that the user is editing."""
        return next((one for one in self.passages if one.id == self.editing_id), None)

    @cached_property
    def earlier(self) -> Sequence[EarlierText]:
        """The texts of that note before others changed it."""
        return earlier_texts(self.editing.id) if self.editing else ()

    @cached_property
    def writers(self) -> dict[UUID | None, list[str]]:
        """Who else is writing, by item id; None is opening or closing."""
        return writing_now(self._written, self.now, except_for=self.reader)

    @cached_property
    def conflicts(self) -> Sequence[ConflictRow]:
        """The conflicts of interest on the item that is shown, for those who run the session."""
        item = self.item
        if item is None or not run_session(self.reader, self.session):
            return []
        return [one for one in conflicts_of(self.session.id) if one.agenda_item_id == item.id]

    @cached_property
    def documents(self) -> Sequence[DocumentRow]:
        """The documents of the item that is shown, for those who may read the participants."""
        item = self.item
        return documents_of(self.session.id).get(item.id, []) if item and read_names(self.reader, self.session) else []

    @cached_property
    def decided(self) -> Sequence[TakenDecision]:
        """All decisions of the session, in the order they were taken; none if the user may not read them."""
        return of_session(self.session.id) if reads_decisions(self.reader, self.session) else []

    @cached_property
    def decisions(self) -> Sequence[TakenDecision]:
        """The decisions on the item that is shown."""
        item_id = self.item.id if self.item else None
        return [one for one in self.decided if one.agenda_item_id == item_id]

    def decision(self, decision: TakenDecision, changes: bool) -> DecisionRow:
        """Return a decision as a row."""
        return DecisionRow(decision, self.session.id, self.session.timezone, self.address, changes, self.is_official)

    @cached_property
    def voters(self) -> list[NamedSeat]:
        """The seats that came, whose votes can be recorded."""
        return seats_that_came(self.session)

    @cached_property
    def commitment_counts(self) -> Counter[UUID | None]:
        """The number of commitments per item."""
        return Counter(one.agenda_item_id for one in self.decided for _commitment in one.commitments)

    @cached_property
    def agenda(self) -> list[AgendaRow]:
        """The agenda as rows."""
        return [
            AgendaRow(
                item,
                number,
                self.session.id,
                item == self.item,
                item.running_minutes(self.now),
                self.commitment_counts[item.id],
                tuple(self.writers.get(item.id, ())),
            )
            for number, item in enumerate(self.items, 1)
        ]

    @property
    def place(self) -> int | None:
        """The number of the item that is shown."""
        return self.items.index(self.item) + 1 if self.item else None

    @property
    def address(self) -> Address:
        """The URL arguments that identify what is shown."""
        return ("item", self.item.id) if self.item else ("part", self.part.value)

    @property
    def running(self) -> ItemRow | None:
        """The item under discussion."""
        return next((item for item in self.items if item.is_under_discussion), None)

    @property
    def following(self) -> ItemRow | None:
        """The next item after the one under discussion, or the first one not started."""
        after = self.items.index(self.running) + 1 if self.running else 0
        waiting = [item for item in self.items if item.state is ItemState.ACCEPTED and item.started_at is None]
        return next((item for item in waiting if self.items.index(item) >= after), None)


def _chosen(items: Sequence[ItemRow], item_id: UUID | None) -> ItemRow | None:
    requested = [item for item in items if item.id == item_id]
    running = [item for item in items if item.is_under_discussion]
    waiting = [item for item in items if item.state is ItemState.ACCEPTED]
    return next(iter([*requested, *running, *waiting, *items]), None)
