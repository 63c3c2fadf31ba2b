"""The list of agreements as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agreements.labels import KINDS
from agreements.registry.rows import AgreementRow
from app.files.spreadsheets import WrittenCell
from app.files.tables import table_download
from app.web.status_labels import status_label

COLUMNS = (
    _l("Agreement"),
    _l("Kind"),
    _l("Number"),
    _l("Parties"),
    _l("In force from"),
    _l("Ends"),
    _l("Stage"),
    _l("Validity"),
)


def sheet(rows: Sequence[AgreementRow], kind: str, *, today: date) -> Response:
    """Return rows as a download; `kind` is one of `app.files.tables.FORMATS`."""
    return table_download(_("Agreements"), COLUMNS, (_cells(row, today) for row in rows), kind, name="agreements")


def _cells(row: AgreementRow, today: date) -> list[WrittenCell]:
    validity = row.term.validity(today)
    return [
        row.title,
        str(KINDS[row.kind]),
        row.number or "",
        "; ".join(one.label for one in row.parties),
        row.effective_on or "",
        row.expires_on or "",
        str(status_label("agreement", row.stage.value).word),
        str(status_label("term", validity.value).word) if validity else "",
    ]
