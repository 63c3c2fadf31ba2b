"""The API of forums: registers the operations of every slice."""

from __future__ import annotations

from flask import Flask

from forums.agenda.api import api as agenda
from forums.attendance.api import api as attendance
from forums.basis.api import api as basis
from forums.busy.api import api as busy
from forums.changes.api import api as changes
from forums.checkin.api import api as checkin
from forums.circular.api import api as circular
from forums.conflicts.api import api as conflicts
from forums.decisions.api import api as decisions
from forums.directives.api import api as directives
from forums.dispositions.api import api as dispositions
from forums.dossier.api import api as dossier
from forums.holidays.api import api as holidays
from forums.imports.api import api as imports
from forums.invitations.api import api as invitations
from forums.invitations.feed_api import api as feeds
from forums.live.api import api as live
from forums.members.api import api as members
from forums.minutes.api import api as minutes
from forums.officers.api import api as officers
from forums.pack.api import api as pack
from forums.papers.api import api as papers
from forums.phrases.api import api as phrases
from forums.preparation.api import api as preparation
from forums.redaction.api import api as redactions
from forums.registration.api import api as registration
from forums.replies.api import api as replies
from forums.replies.message_api import api as messages
from forums.review.api import api as review
from forums.scheduling.api import forums, sessions
from forums.seat_import.api import api as seat_import
from forums.versions.api import api as versions


def init_app(app: Flask) -> None:
    """Register the API operations of every slice."""
    for part in (
        forums,
        members,
        seat_import,
        imports,
        sessions,
        holidays,
        changes,
        busy,
        invitations,
        feeds,
        registration,
        basis,
        directives,
        dispositions,
        agenda,
        preparation,
        conflicts,
        attendance,
        checkin,
        officers,
        live,
        minutes,
        phrases,
        review,
        versions,
        redactions,
        decisions,
        circular,
        papers,
        pack,
        dossier,
        replies,
        messages,
    ):
        part.init_app(app)
