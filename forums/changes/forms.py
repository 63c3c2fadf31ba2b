"""Forms for changes of several sessions, with an optional preview, and for finding a time."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import NumberRange, ValidationError
from wtforms.validators import Optional as Empty

from app.calendars.choices import Choice, ChosenDay, Position, Repeat, choice_for
from app.calendars.labels import DAY_LABELS, POSITION_LABELS, REPEAT_LABELS
from app.web.forms import Clock, Day, Form, Number, TextField, identity, options, required
from forums.changes.acts import NewSchedule
from forums.changes.rules import Shift
from forums.scheduling.actions import Schedule
from forums.scheduling.horizon import recurrence_of
from forums.scheduling.labels import session_name, session_span
from forums.scheduling.models import Forum, Series, Session
from forums.scheduling.rule_field import RuleLine
from forums.scheduling.session_forms import LONGEST, ReasonForm, WhereForm

LONGEST_SEARCH = 92
"""The longest period to search, in days."""
WEEK = list(ChosenDay)[:7]
REPEATS = [repeat for repeat in Repeat if repeat is not Repeat.ONCE]


class PlanForm(Form):
    """Base of forms that can be previewed."""

    preview = BooleanField(_l("Preview only"))


class FromForm(PlanForm):
    """The first session to change."""

    ids = {"first": "a session of the forum"}

    first = SelectField(_l("From this session on"), coerce=identity)

    def offer(self, sessions: Sequence[Session]) -> None:
        """Set the choices to the upcoming sessions."""
        self.first.choices = options((str(one.id), _named(one)) for one in sessions)


class ShiftForm(FromForm):
    """By how many days, to which weekday, and to which time to move sessions."""

    ids = {"first": "a session of the forum", "last": "a session of the forum"}

    last = SelectField(_l("Up to this session"), coerce=identity)
    days = Number(
        _l("Move by (days)"),
        [Empty(), NumberRange(-366, 366, _l("Write from -366 to 366 days"))],
        description=_l("A negative number moves them earlier."),
    )
    weekday = SelectField(
        _l("Move to weekday"),
        choices=options([("", _l("Unchanged")), *((day.value, DAY_LABELS[day]) for day in WEEK)]),
        default="",
    )
    time = Clock(_l("Starts at"), [Empty()], description=_l("Leave empty to keep the time."))
    minutes = Number(
        _l("Duration (min)"),
        [Empty(), NumberRange(5, LONGEST, _l("Write from 5 to 1,440 minutes"))],
        description=_l("Leave empty to keep the duration."),
    )
    reason = ReasonForm.reason

    def offer(self, sessions: Sequence[Session]) -> None:
        """Set the choices to the upcoming sessions."""
        super().offer(sessions)
        every = [(str(one.id), _named(one)) for one in sessions]
        self.last.choices = options([("", _("The last planned session")), *every])

    def shift(self) -> Shift:
        """Return the shift entered."""
        weekday = WEEK.index(ChosenDay(self.weekday.data)) if self.weekday.data else None
        return Shift(days=self.days.data or 0, weekday=weekday, time=self.time.data)


class RelocateForm(FromForm, WhereForm):
    """The new mode, place and link from a session on."""

    reason = TextField(_l("Reason"), [Empty()], max_length=300, description=_l("All invitees will see this."))


class RescheduleForm(FromForm, WhereForm):
    """Another repetition, day or time from a session on."""

    repeat = RadioField(_l("Repetition"), choices=options((one.value, REPEAT_LABELS[one]) for one in REPEATS))
    rule = RuleLine()
    position = SelectField(_l("On the"), choices=options((one.value, label) for one, label in POSITION_LABELS.items()))
    weekday = SelectField(_l("Day"), choices=options((one.value, label) for one, label in DAY_LABELS.items()))
    time = Clock(_l("Starts at"), required(_l("Write the time, such as 09:30")))
    minutes = Number(_l("Duration (min)"), [*required(_l("Write the duration in minutes")), NumberRange(5, LONGEST)])
    first_day = Day(
        _l("First date"),
        required(_l("Write the first date")),
        description=_l("The new schedule starts on this date, or on the first matching day after it."),
    )
    reason = ReasonForm.reason

    @classmethod
    def of(cls, forum: Forum, series: Series, first: Session | None) -> RescheduleForm:
        """Return the form, pre-filled with the current schedule, starting at a session."""
        recurrence = recurrence_of(series)
        choice = choice_for(recurrence.rule) or Choice(Repeat.OWN)
        return cls(
            first=first.id if first else None,
            repeat=choice.repeat.value,
            rule=series.rule if choice.repeat is Repeat.OWN else "",
            position=(choice.position or Position.FIRST).value,
            weekday=(choice.day or ChosenDay.TUESDAY).value,
            time=recurrence.starts_at.time(),
            minutes=series.minutes,
            first_day=first.day if first else None,
            mode=forum.mode.value,
            place=forum.place,
            link=forum.link,
        )

    def wanted(self) -> NewSchedule:
        """Return the schedule entered."""
        repeat = Repeat(self.repeat.data)
        position = Position(self.position.data) if repeat in {Repeat.MONTHLY, Repeat.QUARTERLY} else None
        choice = Choice(repeat) if repeat is Repeat.OWN else Choice(repeat, ChosenDay(self.weekday.data), position)
        starts_at = self.time.data
        assert starts_at is not None
        schedule = Schedule(
            choice=choice, first_day=self.first_day.data, starts_at=starts_at, rule=self.rule.data or ""
        )
        return NewSchedule(schedule=schedule, minutes=self.minutes.data, where=self.where())


class FindForm(Form):
    """The days and hours within which to find a time, and the duration."""

    since = Day(_l("Search from"), required(_l("Write the first day")))
    until = Day(_l("Search until"), required(_l("Write the last day")), description=_l("Up to three months later."))
    earliest = Clock(_l("Earliest start"), required(_l("Write the time, such as 09:30")))
    latest = Clock(_l("Latest end"), required(_l("Write the time, such as 09:30")))
    minutes = Number(_l("Duration (min)"), [*required(_l("Write the duration in minutes")), NumberRange(15, 720)])

    def validate_until(self, field: Day) -> None:
        """Reject a day before the first one, or too long after it."""
        if self.since.data and field.data and not 0 <= (field.data - self.since.data).days <= LONGEST_SEARCH:
            raise ValidationError(_("Choose a date up to three months after the first one"))


class EndForm(PlanForm):
    """The last day of a schedule."""

    last_day = Day(
        _l("Last day"),
        required(_l("Write the last day")),
        description=_l("Sessions after it are cancelled and everyone invited is notified."),
    )


class MergeForm(PlanForm):
    """The reason for merging a session with the next one."""

    reason = TextField(_l("Reason"), [Empty()], max_length=300, description=_l("All invitees will see this."))


def _named(session: Session) -> str:
    return f"{session_name(session)} · {session_span(session)}"
