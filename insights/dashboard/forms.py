"""The fields that choose the day and the scope of the dashboard, in its query string."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional, ValidationError

from app.clock import today
from app.web.forms import Day, Form, options
from app.web.i18n import plain_day
from insights.dashboard import queries


class ScopeForm(Form):
    """The day, and the scopes of which there are too many for a menu. Each field is sent by itself."""

    class Meta:
        csrf = False

    on = Day(_l("As of another day"), [Optional()], past=True)
    forum = SelectField(_l("Forum"), [Optional()], validate_choice=False)
    agreement = SelectField(_l("Agreement"), [Optional()], validate_choice=False)
    organisation = SelectField(_l("Organisation"), [Optional()], validate_choice=False)

    def offer(self, parameter: str, entries: list[tuple[str, str]]) -> None:
        """Set the values of a scope with their words; without any, its field is removed."""
        if entries:
            self[parameter].choices = options([("", _("Choose")), *entries])
        else:
            del self[parameter]

    def validate_on(self, field: Any) -> None:
        """Refuse days in the future, and those before the first entry of the audit log."""
        if field.data is None:
            return
        if field.data > today():
            raise ValidationError(_("This day is in the future. Choose today or an earlier day"))
        began = queries.record_began()
        if began and field.data < began:
            raise ValidationError(
                _("The record begins on %(day)s. Choose that day or a later one", day=plain_day(began))
            )
