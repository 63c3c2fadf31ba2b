"""The form that declares a conflict of interest."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from app.web.forms import Form, TextField, identity, options, required
from forums.conflicts.actions import Declaration
from forums.scheduling.models import Participant


class ConflictForm(Form):
    """Whose conflict of interest it is, what it is, and whether they take part in the decision."""

    ids = {"participant": "a participant of the forum"}

    participant = SelectField(_l("Who has it?"), [InputRequired(_l("Choose a participant"))], coerce=identity)
    text = TextField(
        _l("Conflict of interest"),
        required(_l("Write what it is")),
        max_length=300,
        description=_l("One line, such as: our company bids for this work. It is printed in the minutes."),
    )
    abstains = BooleanField(_l("Takes no part in the decision on this item"), default=True)

    def offer(self, people: Sequence[Participant]) -> None:
        """Offer these participants; the only one is chosen."""
        self._people = {one.id: one for one in people}
        named = [(one.id, f"{one.person.name}, {one.seat.organisation.label}") for one in people]
        self.participant.choices = options(named if len(named) == 1 else [("", _("Choose a participant")), *named])

    def details(self) -> Declaration:
        """Return what was entered."""
        return Declaration(
            participant=self._people[self.participant.data], text=self.text.data, abstains=self.abstains.data
        )
