"""Forms of pages behind links."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from app.accounts.models import Person
from app.web.forms import Form, identity, options


class ConfirmForm(Form):
    """No field: a button that confirms an act."""


class PassOnForm(Form):
    """The colleague to whom the mail should have gone."""

    person = SelectField(_l("Colleague"), coerce=identity)

    def offer(self, colleagues: list[Person]) -> None:
        """Offer these people."""
        self.person.choices = options(
            (one.id, f"{one.name}, {one.position}" if one.position else one.name) for one in colleagues
        )

    def chosen(self, colleagues: list[Person]) -> Person:
        """Return the chosen person."""
        wanted: UUID = self.person.data
        return next(one for one in colleagues if one.id == wanted)
