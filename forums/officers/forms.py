"""The form that names the officers of a session."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from app.web.forms import Form, identity, options
from forums.scheduling.models import Participant, Session


class OfficersForm(Form):
    """Presider and minute-taker, chosen from the participants of the forum."""

    ids = {"presider": "a person who takes part in the forum", "minute_taker": "a person who takes part in the forum"}

    presider = SelectField(_l("Presider"), coerce=identity)
    minute_taker = SelectField(_l("Minute-taker"), coerce=identity)

    @classmethod
    def of(cls, session: Session, people: Sequence[Participant]) -> OfficersForm:
        """Return the form, pre-filled with the current officers."""
        form = cls(presider=session.presider_id, minute_taker=session.minute_taker_id)
        choices = {str(one.person_id): f"{one.person.name} · {one.seat.organisation.label}" for one in people}
        for field, person in ((form.presider, session.presider), (form.minute_taker, session.minute_taker)):
            own = {str(person.id): person.name} if person else {}
            field.choices = options([("", _("Nobody yet")), *(own | choices).items()])
        return form
