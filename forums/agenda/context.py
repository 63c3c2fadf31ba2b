"""What the pages of an agenda show, for the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.accounts.models import Person
from forums.agenda import queries
from forums.agenda.models import ItemState
from forums.agenda.rows import ItemRow, TemplateItem
from forums.agenda.timing import Timing, timing
from forums.circular.queries import of_session as circulars_of
from forums.circular.rows import OnAgenda
from forums.conflicts.queries import of_session as conflicts_of
from forums.conflicts.rows import ConflictRow
from forums.preparation.queries import documents_of, preparations_of
from forums.preparation.rows import DocumentRow, PreparationRow
from forums.redaction.titles import hidden_titles
from forums.scheduling.models import Session
from forums.scheduling.policies import read_names, run_session


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaContext:
    """An agenda with what hangs on its items, by their ids; `template` instead of items while there are none."""

    items: Sequence[ItemRow]
    template: Sequence[TemplateItem]
    timing: Timing
    today: date
    closes_at: datetime | None
    closed: bool
    documents: Mapping[UUID, Sequence[DocumentRow]]
    preparations: Mapping[UUID, Sequence[PreparationRow]]
    conflicts: Mapping[UUID, Sequence[ConflictRow]]
    circulars: Mapping[UUID, Sequence[OnAgenda]]

    @property
    def unresolved(self) -> Sequence[ItemRow]:
        """The open items that were carried over so often that a choice is needed."""
        open_ = (ItemState.PROPOSED, ItemState.ACCEPTED)
        return [item for item in self.items if item.asks_for_resolution and item.state in open_]


def agenda_context(session: Session, reader: Person, now: datetime) -> AgendaContext:
    """Return the agenda of a session for `reader`, in a constant number of statements."""
    items = readable_items(session, reader)
    template = () if items else queries.template(session.forum)
    inside = read_names(reader, session)
    closes_at = queries.closes_at(session)
    return AgendaContext(
        items=items,
        template=template,
        timing=timing(session, items or template, now),
        today=now.astimezone(session.zone).date(),
        closes_at=closes_at,
        closed=closes_at is not None and now > closes_at,
        documents=documents_of(session.id) if inside and items else {},
        preparations=preparations_of(session.id) if inside and items else {},
        conflicts=conflicts_for(session, reader) if inside and items else {},
        circulars=circulars_of(session.id) if inside and items else {},
    )


def readable_items(session: Session, reader: Person) -> list[ItemRow]:
    """Return the items of a session, without what its published minutes withhold from `reader`."""
    hidden = hidden_titles(reader, session)
    return [
        item._replace(title=hidden[item.id], question="", reason="") if item.id in hidden else item
        for item in queries.agenda(session.id)
    ]


def conflicts_for(session: Session, reader: Person) -> dict[UUID, list[ConflictRow]]:
    """Return the conflicts of interest that `reader` may read before the minutes: all, or their own; by item."""
    runs = run_session(reader, session)
    found: dict[UUID, list[ConflictRow]] = {}
    for row in conflicts_of(session.id):
        if runs or row.person_id == reader.id:
            found.setdefault(row.agenda_item_id, []).append(row)
    return found


def timing_of(session: Session, now: datetime) -> Timing:
    """Return the timing of a session's agenda, or of the template while there are no items."""
    items = queries.agenda(session.id)
    return timing(session, items or queries.template(session.forum), now)
