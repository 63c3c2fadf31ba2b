"""The form of a record of agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired

from app.pdf.forms import RecordFields
from app.web.forms import Paragraphs, identity, options, required
from forums.papers.records.texts import RecordDetails


class RecordForm(RecordFields):
    """The text of a record of agreement."""

    ids = {"points": "a decision of the session"}
    offered: Mapping[UUID | None, dict[str, Any]] = {}

    opening = Paragraphs(
        _l("Opening"),
        required(_l("Write how the record begins")),
        max_length=2000,
        description=_l("It continues the sentence “On this day …, at …,”"),
    )
    points = SelectMultipleField(
        _l("Agreed points"), [InputRequired(_l("Choose at least one decision"))], coerce=identity
    )

    @classmethod
    def of(cls, details: RecordDetails, offered: Sequence[dict[str, Any]], version: int) -> RecordForm:
        """Return the form, pre-filled; `offered` are all points to choose from."""
        form = cls.filled(details, version, points=[identity(one["id"]) for one in details.points])
        form.offered = {identity(one["id"]): one for one in offered}
        form.points.choices = options((key, f"{one['code']}: {one['text']}") for key, one in form.offered.items())
        return form

    def details(self) -> RecordDetails:
        """Return the details entered."""
        chosen = set(self.points.data)
        return RecordDetails(
            **self.entered(),
            opening=self.opening.data or "",
            points=[point for key, point in self.offered.items() if key in chosen],
        )
