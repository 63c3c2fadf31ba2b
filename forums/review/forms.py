"""Forms of the review of minutes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, NumberRange
from wtforms.validators import Optional as Empty

from app.accounts.models import Person
from app.web.forms import Form, Number, Paragraphs, TextField, identity, options, required
from forums.review.actions import Recorded
from forums.review.labels import SOURCES
from forums.review.models import Source
from forums.review.rows import PartyRow

LONGEST_WAIT = 60


class RecordAgreementForm(Form):
    """The agreement of a party that it gave by telephone, message or letter."""

    ids = {"seat": "the seat of the party"}

    seat = SelectField(_l("Party"), [DataRequired(_l("Choose one from the list"))], coerce=identity)
    source = SelectField(_l("How it was given"), choices=options((one.value, label) for one, label in SOURCES.items()))
    note = TextField(
        _l("Evidence"),
        [Empty()],
        max_length=300,
        description=_l("Such as the number of the letter, or who called when."),
    )

    def offer(self, parties: Sequence[PartyRow]) -> None:
        """Set the choices to the parties that have not agreed with the text as it is now."""
        waiting = [one for one in parties if not one.agrees_now]
        choices = [(str(one.seat_id), one.organisation) for one in waiting]
        self.seat.choices = options([("", _l("Choose a party")), *choices])

    def recorded(self) -> Recorded:
        """Return how the party informed the coordinator."""
        return Recorded(source=Source(self.source.data), note=self.note.data or "")


class AskForm(Form):
    """The parties to ask for their opinion on a correction."""

    ids = {"seats": "the seats of parties"}

    seats = SelectMultipleField(_l("Parties to ask"), [DataRequired(_l("Choose at least one party"))], coerce=identity)

    def offer(self, parties: Sequence[PartyRow], *, without: Collection[UUID]) -> None:
        """Set the choices to the parties except those in `without`."""
        self.seats.choices = options(
            (str(one.seat_id), one.organisation) for one in parties if one.seat_id not in without
        )


class OpinionForm(Form):
    """What a party thinks of a correction."""

    verdict = RadioField(
        _l("Your opinion"),
        choices=options([("approves", _l("The correction is right")), ("disapproves", _l("The correction is wrong"))]),
        validators=[InputRequired(_l("Choose an answer"))],
    )
    reason = Paragraphs(_l("Why?"), [Empty()], description=_l("Needed if you think that it is wrong"))


class DeputyApprovalForm(Form):
    """Why a deputy approves in place of the presider."""

    because = TextField(
        _l("Why does the presider not approve?"),
        required(_l("Write the reason")),
        max_length=300,
        description=_l("It is recorded in the minutes, such as “on leave until 14 December”."),
    )


class DeputyForm(Form):
    """Who may approve minutes in place of the presider, and when."""

    ids = {"person": "a participant of the forum"}

    person = SelectField(_l("Deputy"), [DataRequired(_l("Choose a person"))], coerce=identity)
    days = Number(
        _l("Days after the time for corrections"),
        [
            InputRequired(_l("Write a number of days")),
            NumberRange(1, LONGEST_WAIT, _l("Write a number of days from 1 to %(most)s", most=LONGEST_WAIT)),
        ],
        description=_l("Until then only the presider may approve."),
    )

    def offer(self, people: Sequence[Person]) -> None:
        """Set the choices to the people who take part in the forum."""
        choices = [(str(one.id), f"{one.name}, {one.organisation.name}") for one in people]
        self.person.choices = options([("", _l("Choose a person")), *choices])
