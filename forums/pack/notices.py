"""Mail about meeting packs: a version was circulated, was not opened yet, or is for a guest to read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from app.accounts.models import Person
from app.circles.models import Classification
from app.circles.queries import may_be_notified_of
from app.mail import outbox
from app.web.external_urls import external
from forums.minutes.queries import readers
from forums.pack import queries
from forums.pack.models import PackVersion
from forums.pack.rules import Change


def circulated(version: PackVersion, *, by: Person) -> None:
    """Notify all participants of a version, and of what changed since the one before; also guests whose link works."""
    now = version.circulated_at
    guests = [one.person for one in queries.guests(version.session) if one.has_link(now)]
    for person in [*readers(version.session.forum_id, observers=True), *guests]:
        if person.id != by.id:
            _notify("circulated", version, person, key=f"pack:{version.id}:circulated:{person.id}", by=by)


def shared(version: PackVersion, guest: Person, *, by: Person) -> None:
    """Mail a guest of the session a link to read its pack."""
    _notify("shared", version, guest, key=None, by=by)


def reminded(version: PackVersion, *, besides: Collection[UUID], by: Person, day: date) -> int:
    """Remind participants of organisations not in `besides`, at most once on a day; return how many."""
    people = [
        person
        for person in readers(version.session.forum_id, observers=True)
        if person.organisation_id not in besides and person.id != by.id
    ]
    for person in people:
        _notify("reminded", version, person, key=f"pack:{version.id}:reminded:{day}:{person.id}", by=by)
    return len(people)


def _notify(template: str, version: PackVersion, person: Person, *, key: str | None, **context: Any) -> None:
    if not may_be_notified_of(person, version.session.forum.circle):
        return
    outbox.enqueue(
        f"forums/pack/{template}",
        person,
        key=key,
        about=version,
        version=version,
        session=version.session,
        changes=_mailed_changes(version),
        link=external("forums.pack.show", session_id=version.session_id),
        **context,
    )


def _mailed_changes(version: PackVersion) -> list[Change]:
    """Return what a mail says about changes: nothing in a secret forum, whose page says it after a code."""
    is_secret = version.session.forum.circle.classification is Classification.SECRET
    return [] if is_secret else version.known_changes
