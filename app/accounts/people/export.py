"""The list of people as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.people.forms import ROLE_NAMES
from app.accounts.people.rows import PersonRow
from app.files.tables import table_download
from app.web.status_labels import status_label

COLUMNS = (_l("Name"), _l("Position"), _l("Organisation"), _l("E-mail address"), _l("Account"), _l("Platform roles"))


def sheet(rows: Iterable[PersonRow], kind: str) -> Response:
    """Return people as a download; `kind` is "csv" or "xlsx"."""
    return table_download(_("People"), COLUMNS, map(_cells, rows), kind, name="people")


def _cells(row: PersonRow) -> list[str]:
    account = str(status_label("account", row.account).word)
    roles = ", ".join(str(ROLE_NAMES[role]) for role in row.roles)
    return [row.name, row.position, row.organisation_label, row.email or "", account, roles]
