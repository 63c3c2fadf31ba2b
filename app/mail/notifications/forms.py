"""Form of what a person chooses about their mail."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import ValidationError

from app.accounts.sign_in.forms import language_choices
from app.calendars.working_hours import QuietHours
from app.mail.notifications.models import Rhythm
from app.mail.notifications.topics import topics
from app.web.forms import Clock, Form, options, required

AT_ONCE = "at_once"
RHYTHMS = {
    AT_ONCE: _l("By mail, at once"),
    Rhythm.DAILY.value: _l("In a daily summary by mail"),
    Rhythm.WEEKLY.value: _l("In a weekly summary by mail"),
    Rhythm.APP.value: _l("In the app alone, without mail"),
}


class ChoicesForm(Form):
    """When summaries are sent, the quiet hours and the language; `choices_form` adds a field for each topic."""

    version = HiddenField()
    summary_at = Clock(_l("Summaries at"), required(_l("Write the time, such as 07.00")))
    quiet_starts = Clock(_l("Quiet from"), required(_l("Write the time, such as 20.00")))
    quiet_ends = Clock(_l("Quiet until"), required(_l("Write the time, such as 06.00")))
    quiet_days_off = BooleanField(_l("Also on Saturdays, Sundays and holidays"))
    language = RadioField(_l("Language of pages and mails"))

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.language.choices = language_choices()

    def rhythms(self) -> dict[str, Rhythm]:
        """Return the rhythms that were chosen, by topic, without topics of which mail is sent at once."""
        picked = {one.name: self[field_of(one.name)].data for one in topics()}
        return {name: Rhythm(value) for name, value in picked.items() if value != AT_ONCE}

    def quiet(self) -> QuietHours:
        """Return the quiet hours that were filled in."""
        starts, ends = self["quiet_starts"].data, self["quiet_ends"].data
        return QuietHours(starts=starts, ends=ends, days_off=self.quiet_days_off.data)

    def validate_summary_at(self, field: Any) -> None:
        """Refuse a time of summaries within the quiet hours, in which they would wait.

        Times that are as they were do not prevent saving other choices.
        """
        fields = (field, self.quiet_starts, self.quiet_ends)
        changed = any(one.data != one.object_data for one in fields)
        if changed and None not in [one.data for one in fields] and self.quiet().includes(field.data):
            raise ValidationError(_("This is within the quiet hours. Choose a time outside them"))


class RhythmForm(Form):
    """How a person is told about one topic."""

    rhythm = SelectField(_l("How often"), required(_l("Choose one from the list")), choices=options(RHYTHMS.items()))

    def chosen(self) -> Rhythm | None:
        """Return the rhythm that was chosen; None for mail at once."""
        return None if self.rhythm.data == AT_ONCE else Rhythm(self.rhythm.data)


def choices_form(**settings: Any) -> ChoicesForm:
    """Return the form, with a field for each topic."""
    choices = options(RHYTHMS.items())
    fields = {field_of(one.name): SelectField(one.label, choices=choices) for one in topics()}
    made: ChoicesForm = type("TopicsForm", (ChoicesForm,), fields)(**settings)
    return made


def field_of(topic: str) -> str:
    """Return the name of the field of a topic."""
    return f"topic_{topic}"
