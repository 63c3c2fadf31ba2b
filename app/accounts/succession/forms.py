"""The form of a hand-over of office."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.accounts.queries import person_choices
from app.web.fields import CHOOSE_PERSON, PersonField
from app.web.forms import Form, TextField, options, required


class HandOverForm(Form):
    """The successor, of the same organisation, and the decree or letter on which the hand-over rests."""

    successor = PersonField(_l("Successor"), required(_l("Choose the successor")), options=list)
    basis = TextField(
        _l("Basis"),
        description=_l("The decree or letter of the hand-over, such as SK Kepala Dinas 12/2026"),
        max_length=300,
    )

    def __init__(self, person: Person, **settings: Any) -> None:
        super().__init__(**settings)
        colleagues = [one for one in person_choices(person.organisation_id) if one[0] != str(person.id)]
        self.successor.choices = options([("", CHOOSE_PERSON), *colleagues])
