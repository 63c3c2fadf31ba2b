"""What is asked for a sheet."""

from __future__ import annotations

from flask_wtf.file import FileField

from app.forms import Form
from app.translation import lazy_gettext as _l


class SheetForm(Form):
    """A spreadsheet of seats and participants."""

    file = FileField(_l("Spreadsheet"), description=_l("Choose or drop an XLSX or CSV file; at most 5 MB."))
