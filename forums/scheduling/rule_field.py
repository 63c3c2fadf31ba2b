"""The field for a custom recurrence rule."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.calendars.choices import Repeat
from app.calendars.errors import RuleRefused
from app.calendars.labels import explain
from app.calendars.rules import LONGEST_TEXT, parse_rule
from app.web.forms import TextField


class RuleLine(TextField):
    """An RFC 5545 rule; used only if the field `repeat` of the form has the value for a custom rule."""

    data: Any

    def __init__(self, **options: Any) -> None:
        described = _l("Only for “Custom rule”, for example FREQ=MONTHLY;BYDAY=2WE,4WE (RFC 5545)")
        super().__init__(_l("Rule"), max_length=LONGEST_TEXT, description=described, **options)

    def pre_validate(self, form: Any) -> None:
        """Reject an invalid rule with one message; an excessive length has its own."""
        if form.repeat.data != Repeat.OWN.value or len(self.data or "") > LONGEST_TEXT:
            return
        if not self.data:
            raise ValidationError(_("Write the rule, such as FREQ=MONTHLY;BYDAY=2WE,4WE"))
        try:
            parse_rule(self.data)
        except RuleRefused as refused:
            raise ValidationError(explain(refused)) from refused
