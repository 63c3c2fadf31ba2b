"""Policies of calendar imports."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from forums.imports.models import CalendarImport
from forums.scheduling.policies import change_forum, read_forum


@policy("import:read", CalendarImport)
def read_import(user: Person, imported: CalendarImport) -> bool:
    """Those who may read and change the forum."""
    return read_forum(user, imported.forum) and change_forum(user, imported.forum)
