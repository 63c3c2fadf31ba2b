"""Labels of audit entries about holidays, Ramadans and working hours."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app import audit
from app.calendars.models import ListedHoliday, ListedHours, Ramadan

audit.call(ListedHoliday, _l("holiday"))
audit.call(Ramadan, _l("Ramadan"))
audit.call(ListedHours, _l("working hours"))
audit.describe("working_hours.set", _l("set the working hours"))
audit.describe("holidays.filled", _l("listed the holidays of %(year)s"))
audit.describe("holiday.added", _l("added the holiday %(name)s on %(day)s"))
audit.describe("holiday.changed", _l("changed the holiday %(name)s, now on %(day)s"))
audit.describe("holiday.confirmed", _l("confirmed the holiday %(name)s on %(day)s"))
audit.describe("holiday.removed", _l("made %(day)s a working day"))
audit.describe("holiday.put_back", _l("made %(day)s a holiday again"))
audit.describe("ramadan.entered", _l("entered Ramadan from %(first_day)s to %(last_day)s"))
audit.describe("ramadan.dropped", _l("took away Ramadan from %(first_day)s to %(last_day)s"))
audit.label_details(
    {
        "added": _l("Added"),
        "day": _l("Date"),
        "dropped": _l("Removed"),
        "first_day": _l("First day"),
        "friday_prayer_ends": _l("Friday prayer ends"),
        "friday_prayer_starts": _l("Friday prayer begins"),
        "quiet_ends": _l("Quiet hours end"),
        "quiet_starts": _l("Quiet hours begin"),
        "ramadan_day_ends": _l("The working day ends in Ramadan"),
        "year": _l("Year"),
    }
)
