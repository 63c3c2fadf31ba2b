"""Forms about one session."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import URL, InputRequired, NumberRange
from wtforms.validators import Optional as Empty

from app.calendars.recurrence import find_zone, to_instant
from app.clock import utc_now
from app.web.forms import Clock, Day, Form, Number, TextField, as_field_error, identity, options, required
from forums.scheduling.labels import MODES, session_span
from forums.scheduling.models import Forum, Mode, Participant, Session
from forums.scheduling.session_actions import Details, Where, refuse_past

LONGEST = 24 * 60
"""The longest duration of a session, in minutes."""


class ReasonForm(Form):
    """The reason for a change."""

    reason = TextField(
        _l("Reason"), required(_l("Write the reason")), max_length=300, description=_l("All invitees will see this.")
    )


class CurrentForm(Form):
    """Base of forms that detect changes of the session since the form was rendered."""

    version = HiddenField()

    def is_stale(self, session: Session) -> bool:
        """Whether the form was submitted and the session has changed since it was rendered.

        If so, adds an error, keeps the input, and updates the version for the next submission.
        """
        if not self.is_submitted() or self.version.data == str(session.version):
            return False
        words = _("Someone changed this session while you were writing: it is %(when)s.", when=session_span(session))
        self.form_errors.append(words + " " + _("Your answers are kept here. Save again to keep yours."))
        self.version.data = str(session.version)
        return True


class TimeForm(Form):
    """A day, a time in the session's time zone, and a duration."""

    day = Day(_l("Date"), required(_l("Write the date")), description=_l("For example 11 December 2026 or 11/12/2026"))
    time = Clock(_l("Starts at"), required(_l("Write the time, such as 09:30")))
    minutes = Number(
        _l("Duration (min)"),
        [
            InputRequired(_l("Write the duration in minutes")),
            NumberRange(5, LONGEST, _l("Write from 5 to 1,440 minutes")),
        ],
    )

    zone = ""
    """The time zone in which the form refuses a time in the past; "" to leave that to the action."""

    def validate_day(self, field: Day) -> None:
        """Refuse a time in the past."""
        if self.zone and field.data and self.time.data:
            with as_field_error():
                refuse_past(self.starts_at(self.zone), utc_now())

    def starts_at(self, zone: str) -> datetime:
        """Return the instant entered, in `zone`."""
        day, at = self.day.data, self.time.data
        assert day is not None
        assert at is not None
        return to_instant(datetime.combine(day, at), find_zone(zone))


class MoveForm(CurrentForm, TimeForm):
    """Another time, with a reason."""

    reason = ReasonForm.reason

    @classmethod
    def of(cls, session: Session) -> MoveForm:
        """Return the form, pre-filled with the proposed time if there is one, else the current time."""
        local = (session.proposed_starts_at or session.starts_at).astimezone(session.zone)
        minutes = int(session.length.total_seconds() // 60)
        form = cls(version=str(session.version), day=local.date(), time=local.time(), minutes=minutes)
        form.zone = session.timezone
        return form


class WhereForm(Form):
    """How and where a session is held."""

    mode = RadioField(_l("Format"), choices=options((mode.value, label) for mode, label in MODES.items()))
    place = TextField(_l("Place"), [Empty()], max_length=300)
    link = TextField(
        _l("Link to the online meeting"),
        [Empty(), URL(message=_l("Write a whole address, beginning with https://"))],
        max_length=1000,
    )

    def where(self) -> Where:
        """Return the mode, place and link entered."""
        return Where(mode=Mode(self.mode.data), place=self.place.data or "", link=self.link.data or "")


class OneOffForm(TimeForm, WhereForm):
    """A session outside the forum's schedule."""

    title = TextField(
        _l("Title"), [Empty()], description=_l("Its name in lists and mails. Without one it has the next number.")
    )

    @classmethod
    def of(cls, forum: Forum, *, is_additional: bool = False) -> OneOffForm:
        """Return the form with the forum's usual place and duration; `is_additional` if the forum has a schedule."""
        title = _("Additional session") if is_additional else ""
        form = cls(title=title, mode=forum.mode.value, place=forum.place, link=forum.link, minutes=forum.minutes)
        form.zone = forum.timezone
        return form


class DetailsForm(CurrentForm, WhereForm):
    """The details of a session except its time."""

    ids = {"presider": "a person who takes part in the forum", "minute_taker": "a person who takes part in the forum"}

    title = TextField(_l("Title"), [Empty()])
    presider = SelectField(_l("Presider"), coerce=identity)
    minute_taker = SelectField(_l("Minute-taker"), coerce=identity)

    @classmethod
    def of(cls, session: Session, people: list[Participant]) -> DetailsForm:
        """Return the form, pre-filled from a session; presider and minute-taker are chosen from the participants."""
        form = cls(
            version=str(session.version),
            mode=session.mode.value,
            place=session.place,
            link=session.link,
            title=session.title,
            presider=session.presider_id,
            minute_taker=session.minute_taker_id,
        )
        choices = {str(one.person_id): f"{one.person.name} · {one.seat.organisation.label}" for one in people}
        for field, person in ((form.presider, session.presider), (form.minute_taker, session.minute_taker)):
            own = {str(person.id): person.name} if person else {}
            field.choices = options([("", _("Nobody yet")), *(own | choices).items()])
        return form

    def details(self) -> Details:
        """Return the details entered."""
        return Details(
            title=self.title.data or "",
            where=self.where(),
            presider_id=self.presider.data,
            minute_taker_id=self.minute_taker.data,
        )
