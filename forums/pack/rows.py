"""Openings of packs, and guests with their links, as rows for pages."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.accounts.models import Person
from app.mail.links.models import MailLink
from app.mail.links.rules import is_usable


class GuestRow(NamedTuple):
    """Someone invited to a session who takes no part in its forum, and the last link to its pack sent to them."""

    person: Person
    link: MailLink | None

    def has_link(self, now: datetime) -> bool:
        """Whether the link works."""
        link = self.link
        return link is not None and is_usable(expires_at=link.expires_at, revoked_at=link.revoked_at, at=now)


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
