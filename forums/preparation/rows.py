"""Documents and preparations as rows for pages, without ORM objects."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from app.organisations.models import Sector
from forums.preparation.models import Asked


class DocumentRow(NamedTuple):
    """A document of an agenda item; `size` is in bytes, `organisation` the label of who added it."""

    id: UUID
    agenda_item_id: UUID
    title: str
    name: str
    sha256: str
    size: int
    added_by_id: UUID
    added_by: str
    organisation: str
    added_at: datetime


class _Asked(NamedTuple):
    id: UUID
    agenda_item_id: UUID
    organisation_id: UUID
    organisation: str
    sector: Sector
    what: str
    due: date
    received_at: datetime | None


class PreparationRow(Asked, _Asked):
    """What a party prepares for an agenda item; `organisation` is its label."""

    __slots__ = ()
