"""Shared goals as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response
from flask_babel import gettext as _

from alignment.goals.queries import Overview
from app.files.tables import table_download


def sheet(overviews: Sequence[Overview], kind: str) -> Response:
    """Return goals as a download; `kind` is "csv" or "xlsx"."""
    columns = [
        _("Forum or agreement"),
        _("Version"),
        _("Goal"),
        _("Acknowledged by"),
        _("Differ"),
        _("No answer yet"),
        _("Longest, days"),
    ]
    return table_download(_("Shared goals"), columns, map(_cells, overviews), kind, name="goals")


def _cells(it: Overview) -> list[str | int]:
    differing = [one.name for one in it.parties if one.id in it.standing.differing]
    return [
        it.goal.circle.name,
        it.version.number,
        it.version.goal,
        ", ".join(one.name for one in it.acknowledging),
        ", ".join(differing),
        ", ".join(party.name for party, _days in it.silent),
        max((days for _party, days in it.silent), default=0),
    ]
