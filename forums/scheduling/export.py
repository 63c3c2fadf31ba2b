"""The lists of forums and of sessions as spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.files.spreadsheets import WrittenCell
from app.files.tables import table_download
from app.web.external_urls import external
from app.web.status_labels import sector_name, status_label
from forums.scheduling.labels import KINDS, repetition, session_name, session_place
from forums.scheduling.rows import ForumRow, SessionRow

FORUMS = (
    _l("Forum"),
    _l("Kind"),
    _l("Repeats"),
    _l("Next session"),
    _l("Sectors"),
    _l("Open commitments"),
    _l("Late"),
    _l("Standing"),
    _l("Link"),
)
SESSIONS = (
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


def forum_sheet(rows: Iterable[ForumRow], kind: str) -> Response:
    """Return forums as a download: `kind` is "csv" or "xlsx"."""
    return table_download(_("Forums"), FORUMS, map(_forum, rows), kind, name="forums")


def _forum(row: ForumRow) -> list[WrittenCell]:
    upcoming = row.upcoming
    return [
        row.name,
        str(KINDS[row.kind]),
        repetition(row.series),
        upcoming.starts_at.astimezone(ZoneInfo(upcoming.timezone)).date() if upcoming else "",
        ", ".join(str(sector_name(one)) for one in row.sectors),
        row.stats.open,
        row.stats.late,
        str(status_label("rating", row.stats.health.value).word),
        external("forums.scheduling.show", slug=row.slug),
    ]


def session_sheet(rows: Iterable[tuple[SessionRow, str]], kind: str) -> Response:
    """Return sessions with their displayed states as a download; `kind` is "csv" or "xlsx"."""
    return table_download(_("Sessions"), SESSIONS, (_session(*row) for row in rows), kind, name="sessions")


def _session(session: SessionRow, stage: str) -> list[WrittenCell]:
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
