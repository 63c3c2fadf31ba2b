"""Changing the standard phrases of a forum."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app import audit
from app.accounts.models import Person
from forums.scheduling.models import Forum


def change(forum: Forum, phrases: Sequence[str], *, by: Person, at: datetime) -> None:
    """Set the phrases that writers of the forum's minutes can insert; none means the standard ones."""
    if list(phrases) == forum.phrases:
        return
    forum.phrases = list(phrases)
    audit.record("forum.phrases_changed", forum, by=by, at=at)
