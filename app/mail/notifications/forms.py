"""Form of what a person chooses about their mail."""

from __future__ import annotations

from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField

from app.calendars.working_hours import QuietHours
from app.mail.notifications.topics import topics
from app.web.forms import Clock, Form, options, required


class ChoicesForm(Form):
    """The topics that are wanted, the others are switched off; and the quiet hours."""

    topics = SelectMultipleField(_l("Mail about"))
    quiet_starts = Clock(_l("From"), required(_l("Write the time, such as 20.00")))
    quiet_ends = Clock(_l("Until"), required(_l("Write the time, such as 06.00")))
    quiet_days_off = BooleanField(_l("Also on Saturdays, Sundays and holidays"))

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.topics.choices = options((one.name, one.label) for one in topics())

    def quiet(self) -> QuietHours:
        """Return the quiet hours that were filled in."""
        starts, ends = self.quiet_starts.data or time(), self.quiet_ends.data or time()
        return QuietHours(starts=starts, ends=ends, days_off=self.quiet_days_off.data)
