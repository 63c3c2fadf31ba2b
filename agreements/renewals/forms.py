"""The form that starts a renewal."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired, NumberRange

from agreements.clauses.actions import Carried
from agreements.clauses.models import Clause
from agreements.clauses.rows import RightRow
from agreements.clauses.rules import Frequency
from agreements.registry.actions import check_dates
from agreements.registry.forms import FIRST_DAY_HELP, LAST_DAY_HELP, NOTICE
from agreements.registry.rules import LONGEST_NOTICE
from app.web.forms import Day, Form, Number, as_field_error, identity, options, required


class RenewalForm(Form):
    """The term of the agreement that follows, and what it takes over."""

    ids = {
        "clauses": "a clause of the agreement",
        "obligations": "an obligation of the agreement",
        "rights": "a right of the agreement",
    }

    effective_on = Day(
        _l("In force from"), required(_l("Write the first day on which it is in force")), description=FIRST_DAY_HELP
    )
    expires_on = Day(_l("Ends"), description=LAST_DAY_HELP)
    notice_days = Number(_l("Notice before its end"), [InputRequired(NOTICE), NumberRange(0, LONGEST_NOTICE, NOTICE)])
    clauses = SelectMultipleField(_l("Clauses to take over"), coerce=identity)
    obligations = SelectMultipleField(_l("Recurring obligations to take over"), coerce=identity)
    rights = SelectMultipleField(_l("Rights and benefits to take over"), coerce=identity)

    def validate_expires_on(self, field: Day) -> None:
        """Refuse an end before the first day."""
        with as_field_error():
            check_dates(self.effective_on.data, field.data)

    def offer(self, clauses: Sequence[Clause], rights: Sequence[RightRow]) -> None:
        """Offer the clauses, recurring obligations and rights, all chosen at first."""
        recurring = [
            (duty, clause.number)
            for clause in clauses
            for duty in clause.obligations
            if duty.frequency is not Frequency.ONCE
        ]
        self.clauses.choices = options((str(one.id), f"{one.number} {one.heading}") for one in clauses)
        self.obligations.choices = options((str(one.id), f"{number}: {one.text}") for one, number in recurring)
        self.rights.choices = options((str(one.id), f"{one.number}: {one.text}") for one in rights)
        if not self.is_submitted():
            self.clauses.data = [one.id for one in clauses]
            self.obligations.data = [one.id for one, _number in recurring]
            self.rights.data = [one.id for one in rights]

    def carried(self) -> Carried:
        """Return what is taken over."""
        return Carried(
            clauses=frozenset(self.clauses.data or ()),
            obligations=frozenset(self.obligations.data or ()),
            rights=frozenset(self.rights.data or ()),
        )
