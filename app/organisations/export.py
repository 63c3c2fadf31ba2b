"""The list of organisations as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.files.tables import table_download
from app.organisations.forms import KINDS
from app.organisations.rows import OrganisationRow
from app.web.status_labels import SECTORS

COLUMNS = (_l("Name"), _l("Short name"), _l("Sector"), _l("Kind"), _l("Parent organisation"))


def sheet(rows: Iterable[OrganisationRow], kind: str) -> Response:
    """Return organisations as a download; `kind` is "csv" or "xlsx"."""
    return table_download(_("Organisations"), COLUMNS, map(_cells, rows), kind, name="organisations")


def _cells(row: OrganisationRow) -> list[str]:
    sector, kind = str(SECTORS[row.sector.value][1]), str(KINDS[row.kind.value])
    return [row.name, row.short_name, sector, kind, row.parent_label or ""]
