"""Forms for holidays, Ramadans and working hours."""

from __future__ import annotations

from dataclasses import fields

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired, NumberRange

from app.calendars.actions import HolidayDetails
from app.calendars.holidays import HolidayKind
from app.calendars.labels import HOLIDAY_KIND_LABELS
from app.calendars.working_hours import WorkingHours
from app.web.forms import Clock, Day, Form, Number, TextField, options, required


class YearForm(Form):
    """A year in the supported range."""

    year = Number(
        _l("Year"),
        [InputRequired(_l("Write the year")), NumberRange(1970, 2199, _l("Write a year from 1970 to 2199"))],
    )


class HolidayForm(Form):
    """A day off."""

    day = Day(_l("Date"), required(_l("Fill in the date")))
    name = TextField(_l("Name"), required(_l("Fill in the name, as the decree has it")))
    kind = RadioField(
        _l("Kind"),
        choices=options((kind.value, label) for kind, label in HOLIDAY_KIND_LABELS.items()),
        default=HolidayKind.PUBLIC.value,
    )
    estimated = BooleanField(_l("Estimated: not decreed yet, the date may change"))

    def details(self) -> HolidayDetails:
        """Return the submitted fields."""
        return HolidayDetails(
            day=self.day.data,
            name=self.name.data,
            kind=HolidayKind(self.kind.data),
            estimated=self.estimated.data,
        )


class RamadanForm(Form):
    """A fasting month."""

    first_day = Day(_l("First day"), required(_l("Fill in the first day")))
    last_day = Day(_l("Last day"), required(_l("Fill in the last day")))


class HoursForm(Form):
    """The hours that offices keep free, and those in which mail waits."""

    friday_prayer_starts = Clock(_l("Friday prayer begins"), required(_l("Write the time, such as 11.30")))
    friday_prayer_ends = Clock(_l("Friday prayer ends"), required(_l("Write the time, such as 11.30")))
    ramadan_day_ends = Clock(_l("The working day in Ramadan ends"), required(_l("Write the time, such as 11.30")))
    quiet_starts = Clock(_l("Quiet hours begin"), required(_l("Write the time, such as 11.30")))
    quiet_ends = Clock(_l("Quiet hours end"), required(_l("Write the time, such as 11.30")))

    def details(self) -> WorkingHours:
        """Return the submitted fields."""
        return WorkingHours(**{one.name: self[one.name].data for one in fields(WorkingHours)})
