"""Read-only rows of the making of agreements."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from agreements.making.rules import ItemState, Step


class ItemRow(NamedTuple):
    """An item of a checklist. `text` is empty for usual items; the document is None if the reader may not have it."""

    key: str
    step: Step
    state: ItemState = ItemState.OPEN
    text: str = ""
    done_on: date | None = None
    note: str = ""
    document_id: UUID | None = None
    document: str = ""
    settled_by: str = ""


class Held(NamedTuple):
    """Who has an agreement in hand: the label of the organisation, the desk there, and since which day."""

    organisation_id: UUID
    organisation: str
    desk: str
    word: str
    since: date
    until: date | None


class Progress(NamedTuple):
    """Where an agreement is: its step, since when in its stage, the open items before the next stage, its holder."""

    step: Step | None
    stage_since: date
    items: tuple[ItemRow, ...]
    held: Held | None

    @property
    def open_now(self) -> list[ItemRow]:
        """Return the open items of the present step and the steps before it."""
        if self.step is None:
            return []
        due = tuple(Step)[: tuple(Step).index(self.step) + 1]
        return [item for item in self.items if item.state is ItemState.OPEN and item.step in due]
