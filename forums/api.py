"""What programs may do with forums."""

from __future__ import annotations

from flask import Flask

from forums.agenda.api import api as agenda
from forums.attendance.api import api as attendance
from forums.invitations.api import api as invitations
from forums.live.api import api as live
from forums.scheduling.api import forums, sessions


def init_app(app: Flask) -> None:
    """Open the operations of every slice."""
    for part in (forums, sessions, invitations, agenda, attendance, live):
        part.init_app(app)
