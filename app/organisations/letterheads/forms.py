"""The form of a letterhead."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField

from app.organisations.letterheads.actions import LetterheadDetails
from app.web.forms import Form, Paragraphs, TextField, required


class LetterheadForm(Form):
    """The lines of a letterhead, and its emblem."""

    unit = TextField(_l("Name in the letterhead"), required(_l("Enter the name to show in the letterhead")))
    above = TextField(
        _l("Line above the name"), description=_l("The government or body that the organisation belongs to")
    )
    address = Paragraphs(_l("Lines below the name"), max_length=400, description=_l("Address, telephone and e-mail"))
    city = TextField(_l("Place of letters"), max_length=100, description=_l("Shown before the date of letters"))
    emblem = FileField(_l("Emblem"), description=_l("A PNG or JPEG picture of at most 1 MB and 2000 by 2000 pixels"))
    without_emblem = BooleanField(_l("Remove the emblem"))

    def details(self) -> LetterheadDetails:
        """Return the lines entered."""
        return LetterheadDetails(
            unit=self.unit.data,
            above=self.above.data or "",
            address=(self.address.data or "").replace("\r\n", "\n"),
            city=self.city.data or "",
        )
