"""The filters of the audit trail."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional

from app.audit import labels
from app.audit.queries import Filter
from app.clock import midnight
from app.web.forms import Day, Form


class FilterForm(Form):
    """Filters of the audit page, in its query string."""

    class Meta:
        csrf = False

    action = SelectField(_l("Action"), validators=[Optional()], validate_choice=False)
    since = Day(_l("Since"), [Optional()], past=True)
    until = Day(_l("Until"), [Optional()], past=True)

    def offer_actions(self) -> None:
        """Set the choices to all described actions."""
        self.action.choices = [("", _l("All actions")), *labels.every_action()]

    def details(self, *, subject_type: str | None, subject_id: UUID | None, actor_id: UUID | None) -> Filter:
        """Return the filter; `until` is the last day included, in the instance's time zone."""
        return Filter(
            action=self.action.data if labels.is_described(self.action.data or "") else None,
            subject_type=subject_type,
            subject_id=subject_id,
            actor_id=actor_id,
            since=midnight(self.since.data) if self.since.data else None,
            until=midnight(self.until.data + timedelta(days=1)) if self.until.data else None,
        )
