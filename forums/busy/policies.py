"""Policies of external calendars."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from forums.busy.models import BusyFeed


@policy("busy_feed:manage")
def manage_feeds(user: Person) -> bool:
    """Everyone who is signed in, for themselves."""
    return user.is_active


@policy("busy_feed:change", BusyFeed)
def change_feed(user: Person, feed: BusyFeed) -> bool:
    """The owner of the calendar."""
    return feed.person_id == user.id
