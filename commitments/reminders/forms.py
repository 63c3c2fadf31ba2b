"""Forms of reminders."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField

from app.web.forms import Day, Form, Paragraphs, options, required
from commitments.reminders.labels import STEPS
from commitments.reminders.rules import EARLIEST_CLOSING, LATEST_OPENING, Schedule, Step

MORNING = [(str(hour), f"{hour:02}.00") for hour in range(5, LATEST_OPENING + 1)]
AFTERNOON = [(str(hour), f"{hour:02}.00") for hour in range(EARLIEST_CLOSING, 22)]


class SnoozeForm(Form):
    """The last day without reminders, and the reason."""

    until = Day(_l("Until"), required(_l("Write the date")))
    reason = Paragraphs(
        _l("Reason"),
        required(_l("Write the reason")),
        description=_l("All parties can read it beside the reminders."),
    )


class HelpForm(Form):
    """What help the responsible party needs."""

    text = Paragraphs(_l("What help do you need?"), required(_l("Write in a sentence what would help")))


class ScheduleForm(Form):
    """Which steps a circle takes, and when mails may leave."""

    steps = SelectMultipleField(_l("Steps"), choices=options((step.value, words) for step, words in STEPS.items()))
    working_days_only = BooleanField(
        _l("Working days only"), description=_l("A step on a day off moves to the next working day.")
    )
    from_hour = SelectField(_l("Not before"), choices=options(MORNING))
    until_hour = SelectField(_l("Not after"), choices=options(AFTERNOON))
    friday_pause = BooleanField(_l("No mail during the Friday prayer"))

    @classmethod
    def of(cls, schedule: Schedule) -> ScheduleForm:
        """Return the form with what is set now."""
        return cls(
            data={
                "steps": [step.value for step in Step if step in schedule.steps],
                "working_days_only": schedule.working_days_only,
                "from_hour": str(schedule.from_hour),
                "until_hour": str(schedule.until_hour),
                "friday_pause": schedule.friday_pause,
            }
        )

    def schedule(self) -> Schedule:
        """Return what was chosen."""
        return Schedule(
            steps=frozenset(map(Step, self.steps.data)),
            working_days_only=self.working_days_only.data,
            from_hour=int(self.from_hour.data),
            until_hour=int(self.until_hour.data),
            friday_pause=self.friday_pause.data,
        )
