"""The API of forums: registers the operations of every slice."""

from __future__ import annotations

from flask import Flask

from forums.agenda.api import api as agenda
from forums.attendance.api import api as attendance
from forums.basis.api import api as basis
from forums.busy.api import api as busy
from forums.changes.api import api as changes
from forums.decisions.api import api as decisions
from forums.directives.api import api as directives
from forums.holidays.api import api as holidays
from forums.imports.api import api as imports
from forums.invitations.api import api as invitations
from forums.invitations.feed_api import api as feeds
from forums.live.api import api as live
from forums.members.api import api as members
from forums.minutes.api import api as minutes
from forums.papers.api import api as papers
from forums.registration.api import api as registration
from forums.replies.api import api as replies
from forums.replies.message_api import api as messages
from forums.scheduling.api import forums, sessions
from forums.seat_import.api import api as seat_import


def init_app(app: Flask) -> None:
    """Register the API operations of every slice."""
    of_schedules = (sessions, holidays, changes, busy, invitations, feeds, registration)
    of_forums = (forums, members, basis, seat_import, imports, *of_schedules)
    for part in (*of_forums, agenda, attendance, live, minutes, decisions, directives, papers, replies, messages):
        part.init_app(app)
