"""What a digest covers: a forum, an agreement or an organisation, or all that its classification allows (None)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.circles.models import Circle, Classification
from app.circles.rules import at_least_internal
from app.clock import local_date
from app.database import db
from app.organisations.models import Organisation
from forums.scheduling.models import Forum
from forums.scheduling.rules import slug_of

About = Forum | Agreement | Organisation | None
"""What a digest covers; None if that is all that its classification allows."""
AGREEMENT, ORGANISATION = "agreement:", "organisation:"
"""Prefixes of `Snapshot.scope` before the id of what it covers; a forum is written as its slug, which has no colon."""
LONGEST_TAG = 14
"""Maximum number of characters by which the code of a digest names what it covers."""


def scope_of(about: About) -> str:
    """Return what a digest covers as text: "", "forum-data", "agreement:<id>" or "organisation:<id>"."""
    if about is None:
        return ""
    if isinstance(about, Forum):
        return about.slug
    return f"{AGREEMENT if isinstance(about, Agreement) else ORGANISATION}{about.id}"


def circle_of(about: About) -> Circle | None:
    """Return the circle of a forum or an agreement; None for organisations and for all."""
    return about.circle if isinstance(about, Forum | Agreement) else None


def circle_id_of(scope: str) -> UUID | None:
    """Return the id of the circle of the forum or agreement that is written as `scope`, or None."""
    if not scope or scope.startswith(ORGANISATION):
        return None
    if scope.startswith(AGREEMENT):
        return db.session.scalar(select(Agreement.circle_id).where(Agreement.id == _id(scope)))
    return db.session.scalar(select(Forum.circle_id).where(Forum.slug == scope))


def named(scope: str) -> About:
    """Return what is written as `scope`. Raises LookupError if there is no such object."""
    if not scope:
        return None
    found: About
    if scope.startswith(AGREEMENT):
        found = db.session.get(Agreement, _id(scope))
    elif scope.startswith(ORGANISATION):
        found = db.session.get(Organisation, _id(scope))
    else:
        found = db.session.scalar(select(Forum).where(Forum.slug == scope))
    if found is None:
        raise LookupError(scope)
    return found


def filter_of(scope: str) -> dict[str, str]:
    """Return the query string with which lists show what is written as `scope`; empty if they have no such filter."""
    if scope.startswith(AGREEMENT):
        return {"agreement": scope.removeprefix(AGREEMENT)}
    return {} if not scope or scope.startswith(ORGANISATION) else {"forum": scope}


def was_over(about: About, day: date) -> bool:
    """Return whether a forum or organisation was archived, or an agreement had ended, before a day.

    Agreements that were never signed count as over.
    """
    if isinstance(about, Agreement):
        ended = about.stage in (Stage.RENEWED, Stage.TERMINATED)
        return about.stage is not Stage.SIGNED and not (ended and about.last_day and about.last_day >= day)
    return about is not None and about.archived_at is not None and local_date(about.archived_at) < day


def name_of(about: About) -> str:
    """Return the name of what a digest covers; empty for all."""
    if isinstance(about, Agreement):
        return about.title
    return about.name if about else ""


def tag_of(about: About) -> str:
    """Return what the code of a digest names: a short slug of a forum, or a shortened name with part of the id."""
    if about is None or (isinstance(about, Forum) and len(about.slug) <= LONGEST_TAG):
        return about.slug if about else ""
    slug = (
        about.slug
        if isinstance(about, Forum)
        else slug_of(about.title if isinstance(about, Agreement) else about.label)
    )
    return f"{slug[:8].strip('-')}-{about.id.hex[-5:]}"


def classification_of(about: About) -> Classification:
    """Return the classification of a digest: that of its circle, at least internal; internal if it has none."""
    circle = circle_of(about)
    return at_least_internal(circle.classification) if circle else Classification.INTERNAL


def _id(scope: str) -> UUID:
    try:
        return UUID(scope.partition(":")[2])
    except ValueError as error:
        raise LookupError(scope) from error
