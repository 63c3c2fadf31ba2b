"""What programs may do with forums."""

from __future__ import annotations

from flask import Flask

from forums.agenda.api import api as agenda
from forums.attendance.api import api as attendance
from forums.decisions.api import api as decisions
from forums.imports.api import api as imports
from forums.invitations.api import api as invitations
from forums.live.api import api as live
from forums.members.api import api as members
from forums.minutes.api import api as minutes
from forums.papers.api import api as papers
from forums.scheduling.api import forums, sessions


def init_app(app: Flask) -> None:
    """Open the operations of every slice."""
    for part in (forums, members, sessions, invitations, agenda, attendance, live, minutes, decisions, papers, imports):
        part.init_app(app)
