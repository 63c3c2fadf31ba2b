"""The form for deciding on sessions that fall on a holiday."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from app.web.forms import Form, Number, identity, options
from forums.holidays.rules import Decision

YEARS = NumberRange(1970, 2199, _l("Write a year from 1970 to 2199"))


class ReviewForm(Form):
    """The sessions of a year, and the decision on them."""

    ids = {"sessions": "a session"}

    year = Number(_l("Year"), [InputRequired(_l("Write the year")), YEARS])
    sessions = SelectMultipleField(_l("Sessions"), coerce=identity, validate_choice=False)
    everything = BooleanField(_l("All of the year"))
    decision = RadioField(
        _l("Decision"),
        choices=options(
            (
                (Decision.ACCEPT.value, _l("Accept the proposals")),
                (Decision.FORWARD.value, _l("Move to the next working day")),
                (Decision.BACKWARD.value, _l("Move to the previous working day")),
                (Decision.MERGED.value, _l("Merge with the next session")),
                (Decision.KEEP.value, _l("Keep their dates")),
                (Decision.SKIP.value, _l("Skip the session")),
            )
        ),
        validators=[InputRequired(_l("Choose what to do with these sessions"))],
    )

    def validate_sessions(self, field: SelectMultipleField) -> None:
        """Require at least one session."""
        if not field.data and not self.everything.data:
            raise ValidationError(_("Choose at least one session"))
