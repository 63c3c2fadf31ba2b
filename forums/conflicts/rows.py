"""Conflicts of interest as rows for pages and minutes, without ORM objects."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID


class ConflictRow(NamedTuple):
    """A conflict of interest on an item. `organisation` is the full name, `label` the short one."""

    id: UUID
    agenda_item_id: UUID
    person_id: UUID
    name: str
    organisation: str
    label: str
    text: str
    abstains: bool
