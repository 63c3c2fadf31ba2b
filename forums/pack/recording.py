"""Records that readers open packs, after the response, in a transaction of its own: most requests only read."""

from __future__ import annotations

from uuid import UUID

import structlog
from flask import Response, after_this_request, request
from sqlalchemy.exc import OperationalError

from app.accounts.models import Person
from app.clock import utc_now
from app.database.transactions import transaction
from app.mail.links import current_link
from forums.pack import actions
from forums.pack.models import PackVersion
from forums.scheduling.models import Session
from forums.scheduling.queries import involvement

log = structlog.get_logger()
PREFETCHED = ("Sec-Purpose", "Purpose", "X-Moz", "X-Purpose")
"""Headers in which browsers say that nobody has opened what they load."""


def note_opening(version: PackVersion, reader: Person, session: Session, *, downloads: bool = False) -> None:
    """Record that the reader opens a version with this request, if they have a part in the forum."""
    own = involvement(reader, session.forum)
    if request.method != "GET" or is_prefetch() or not (own.role is not None or own.seated):
        return
    version_id, person_id, by_link = version.id, reader.id, current_link() is not None

    @after_this_request
    def record(response: Response) -> Response:
        if response.status_code == 200:
            _record(version_id, person_id, by_link=by_link, downloads=downloads)
        return response


def is_prefetch() -> bool:
    """Whether a browser loads this page only in case it is opened."""
    values = [request.headers.get(name, "").lower() for name in PREFETCHED]
    return any(word in value for value in values for word in ("prefetch", "prerender", "preview"))


def _record(version_id: UUID, person_id: UUID, *, by_link: bool, downloads: bool) -> None:
    try:
        with transaction():
            actions.record_opening(version_id, person_id, by_link=by_link, downloads=downloads, at=utc_now())
    except OperationalError as error:  # a page must not fail because of this record
        log.warning("pack.not_recorded", kind=type(error).__name__)
