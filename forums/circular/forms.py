"""Forms of circular decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired
from wtforms.validators import Optional as Empty

from app.calendars.recurrence import to_instant
from app.web.forms import Clock, Day, Form, Paragraphs, TextField, identity, options, required, value_of
from forums.circular.actions import Ballot, Draft
from forums.circular.labels import CHOICES
from forums.circular.models import Circular
from forums.circular.rows import SeatRow
from forums.circular.rules import Choice
from forums.review.actions import Recorded
from forums.review.labels import SOURCES
from forums.review.models import Source

WORDS = {Choice.AGREE_WITH_NOTE: "note", Choice.DISCUSS: "question", Choice.DISAGREE: "reason"}
"""The field that takes the words of a vote."""


class EndForm(Form):
    """The end of a vote, as local date and time."""

    day = Day(_l("Last day to vote"), required(_l("Write the date")))
    time = Clock(_l("Until"), required(_l("Write the time, such as 16:00")))

    def end_in(self, zone: ZoneInfo) -> datetime:
        """Return the end as an instant."""
        day, time_of_day = self.day.data, self.time.data
        assert time_of_day is not None, "the field is required"
        return to_instant(datetime.combine(day, time_of_day), zone)


class CircularForm(EndForm):
    """What a circular says, and until when seats vote."""

    title = TextField(_l("Subject"), required(_l("Write the subject")), description=_l("Names it in lists and mails"))
    text = Paragraphs(
        _l("Text of the decision"),
        required(_l("Write the text")),
        description=_l("As it is to be adopted. It cannot be changed once it was circulated."),
    )
    basis = Paragraphs(_l("Basis"), [Empty()], description=_l("A rule, an earlier decision or a finding"))
    why = Paragraphs(
        _l("Why does it not wait for the session?"), required(_l("Write why it does not wait for the session"))
    )

    @classmethod
    def of(cls, circular: Circular) -> Self:
        """Return the form of a draft."""
        end = circular.ends_at.astimezone(circular.zone)
        return cls(obj=circular, day=end.date(), time=end.time())

    def details(self, zone: ZoneInfo) -> Draft:
        """Return what was entered."""
        return Draft(
            title=self.title.data,
            text=self.text.data,
            basis=self.basis.data or "",
            why=self.why.data,
            ends_at=self.end_in(zone),
        )


class VoteForm(Form):
    """The vote of a seat, with the words that some votes need."""

    choice = RadioField(
        _l("Vote of the party"),
        choices=options((one.value, label) for one, label in CHOICES.items()),
        validators=[InputRequired(_l("Choose an answer"))],
        coerce=value_of,
    )
    note = Paragraphs(_l("Note"), [Empty()], description=_l("Every party reads it"))
    question = Paragraphs(
        _l("Question to discuss"), [Empty()], description=_l("The coordinator answers it to every party")
    )
    reason = Paragraphs(_l("Reason"), [Empty()], description=_l("Every party reads it"))

    @classmethod
    def of(cls, vote: SeatRow | None) -> Self:
        """Return the ballot of a seat with its present vote, if it has one."""
        if vote is None or vote.choice is None:
            return cls()
        words = {WORDS[vote.choice]: vote.words} if vote.choice in WORDS else {}
        return cls(choice=vote.choice.value, **words)

    def ballot(self) -> Ballot:
        """Return the vote with the words of its own field; those of the others are dropped."""
        choice = Choice(self.choice.data)
        field = WORDS.get(choice, "choice")
        words = self[field].data or "" if choice in WORDS else ""
        return Ballot(choice=choice, words=words, field=field)


class RecordVoteForm(VoteForm):
    """A vote that a seat gave by letter, telephone or message."""

    ids = {"seat": "the seat that voted"}

    seat = SelectField(_l("Party"), [DataRequired(_l("Choose one from the list"))], coerce=identity)
    source = SelectField(_l("How it was given"), choices=options((one.value, label) for one, label in SOURCES.items()))
    evidence = TextField(
        _l("Evidence"),
        [Empty()],
        max_length=300,
        description=_l("Such as the number of the letter, or who called when."),
    )

    def offer(self, seats: Sequence[SeatRow]) -> None:
        """Set the choices to the seats that have not voted themselves."""
        waiting = [one for one in seats if one.choice is None or one.source is not None]
        choices: list[tuple[Any, Any]] = [(str(one.seat_id), one.organisation) for one in waiting]
        self.seat.choices = options([("", _l("Choose a party")), *choices])

    def recorded(self) -> Recorded:
        """Return how the seat informed the coordinator."""
        return Recorded(source=Source(self.source.data), note=self.evidence.data or "")


class RemindForm(Form):
    """Whom to remind: one seat, or else all that have not voted."""

    ids = {"seat": "the seat to remind; without it, all that have not voted are reminded"}

    seat = TextField(_l("Party"), [Empty()])


class ConfirmForm(Form):
    """A confirmation without fields."""


class WithdrawForm(Form):
    """Why a circular is withdrawn."""

    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")))


class AnswerForm(Form):
    """The answer to the questions of seats."""

    text = Paragraphs(
        _l("Answer"), required(_l("Write the answer")), description=_l("Mailed to every party and shown with the vote.")
    )
