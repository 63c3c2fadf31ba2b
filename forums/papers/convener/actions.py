"""The action that names the organisation that convenes a forum."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app import audit
from app.accounts.models import Person
from app.database import db
from forums.papers.convener.models import Convener
from forums.papers.convener.queries import convener_of
from forums.scheduling.models import Forum


def name_convener(forum: Forum, organisation_id: UUID | None, *, by: Person, at: datetime) -> None:
    """Name the organisation whose letterhead documents have from now on; None: the unit that runs the instance."""
    before = convener_of(forum.id)
    if organisation_id == (before.id if before else None):
        return
    db.session.add(Convener(forum_id=forum.id, since=at, organisation_id=organisation_id, set_by_id=by.id))
    db.session.flush()
    audit.record("forum.convener_named", forum, by=by, at=at, organisation_id=organisation_id)
