"""Forms for uploading a spreadsheet and for confirming its import."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired
from wtforms.validators import Optional as Empty

from app.web.forms import ANY_OUTCOME, Form, identity


class SheetForm(Form):
    """A spreadsheet to import."""

    file = FileField(_l("Spreadsheet"), description=_l("Choose or drop an XLSX or CSV file; at most 5 MB."))


class ConfirmSheetForm(Form):
    """The uploaded sheet to import, and the digest of its preview."""

    ids = {"file": "the uploaded file, as in the preview"}

    file = SelectField(
        _l("Spreadsheet"), [InputRequired(_l("Choose the file again"))], coerce=identity, validate_choice=False
    )
    seen = StringField(
        _l("What was shown"),
        [Empty()],
        description=_l("The mark of the preview: nothing is imported if another one would be shown by now."),
    )

    def __init__(self) -> None:
        super().__init__()
        self.file.choices = []

    @property
    def seen_mark(self) -> str | None:
        """The digest of the preview, or None if any outcome is accepted."""
        return None if self.seen.data == ANY_OUTCOME else self.seen.data or ""
