"""Forms of records of delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired

from app.pdf.forms import RecordFields
from app.web.forms import Form, Paragraphs, options, required
from commitments.receipts.texts import RecordDetails


class RecordForm(RecordFields):
    """The text of a record; the parties and the hashes come from Selaras."""

    offered: Mapping[int, dict[str, Any]] = {}

    handed_over = Paragraphs(
        _l("What is handed over"),
        required(_l("Write what is handed over")),
        max_length=5000,
        description=_l("For example documents, data or devices, with their quantity. One per line."),
    )
    items = SelectMultipleField(
        _l("Acceptance criteria that it covers"), [InputRequired(_l("Choose at least one criterion"))], coerce=int
    )

    @classmethod
    def of(cls, details: RecordDetails, offered: Sequence[dict[str, Any]], version: int) -> RecordForm:
        """Return the form, pre-filled; `offered` are the criteria to choose from."""
        form = cls.filled(details, version, items=[item["number"] for item in details.items])
        form.offered = {item["number"]: item for item in offered}
        form.items.choices = options((key, f"{key}. {item['wording']}") for key, item in form.offered.items())
        return form

    def details(self, evidence: Sequence[dict[str, Any]]) -> RecordDetails:
        """Return the details entered, with the evidence of the chosen criteria."""
        chosen = set(self.items.data)
        return RecordDetails(
            **self.entered(),
            handed_over=self.handed_over.data or "",
            items=[item for key, item in self.offered.items() if key in chosen],
            evidence=[one for one in evidence if one["criterion"] in chosen or one["criterion"] not in self.offered],
        )


class SignedForm(Form):
    """The signed copy of a record."""

    file = FileField(
        _l("Signed copy"),
        required(_l("Choose a file")),
        description=_l("The scan, or a file with a certified signature. PDF or a picture; at most 20 MB."),
    )
