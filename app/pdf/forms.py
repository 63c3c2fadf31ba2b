"""The form to look up a document by its hash, and the fields that office records share."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Optional as Empty
from wtforms.validators import ValidationError

from app.pdf.canonical import FINGERPRINT
from app.pdf.rules import as_lines, signatories_in
from app.web.forms import Day, Form, Paragraphs, TextField, required


class HashForm(Form):
    """A SHA-256 as people type it from a printed document: in groups, in capitals."""

    sha256 = TextField(
        _l("SHA-256 of the document"),
        required(_l("Enter the SHA-256 from the last page of the document")),
        description=_l("64 digits and letters from a to f. Spaces do not matter."),
    )

    def validate_sha256(self, field: Any) -> None:
        if not FINGERPRINT.fullmatch(self.fingerprint):
            raise ValidationError(_("This is not a whole SHA-256: %(count)d of 64 signs fit", count=self._fitting))

    @property
    def fingerprint(self) -> str:
        """The hash without spaces, in lower case."""
        return "".join((self.sha256.data or "").lower().split())

    @property
    def _fitting(self) -> int:
        return min(len(re.findall("[0-9a-f]", self.fingerprint)), 64)


class RecordFields(Form):
    """What is entered for every office record (berita acara). Letterhead and date in words come from Selaras.

    Forms add the fields of what is recorded. Their `details` are dataclasses with the same names.
    """

    version = HiddenField()
    number = TextField(
        _l("Number"),
        [Empty()],
        max_length=100,
        description=_l("As issued by your records system. Without a number the record remains a draft."),
    )
    dated = Day(_l("Date of the record"), required(_l("Write the date")))
    place = TextField(_l("Place"), [Empty()])
    closing = Paragraphs(_l("Closing"), required(_l("Write how the record ends")), max_length=2000)
    signatories = Paragraphs(
        _l("Signatories"),
        required(_l("Write at least one signatory")),
        max_length=15000,
        description=_l("One per line: name; position; organisation. Without a name there is a line to write it on."),
    )

    @classmethod
    def filled(cls, details: Any, version: int, **chosen: Any) -> Self:
        """Return the form with the values of `details`; `chosen` are those of fields with choices."""
        values = {one.name: getattr(details, one.name) for one in fields(details)}
        return cls(version=version, **values | {"signatories": as_lines(details.signatories)} | chosen)

    def entered(self) -> dict[str, Any]:
        """Return the values that every record has, as arguments of its details."""
        return {
            "number": self.number.data or "",
            "dated": self.dated.data,
            "place": self.place.data or "",
            "closing": self.closing.data or "",
            "signatories": signatories_in(self.signatories.data or ""),
        }
