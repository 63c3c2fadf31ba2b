"""The audit trail as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.audit.queries import Entry
from app.files.tables import table_download
from app.web.i18n import moment

COLUMNS = (_l("When"), _l("Who"), _l("What"), _l("About"), _l("Details"), _l("SHA-256"))


def sheet(entries: Iterable[Entry], kind: str) -> Response:
    """Return entries as a download; `kind` is "csv" or "xlsx". Hidden ones have action, time and digest alone."""
    return table_download(_("Audit trail"), COLUMNS, map(_cells, entries), kind, name="audit-trail")


def _cells(entry: Entry) -> list[str]:
    if entry.is_hidden:
        return [moment(entry.at), _("Secret"), entry.what, "", "", entry.digest or ""]
    who = (entry.who or _("Deleted person")) if entry.who_id else _("Selaras (automatic)")
    about = f"{entry.kind} {entry.subject_id or ''}".strip()
    told = "; ".join(f"{label}: {text}" for label, text in entry.shown)
    return [moment(entry.at), who, entry.what, about, told, entry.digest or ""]
