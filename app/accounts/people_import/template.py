"""The example of the template, and its guide to what each column may contain."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.people.forms import ROLE_NAMES
from app.accounts.people_import.rows import ANSWERS, COLUMNS, EXAMPLE, SECTOR_NAMES
from app.accounts.sign_in.forms import LANGUAGES
from app.files.spreadsheets import Table


def example() -> list[str]:
    """Return the cells of the example."""
    return [
        str(EXAMPLE),
        "Diskominfo",
        str(SECTOR_NAMES["government"]),
        "Rina Wulandari",
        _("Head of the data division"),
        "rina@diskominfo.example",
        "+62 812 3456 7890",
        LANGUAGES["id"],
        "",
        str(ANSWERS["yes"]),
    ]


def guide() -> Table:
    """Return the table that explains the columns."""
    allowed = {
        "organisation": _("The full name. Known organisations are recognised by name or short name."),
        "short_name": _("Optional, such as DPMPTSP or Dinkes"),
        "sector": _("For a new organisation: %(values)s", values=_listed(SECTOR_NAMES)),
        "name": _("Leave it empty to enter the organisation alone"),
        "position": _("Optional"),
        "email": _("People are recognised by it; without one, by their name in the organisation"),
        "phone": _("Optional"),
        "language": _("Of mails: %(values)s", values=_listed(LANGUAGES)),
        "roles": _("Only administrators give them, with commas between: %(values)s", values=_listed(ROLE_NAMES)),
        "invite": _("%(values)s; empty means no", values=_listed(ANSWERS)),
    }
    rows = [[str(COLUMNS[name]), text] for name, text in allowed.items()]
    return Table(_("What to write"), [_("Column"), _("What to write")], rows)


def _listed(labels: dict[str, str]) -> str:
    return ", ".join(str(label) for label in labels.values())
