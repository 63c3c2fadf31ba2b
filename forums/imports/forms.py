"""The form for importing a calendar file."""

from __future__ import annotations

from datetime import time

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField
from wtforms.validators import ValidationError

from app.web.forms import Clock, Form, options, required
from forums.imports.actions import Wishes
from forums.imports.labels import PASTS
from forums.imports.models import Past


class ImportForm(Form):
    """A calendar file, and how to import past sessions and all-day events."""

    file = FileField(
        _l("Calendar file"),
        description=_l("Choose or drop an .ics file, as Google Calendar, Outlook or Apple export it; at most 20 MB."),
    )
    past = RadioField(
        _l("Past sessions"),
        choices=options((past.value, label) for past, label in PASTS.items()),
        default=Past.PLANNED.value,
        description=_l("No one is notified."),
    )
    whole_days = RadioField(
        _l("All-day events"),
        choices=options((("take", _l("Import them, at these times")), ("leave", _l("Leave them out")))),
        default="take",
    )
    day_starts = Clock(_l("All-day events start at"), required(_l("Write the time, such as 09:30")), default=time(8))
    day_ends = Clock(_l("All-day events end at"), required(_l("Write the time, such as 09:30")), default=time(16))
    at_once = BooleanField(
        _l("Import at once"),
        description=_l("Otherwise you see a preview first and confirm it."),
    )

    def validate_day_ends(self, field: Clock) -> None:
        """Reject an end before the start."""
        if field.data and self.day_starts.data and field.data <= self.day_starts.data:
            raise ValidationError(_("Choose a time after the first one"))

    def wishes(self) -> Wishes:
        """Return the options chosen."""
        starts, ends = self.day_starts.data, self.day_ends.data
        assert starts is not None
        assert ends is not None
        return Wishes(
            past=Past(self.past.data),
            whole_days=self.whole_days.data == "take",
            day_starts=starts,
            day_ends=ends,
        )
