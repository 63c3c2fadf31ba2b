"""Mail about redactions. All recipients have an account, because publishing never works by a link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.accounts.models import Person
from app.circles.queries import may_be_notified_of
from app.mail import outbox
from app.web.external_urls import external
from forums.redaction import queries
from forums.redaction.models import Redaction


def proposed(redaction: Redaction, approver: Person, *, by: Person) -> None:
    """Ask a person to approve the marks."""
    _notify("proposed", redaction, approver, by=by)


def decided(redaction: Redaction, *, by: Person) -> None:
    """Notify the person who marked the parts of the approval or refusal."""
    _notify("decided", redaction, redaction.marked_by, by=by)


def expired(redaction: Redaction, *, count: int, at: datetime) -> None:
    """Notify all coordinators that the last day of `count` parts has passed, once per day and redaction."""
    for person in queries.coordinators():
        key = f"redaction:{redaction.id}:expired:{at.date()}:{person.id}"
        _notify("expired", redaction, person, key=key, count=count)


def _notify(template: str, redaction: Redaction, person: Person, *, key: str | None = None, **context: Any) -> None:
    session = redaction.minutes.session
    if not may_be_notified_of(person, session.forum.circle):
        return
    if template == "expired":
        link = external("forums.redaction.mark", minutes_id=redaction.minutes_id)
    else:
        link = external("forums.redaction.show", redaction_id=redaction.id)
    kind = f"forums/redaction/{template}"
    outbox.enqueue(kind, person, key=key, about=redaction, redaction=redaction, session=session, link=link, **context)
