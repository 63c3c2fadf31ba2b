"""The form to look up a document by its hash."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.pdf.canonical import FINGERPRINT
from app.web.forms import Form, TextField, required


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
