"""What a digest asks leadership about barriers, and the directive that an answer becomes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from alignment.barriers import actions, queries
from app.accounts.models import Person
from commitments.blockers.models import BlockerKind
from commitments.status_labels import BARRIERS
from forums.directives.models import Directive
from forums.scheduling.policies import read_forum

MOST = 5
"""Maximum number of barriers about which a digest asks."""
DAYS = 14
"""Days within which leadership is asked to direct."""
LONGEST = 600


def asks_about(content: Mapping[str, Any], language: str, today: date) -> list[dict[str, Any]]:
    """Return a question about each of the oldest barriers of a snapshot that no directive was given about yet."""
    waiting = [one for one in content["barriers"] if not one["directed"]]
    with force_locale(language):
        return [_ask(one, today) for one in waiting[:MOST]]


def _ask(barrier: Mapping[str, Any], today: date) -> dict[str, Any]:
    kind = str(BARRIERS[BlockerKind(barrier["kind"])])
    opened = ngettext("open for %(num)d day", "open for %(num)d days", barrier["days"])
    why = _("Type: %(kind)s, %(open)s.", kind=kind, open=opened)
    owner = barrier["office"] or barrier["owner"]
    first = (
        _("%(owner)s removes it within 30 days and reports to the forum", owner=owner)
        if owner
        else _("The coordinator names within 7 days who removes it")
    )
    return {
        "title": barrier["title"],
        "why": f"{why} {barrier['text']}".strip()[:LONGEST],
        "options": [first, _("The parties agree on a way round it in the next session")],
        "by": (today + timedelta(days=DAYS)).isoformat(),
        "barrier": barrier["id"],
    }


def direct(ask: Mapping[str, Any], text: str, *, by: Person, at: datetime) -> Directive | None:
    """Give the forum of a barrier the answer to a question about it as a directive.

    Return None if the question is about none, if that was resolved, has a directive or has no active forum that `by`
    reads.
    """
    barrier = queries.for_act(UUID(ask["barrier"])) if "barrier" in ask else None
    if barrier is None or barrier.resolved_on or barrier.directive_id:
        return None
    forum = queries.forum_of(barrier)
    if forum is None or forum.archived_at or not read_forum(by, forum):
        return None
    return actions.direct(barrier, forum, text, by=by, at=at)
