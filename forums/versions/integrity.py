"""The check of approved and published minutes: contents have their hashes, and versions follow one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from app.audit.checks import Checked
from app.audit.models import AuditRow
from app.database import db
from app.pdf.canonical import fingerprint
from forums.minutes.models import LOCKED, Minutes
from forums.scheduling.models import Forum, Session

TOGETHER = 100
APPROVED: tuple[str, ...] = ("minutes.approved",)
PUBLISHED: tuple[str, ...] = ("minutes.published", "minutes.republished")
"""The actions that record the hash of a content."""


Recorded = Mapping[tuple[str, ...], dict[UUID, str]]
"""The hashes that the audit trail recorded, by actions and by the id of the minutes."""


def check_minutes() -> Checked:
    """Recompute the hash of every approved and published content, and compare it with the row and the audit trail."""
    recorded: Recorded = {actions: _recorded(actions) for actions in (APPROVED, PUBLISHED)}
    number = 0
    differing: list[str] = []
    previous: Row[Any] | None = None
    for row in _approved():
        number += 1
        name = f"minutes of session {row.number} of {row.slug}, version {row.version}"
        predecessor = previous if previous and previous.session_id == row.session_id else None
        differing += [f"{name}: {fault}" for fault in _faults(row, predecessor, recorded)]
        recorded[APPROVED].pop(row.id, None)
        previous = row
    differing += [f"minutes {missing}: they were approved and are missing" for missing in recorded[APPROVED]]
    return Checked("approved minutes", number, differing)


def _faults(row: Row[Any], predecessor: Row[Any] | None, recorded: Recorded) -> Iterator[str]:
    """Yield what is wrong with an approved version; `predecessor` is the approved version before it."""
    if row.content is None or fingerprint(row.content) != row.sha256:
        yield "the approved text does not have its hash"
    if recorded[APPROVED].get(row.id) != row.sha256:
        yield "the hash of the approved text is not the one that was recorded at its approval"
    if row.published_content is not None or row.published_sha256 is not None or row.id in recorded[PUBLISHED]:
        if row.published_content is None or fingerprint(row.published_content) != row.published_sha256:
            yield "the published text does not have its hash"
        if recorded[PUBLISHED].get(row.id) != row.published_sha256:
            yield "the hash of the published text is not the one that was recorded at its publication"
    yield from _broken_link(row, predecessor)


def _broken_link(row: Row[Any], predecessor: Row[Any] | None) -> Iterator[str]:
    """Yield the fault of a version that does not name the version before it by its hash."""
    named = (row.content or {}).get("previous") or {}
    before = (predecessor.version, predecessor.sha256) if predecessor else (None, None)
    if (named.get("version"), named.get("sha256")) != before:
        yield "it does not follow the version before it"


def _approved() -> Iterator[Row[Any]]:
    """Yield every approved version, by session, oldest first."""
    hashes = (Minutes.content, Minutes.sha256, Minutes.published_content, Minutes.published_sha256)
    query = select(Minutes.id, Minutes.session_id, Minutes.version, *hashes, Session.number, Forum.slug)
    query = query.join(Session, Session.id == Minutes.session_id).join(Forum, Forum.id == Session.forum_id)
    query = query.where(Minutes.state.in_(LOCKED)).order_by(Minutes.session_id, Minutes.version)
    yield from db.session.execute(query.execution_options(yield_per=TOGETHER))


def _recorded(actions: tuple[str, ...]) -> dict[UUID, str]:
    """Return the last hashes that the audit trail recorded with these actions, by the id of the minutes."""
    query = select(AuditRow.subject_id, AuditRow.details).where(AuditRow.action.in_(actions)).order_by(AuditRow.id)
    return {minutes_id: details.get("sha256", "") for minutes_id, details in db.session.execute(query)}
