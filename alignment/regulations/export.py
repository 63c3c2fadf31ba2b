"""The list of regulations as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from alignment.regulations.labels import LEVELS, STAGES
from alignment.regulations.queries import RegulationRow
from app.clock import local_date
from app.files.spreadsheets import WrittenCell
from app.files.tables import table_download
from app.web.external_urls import external

COLUMNS = (
    _l("Level"),
    _l("Number"),
    _l("Year"),
    _l("Title"),
    _l("What it regulates"),
    _l("Who can revise it"),
    _l("Status"),
    _l("Marked for review since"),
    _l("Stage of the revision"),
    _l("Blocks"),
    _l("Link"),
)


def table(rows: Iterable[RegulationRow], today: date, kind: str) -> Response:
    """Return the rows as a download: `kind` is "csv" or "xlsx"."""
    cells = (_cells(row, today) for row in rows)
    return table_download(_("Regulations"), COLUMNS, cells, kind, name="regulations")


def _cells(row: RegulationRow, today: date) -> list[WrittenCell]:
    return [
        str(LEVELS[row.level]),
        row.number,
        str(row.year),
        row.title,
        row.subject,
        row.issuer,
        _("Repealed") if row.is_repealed(today) else _("In force"),
        local_date(row.marked_at) if row.marked_at else "",
        str(STAGES[row.stage]) if row.stage else "",
        str(row.blocks),
        external("alignment.regulations.show", regulation_id=row.id),
    ]
