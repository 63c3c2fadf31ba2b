"""Forms for an agenda item, its answer, the order of an agenda, and items to copy from an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange
from wtforms.validators import Optional as Empty

from app.accounts.models import Person
from app.database import db
from app.errors import RuleViolation
from app.organisations.models import Organisation
from app.web.forms import Form, Number, Paragraphs, TextField, identity, options, required
from forums.agenda.actions import Draft
from forums.agenda.labels import PURPOSES, RESOLUTIONS
from forums.agenda.models import AgendaItem, Purpose, Resolution
from forums.scheduling.models import Participant

LONGEST = 480
"""The most minutes that an item may be allotted."""


class ItemForm(Form):
    """One item: title, purpose, presenter and minutes."""

    title = TextField(_l("What is it about?"), required(_l("Write what the item is about")))
    question = TextField(
        _l("To be decided"), [Empty()], max_length=300, description=_l("One sentence, shown during the session")
    )
    purpose = RadioField(
        _l("What for?"),
        choices=options((purpose.value, word) for purpose, word in PURPOSES.items()),
        default=Purpose.JOINT_SOLUTION.value,
    )
    minutes = Number(
        _l("Minutes needed"),
        [
            InputRequired(_l("Write how many minutes it needs")),
            NumberRange(1, LONGEST, _l("Write a number of minutes from 1 to %(most)s", most=LONGEST)),
        ],
        default=15,
    )
    presenter = SelectField(_l("Who presents it?"), default="")
    presenter_name = TextField(_l("Someone else presents it"), description=_l("Name and position, if not in the list"))

    def offer(self, taking_part: Sequence[Participant], *, directives_only: bool = False) -> None:
        """Set the presenter choices from the participants; leadership without a seat may only propose directives."""
        organisations = {each.seat.organisation.id: each.seat.organisation for each in taking_part}
        people = {each.person.id: f"{each.person.name}, {each.seat.organisation.label}" for each in taking_part}
        self.presenter.choices = options(
            [
                ("", _("Not said yet")),
                *((f"organisation:{one.id}", one.name) for one in organisations.values()),
                *((f"person:{identity}", words) for identity, words in people.items()),
            ]
        )
        if directives_only:
            self.purpose.choices = options([(Purpose.DIRECTIVE.value, PURPOSES[Purpose.DIRECTIVE])])

    @classmethod
    def of(cls, item: AgendaItem) -> ItemForm:
        """Return the form, pre-filled from an item."""
        presenter = ""
        if item.presenter_person_id:
            presenter = f"person:{item.presenter_person_id}"
        elif item.presenter_organisation_id:
            presenter = f"organisation:{item.presenter_organisation_id}"
        return cls(
            title=item.title,
            question=item.question,
            purpose=item.purpose.value,
            minutes=item.minutes,
            presenter=presenter,
            presenter_name=item.presenter_name,
        )

    def details(self) -> Draft:
        """Return the details entered. Raises RuleViolation if the presenter no longer exists."""
        kind, _colon, identity = (self.presenter.data or "").partition(":")
        person = db.session.get(Person, UUID(identity)) if kind == "person" else None
        organisation = db.session.get(Organisation, UUID(identity)) if kind == "organisation" else None
        if identity and not (person or organisation):
            raise RuleViolation(_l("Choose who presents it from the list"), field="presenter")
        return Draft(
            title=self.title.data,
            question=self.question.data or "",
            purpose=Purpose(self.purpose.data),
            minutes=self.minutes.data,
            presenter_person=person,
            presenter_organisation=organisation,
            presenter_name="" if identity else self.presenter_name.data or "",
        )


class ReasonForm(Form):
    """The reason for deferring or declining an item, or accepting a late one, sent to the proposer."""

    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")), max_length=1000)


class ResolutionForm(Form):
    """What happens to an item that was carried over several times, and why."""

    resolution = RadioField(
        _l("What happens to it?"),
        choices=options((one.value, words) for one, words in RESOLUTIONS.items()),
        default=Resolution.DECIDE.value,
    )
    reason = Paragraphs(
        _l("Reason, or who takes it on"),
        description=_l("Not needed if it is decided in this session."),
        max_length=1000,
    )


class OrderForm(Form):
    """The ids of all items of an agenda in their new order."""

    ids = {"order": "an agenda item of the session"}

    order = SelectMultipleField(
        _l("Order"), [InputRequired(_l("Send all items in their new order"))], coerce=identity, validate_choice=False
    )


class CopyForm(Form):
    """The items of an earlier session to add to an agenda."""

    ids = {"items": "an agenda item of an earlier session of the forum"}

    items = SelectMultipleField(_l("Items"), [InputRequired(_l("Choose at least one item"))], coerce=identity)

    def offer(self, items: Sequence[AgendaItem]) -> None:
        """Offer these items."""
        self.items.choices = options((one.id, f"{one.title} ({one.minutes} {_('min')})") for one in items)
