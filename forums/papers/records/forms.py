"""The form of a record of agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.validators import Optional as Empty

from app.pdf.rules import as_lines, signatories_in
from app.web.forms import Day, Form, Paragraphs, TextField, identity, options, required
from forums.papers.records.texts import RecordDetails


class RecordForm(Form):
    """The text of a record; the letterhead and the date in words come from Selaras."""

    ids = {"points": "a decision of the session"}
    offered: Mapping[UUID | None, dict[str, Any]] = {}

    version = HiddenField()
    number = TextField(
        _l("Number"),
        [Empty()],
        max_length=100,
        description=_l("As issued by your records system. Without a number the record remains a draft."),
    )
    dated = Day(_l("Date of the record"), required(_l("Enter the date of the record")))
    place = TextField(_l("Place"), [Empty()])
    opening = Paragraphs(
        _l("Opening"),
        required(_l("Write how the record begins")),
        max_length=2000,
        description=_l("It continues the sentence “On this day …, at …,”"),
    )
    points = SelectMultipleField(
        _l("Agreed points"), [InputRequired(_l("Choose at least one decision"))], coerce=identity
    )
    closing = Paragraphs(_l("Closing"), required(_l("Write how the record ends")), max_length=2000)
    signatories = Paragraphs(
        _l("Signatories"),
        required(_l("Enter at least one signatory")),
        max_length=15000,
        description=_l("One per line: name; position; organisation. Without a name there is a line to write it on."),
    )

    @classmethod
    def of(cls, details: RecordDetails, offered: Sequence[dict[str, Any]], version: int) -> RecordForm:
        """Return the form, pre-filled; `offered` are all points to choose from."""
        values = {name: getattr(details, name) for name in RecordDetails.__slots__}
        values["points"] = [identity(one["id"]) for one in details.points]
        values["signatories"] = as_lines(details.signatories)
        form = cls(version=version, **values)
        form.offered = {identity(one["id"]): one for one in offered}
        form.points.choices = options((key, f"{one['code']}: {one['text']}") for key, one in form.offered.items())
        return form

    def details(self) -> RecordDetails:
        """Return the details entered."""
        chosen = set(self.points.data)
        return RecordDetails(
            number=self.number.data or "",
            dated=self.dated.data,
            place=self.place.data or "",
            opening=self.opening.data or "",
            closing=self.closing.data or "",
            points=[point for key, point in self.offered.items() if key in chosen],
            signatories=signatories_in(self.signatories.data or ""),
        )
