"""The example of the template, and its guide to what each column may contain."""

from __future__ import annotations

from flask_babel import gettext as _

from app.files.spreadsheets import Table
from commitments.imports.rows import COLUMNS, EXAMPLE


def example() -> list[str]:
    """Return the cells of the example."""
    return [
        "TL-01",
        str(EXAMPLE),
        _("The list contains all nine services"),
        "Dinas Kesehatan",
        "Diskominfotik",
        _("11 December 2026"),
        "25",
        _("in progress"),
        "",
    ]


def guide() -> Table:
    """Return the table that explains the columns."""
    allowed = {
        "number": _("A code such as KMT-2026-0041, or the number in your register: it recognises the line later"),
        "title": _("What is to be done, at most 200 characters"),
        "criteria": _("How the verifier knows that it is done, one criterion per line"),
        "responsible": _("Name or short name of an organisation of the forum or agreement"),
        "verifier": _("Another organisation; if empty, the one that you choose for all lines"),
        "due": _("With its year, such as 11 December 2026 or 11/12/2026"),
        "progress": _("A number from 0 to 100; recorded only with acceptance"),
        "state": _("Such as in progress; what is done or cancelled is not imported"),
        "remarks": _("Kept in the timeline of the commitment"),
    }
    rows = [[str(COLUMNS[name]), text] for name, text in allowed.items()]
    return Table(_("What to write"), [_("Column"), _("What to write")], rows)
