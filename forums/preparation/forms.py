"""Forms for documents of agenda items, and for what a party is asked to prepare."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.validators import InputRequired

from app.circles.models import Seat
from app.web.forms import Day, Form, TextField, identity, options, required
from forums.preparation.actions import Wanted


class DocumentForm(Form):
    """A document and its title."""

    file = FileField(
        _l("File"),
        description=_l("Choose or drop a file here. PDF, pictures or office documents; at most 20 MB."),
    )
    title = TextField(_l("Title"), description=_l("Empty: the name of the file"))


class PreparationForm(Form):
    """Who is asked to prepare what, and by when."""

    ids = {"seat": "a seat of the forum"}

    seat = SelectField(_l("Who prepares it?"), [InputRequired(_l("Choose an organisation"))], coerce=identity)
    what = TextField(
        _l("What is needed?"),
        required(_l("Write what is needed")),
        max_length=300,
        description=_l("For example: the list of services with their data owners"),
    )
    due = Day(_l("No later than"), required(_l("Write the date")))

    def offer(self, seats: Sequence[Seat]) -> None:
        """Offer these seats."""
        self._seats = {seat.id: seat for seat in seats}
        named = [(str(seat.id), seat.organisation.name) for seat in seats]
        self.seat.choices = options([("", _("Choose an organisation")), *named])

    def details(self) -> Wanted:
        """Return what was entered."""
        return Wanted(seat=self._seats[self.seat.data], what=self.what.data, due=self.due.data)
