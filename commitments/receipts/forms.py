"""Forms of records of delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.validators import Optional as Empty

from app.pdf.rules import as_lines, signatories_in
from app.web.forms import Day, Form, Paragraphs, TextField, options, required
from commitments.receipts.texts import RecordDetails


class RecordForm(Form):
    """The text of a record; letterhead, parties, the date in words and the hashes come from Selaras."""

    offered: Mapping[int, dict[str, Any]] = {}

    version = HiddenField()
    number = TextField(
        _l("Number"),
        [Empty()],
        max_length=100,
        description=_l("As issued by your records system. Without a number the record remains a draft."),
    )
    dated = Day(_l("Date of the record"), required(_l("Write the date")))
    place = TextField(_l("Place"), [Empty()])
    handed_over = Paragraphs(
        _l("What is handed over"),
        required(_l("Write what is handed over")),
        max_length=5000,
        description=_l("For example documents, data or devices, with their quantity. One per line."),
    )
    items = SelectMultipleField(
        _l("Acceptance criteria that it covers"), [InputRequired(_l("Choose at least one criterion"))], coerce=int
    )
    closing = Paragraphs(_l("Closing"), required(_l("Write how the record ends")), max_length=2000)
    signatories = Paragraphs(
        _l("Signatories"),
        required(_l("Write at least one signatory")),
        max_length=15000,
        description=_l("One per line: name; position; organisation. Without a name there is a line to write it on."),
    )

    @classmethod
    def of(cls, details: RecordDetails, offered: Sequence[dict[str, Any]], version: int) -> RecordForm:
        """Return the form, pre-filled; `offered` are the criteria to choose from."""
        values: dict[str, Any] = {name: getattr(details, name) for name in RecordDetails.__slots__}
        values["items"] = [item["number"] for item in details.items]
        values["signatories"] = as_lines(details.signatories)
        form = cls(version=version, **values)
        form.offered = {item["number"]: item for item in offered}
        form.items.choices = options((key, f"{key}. {item['wording']}") for key, item in form.offered.items())
        return form

    def details(self, evidence: Sequence[dict[str, Any]]) -> RecordDetails:
        """Return the details entered, with the evidence of the chosen criteria."""
        chosen = set(self.items.data)
        return RecordDetails(
            number=self.number.data or "",
            dated=self.dated.data,
            place=self.place.data or "",
            handed_over=self.handed_over.data or "",
            closing=self.closing.data or "",
            items=[item for key, item in self.offered.items() if key in chosen],
            evidence=[one for one in evidence if one["criterion"] in chosen or one["criterion"] not in self.offered],
            signatories=signatories_in(self.signatories.data or ""),
        )


class SignedForm(Form):
    """The signed copy of a record."""

    file = FileField(
        _l("Signed copy"),
        required(_l("Choose a file")),
        description=_l("The scan, or a file with a certified signature. PDF or a picture; at most 20 MB."),
    )
