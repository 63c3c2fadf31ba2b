"""Forms for seats and participants and their periods."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Optional as Empty
from wtforms.validators import ValidationError

from app.accounts.models import Person
from app.circles.models import Seat
from app.clock import today
from app.database import db
from app.organisations.models import Organisation
from app.web.forms import Day, Form, TextField, identity, options, required
from forums.members.actions import Part
from forums.members.labels import CAPACITIES
from forums.scheduling import choosing
from forums.scheduling.form_rows import person_label
from forums.scheduling.labels import ROLES
from forums.scheduling.models import Capacity, ForumRole, Participant

DAY = _l("For example 1 January 2027 or 1/1/2027")


class SeatForm(Form):
    """An organisation, and the period of its seat."""

    ids = {"organisation": "an organisation"}

    organisation = SelectField(_l("Organisation"), coerce=identity)
    since = Day(_l("First day"), required(_l("Write the first day")), description=DAY)
    last_day = Day(_l("Last day"), [Empty()], description=_l("Empty: until the forum decides otherwise."))
    observer = BooleanField(_l("Observes: does not count for the quorum"))

    def __init__(self) -> None:
        super().__init__(since=today())
        self.organisation.choices = options(choosing.organisation_names())

    @property
    def chosen(self) -> Organisation:
        """The organisation chosen."""
        return db.session.get_one(Organisation, self.organisation.data)


class LastDayForm(Form):
    """The last day of a seat or participant."""

    last_day = Day(
        _l("Last day"),
        required(_l("Write the last day")),
        description=_l("This day is included. For a day that is past, it takes effect at once."),
    )


class PartForm(Form):
    """A participant of a seat: capacity, role and period."""

    ids = {"person": "a person of the organisation", "place_of": "a participant of the same seat"}

    person = SelectField(_l("Person"), coerce=identity)
    capacity = RadioField(
        _l("Takes part as"),
        choices=options((one.value, label) for one, label in CAPACITIES.items()),
        default=Capacity.OWN.value,
    )
    role = SelectField(
        _l("Role"),
        choices=options((one.value, label) for one, label in ROLES.items() if one is not ForumRole.CHAIR),
        default=ForumRole.MEMBER.value,
        description=_l("An acting official has the role of the person whose office they hold."),
    )
    place_of = SelectField(_l("Holds the office of"), coerce=identity, validate_choice=False)
    acting_as = TextField(_l("Office held"), [Empty()], description=_l("Such as Head of the Health Agency."))
    basis = TextField(
        _l("Basis"),
        [Empty()],
        max_length=300,
        description=_l("The decree or letter that names them, such as SK 12/2026. It is quoted in documents."),
    )
    since = Day(_l("First day"), required(_l("Write the first day")), description=DAY)
    last_day = Day(_l("Last day"), [Empty()], description=_l("Needed for an acting official."))

    def __init__(self, *, seat: Seat, people: Sequence[Participant], named: UUID | None = None) -> None:
        super().__init__(since=max(seat.since, today()), person=named)
        self.holders = {one.id: one for one in people if one.capacity is Capacity.OWN}
        offered = choosing.people_to_seat({seat.organisation_id}, {named} if named else set())
        here = {one.person_id for one in people}
        self.person.choices = options((one.id, person_label(one)) for one in offered if one.id not in here)
        holders = [(one.id, one.person.name) for one in self.holders.values()]
        self.place_of.choices = options([("", _("Nobody")), *holders])

    def validate_place_of(self, field: SelectField) -> None:
        """Reject a person who does not take part for this seat."""
        if field.data and field.data not in self.holders:
            raise ValidationError(_("Choose one of the participants of this seat"))

    def part(self) -> Part:
        """Return the participation entered."""
        capacity = Capacity(self.capacity.data)
        acts = capacity in {Capacity.ACTING, Capacity.ACTING_DAILY}
        holder_id: UUID | None = self.place_of.data
        return Part(
            person=db.session.get_one(Person, self.person.data),
            since=self.since.data,
            last_day=self.last_day.data,
            role=ForumRole(self.role.data),
            capacity=capacity,
            place_of=self.holders[holder_id] if acts and holder_id else None,
            acting_as=(self.acting_as.data or "") if acts else "",
            basis=self.basis.data or "",
        )
