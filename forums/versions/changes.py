"""What an amendment changes, for pages and mails."""

from __future__ import annotations

from typing import NamedTuple

from app.web.status_labels import KINDS
from forums.attendance.models import Presence
from forums.minutes.content import content_to_read
from forums.minutes.models import Minutes
from forums.versions import queries
from forums.versions.comparison import Comparison, compared
from forums.versions.models import Amendment


class Changes(NamedTuple):
    """Why a version amends another, and how the two differ."""

    amendment: Amendment
    comparison: Comparison


def changes_of(minutes: Minutes) -> Changes | None:
    """Return what a version changes in the one that it amends; None for a first version."""
    amendment = queries.amendment_of(minutes.id) if minutes.is_amendment else None
    if amendment is None or amendment.base.content is None:
        return None
    content = content_to_read(minutes, minutes.session)
    return Changes(amendment, compared(amendment.base.content, content, presences()))


def presences() -> dict[str | None, str]:
    """Return the labels of attendance, by value; None if nothing was recorded."""
    labels = KINDS["attendance"]
    return {None: "–", **{one.value: str(labels[one.value].word) for one in Presence}}
