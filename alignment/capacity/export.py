"""Levels as a spreadsheet, one row for each organisation and competence."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from alignment.capacity import queries
from alignment.capacity.rules import lack
from app.files.tables import MOST, table_download


def sheet(kind: str) -> Response:
    """Return the levels that count as a download; `kind` is "csv" or "xlsx"."""
    columns = [_("Organisation"), _("Competence"), _("Needed"), _("There is"), _("Lacking")]
    rows = ((*row, lack(row[2], row[3])) for row in queries.every_level(MOST))
    return table_download(_("Competences"), columns, rows, kind, name="competences")
