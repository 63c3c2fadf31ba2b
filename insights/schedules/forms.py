"""The form that schedules digests."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired

from app.web.forms import Form, options
from insights.digests.labels import KINDS


class ScheduleForm(Form):
    """What digests are about, and the kind of their periods."""

    scope = SelectField(_l("About"), default="")
    kind = SelectField(
        _l("Period type"),
        [InputRequired(_l("Choose a type of period"))],
        choices=options((kind.value, word) for kind, word in KINDS.items()),
    )

    def offer(self, found: Iterable[tuple[str, str]]) -> None:
        """Set the choices of what a digest is about besides everything."""
        self.scope.choices = options([("", _("All forums and agreements")), *found])
