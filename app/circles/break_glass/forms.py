"""Forms to request and to confirm access to a secret circle."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.database import db
from app.web.fields import PersonField
from app.web.forms import Form, Paragraphs, required


class AskForm(Form):
    """The reason for the request."""

    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")))


class ConfirmForm(Form):
    """The person who will lead the circle."""

    person = PersonField(
        _l("Person"),
        required(_l("Choose the person")),
        description=_l("Chairs the forum, or keeps the agreement, from now on. Neither of the two who decide."),
    )

    @property
    def chosen(self) -> Person:
        """The selected person."""
        return db.session.get_one(Person, self.person.data)
