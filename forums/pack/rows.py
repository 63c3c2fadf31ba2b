"""Openings of packs as rows for pages, without ORM objects."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class OpeningRow(NamedTuple):
    """That a person opened version `number`, and when they downloaded it, if they did."""

    organisation_id: UUID
    person_id: UUID
    name: str
    position: str
    number: int
    opened_at: datetime
    by_link: bool
    downloaded_at: datetime | None
