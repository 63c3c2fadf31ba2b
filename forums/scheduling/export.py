"""The list of sessions as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.files.spreadsheets import WrittenCell
from app.files.tables import table_download
from app.web.external_urls import external
from app.web.status_labels import status_label
from forums.scheduling.labels import session_name, session_place
from forums.scheduling.rows import SessionRow

COLUMNS = (
    _l("Forum"),
    _l("Session"),
    _l("Day"),
    _l("Begins"),
    _l("Ends"),
    _l("Time zone"),
    _l("Place"),
    _l("Status"),
    _l("Link"),
)


def sheet(rows: Iterable[tuple[SessionRow, str]], kind: str) -> Response:
    """Return sessions with their displayed states as a download; `kind` is "csv" or "xlsx"."""
    return table_download(_("Sessions"), COLUMNS, (_cells(*row) for row in rows), kind, name="sessions")


def _cells(session: SessionRow, stage: str) -> list[WrittenCell]:
    zone = ZoneInfo(session.timezone)
    begins, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    return [
        session.forum_name,
        session_name(session),
        begins.date(),
        f"{begins:%H:%M}",
        f"{ends:%H:%M}",
        session.timezone,
        session_place(session),
        str(status_label("session", stage).word),
        external("forums.sessions.show", session_id=session.id),
    ]
