"""Notifications about digests."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.files.models import StoredFile
from app.mail import outbox
from app.web.external_urls import external
from insights.digests import documents, queries
from insights.digests.models import Digest

TO_READ = "insights/digest_released_to_read"
"""The kind of mail with a digest that asks its recipient nothing."""


def released(digest: Digest, paper: StoredFile) -> None:
    """Mail the digest as PDF to its recipients, with its questions, once per edition and person.

    Who has nothing to decide may choose how to be told.
    """
    for person in queries.recipients(digest):
        outbox.enqueue(
            "insights/digest_released",
            person,
            mail_kind=None if digest.asks and person.is_leadership else TO_READ,
            key=f"digest:{digest.id}:{person.id}",
            digest=digest,
            about=digest,
            title=documents.full_title(digest),
            decides=person.is_leadership,
            attachments=(paper.id,),
            link=external("insights.digests.show", digest_id=digest.id),
        )


def answered(digest: Digest, ask: dict[str, Any], *, by: Person) -> None:
    """Notify the coordinators of a decision of leadership."""
    for person in queries.coordinators(digest):
        outbox.enqueue(
            "insights/digest_answered",
            person,
            digest=digest,
            about=digest,
            ask=ask,
            by=by,
            link=external("insights.digests.show", digest_id=digest.id),
        )
