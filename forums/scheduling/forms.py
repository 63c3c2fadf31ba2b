"""The form for creating and changing a forum, which keeps all input whichever button is pressed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, time
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext
from wtforms import FieldList, FormField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import URL, InputRequired, NumberRange, ValidationError
from wtforms.validators import Optional as Empty

from app.accounts.models import Person
from app.calendars.choices import Choice, ChosenDay, Position, Repeat, choice_on
from app.calendars.labels import DAY_LABELS, HOLIDAY_RULE_LABELS, POSITION_LABELS, REPEAT_LABELS
from app.calendars.shifts import HolidayRule
from app.calendars.zone_choices import shown_zones, zone_choices
from app.circles.models import Classification
from app.clock import today
from app.database import db
from app.organisations.models import Organisation
from app.web.arguments import uuid_of
from app.web.forms import (
    Clock,
    Day,
    Form,
    Number,
    Paragraphs,
    TextField,
    as_field_error,
    focus_on,
    options,
    required,
)
from app.web.i18n import language
from app.web.status_labels import SECTORS
from forums.scheduling import actions, choosing
from forums.scheduling.actions import Charter, Place, Plan, Schedule
from forums.scheduling.first_date import FirstDate, first_date, fits
from forums.scheduling.form_rows import (
    AS_FIRST,
    ItemForm,
    PlaceForm,
    choices_of,
    closing_choices,
    following_choices,
    length_label,
    person_label,
)
from forums.scheduling.labels import CLASSIFICATIONS, DECISION_RULES, KINDS, MODES
from forums.scheduling.models import DecisionRule, Forum, ForumKind, ForumRole, Mode, Participant
from forums.scheduling.rule_field import RuleLine

LENGTHS = (30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 480)
"""The durations offered, in minutes."""
PLAIN = (
    *("name", "goal", "purpose", "ground_rules"),
    *("timezone", "minutes", "place", "link", "quorum_share", "quorum_sectors", "reminder_days"),
    "agenda_closes",
)
"""Columns with a field of the same name and value."""
Time = time  # the form has a field `time`, which hides the class in its annotations
NINE = Time(9)
"""The time with which a schedule is compared with its first date while none is given."""
MOST_PLACES = 300
MOST_ITEMS = 40


OFFERED = ("first_day", "weekday", "position")
"""Fields that an offer of the page can set."""


class ForumForm(Form):
    """A forum: its charter, schedule, place, and participants."""

    page_only = ("organisation",)  # it adds a row to `places`

    version = HiddenField()
    name = TextField(_l("Name of the forum"), required(_l("Write the name of the forum")))
    kind = SelectField(_l("Kind"), choices=choices_of(KINDS), default=ForumKind.CROSS_SECTOR.value)
    goal = Paragraphs(
        _l("Shared goal"),
        required(_l("Write the shared goal of the forum")),
        description=_l(
            "One sentence that every party can agree to. Participants are asked to agree at the first session."
        ),
        max_length=2000,
    )
    purpose = Paragraphs(_l("Purpose"), [Empty()], description=_l("Why these parties meet."))
    ground_rules = Paragraphs(_l("Ground rules"), [Empty()], description=_l("One rule a line."))
    decision_rule = SelectField(
        _l("Decision-making"), choices=choices_of(DECISION_RULES), default=DecisionRule.CONSENSUS.value
    )
    classification = RadioField(
        _l("Classification of information"), choices=choices_of(CLASSIFICATIONS), default=Classification.INTERNAL.value
    )
    repeat = RadioField(_l("Repetition"), choices=choices_of(REPEAT_LABELS), default=Repeat.MONTHLY.value)
    rule = RuleLine()
    first_day = Day(_l("First date"), description=_l("For example 1 December 2026 or 1/12/2026"))
    position = SelectField(_l("On the"), choices=following_choices(POSITION_LABELS), default=AS_FIRST)
    weekday = SelectField(_l("Day"), choices=following_choices(DAY_LABELS), default=AS_FIRST)
    time = Clock(_l("Starts at"))
    minutes = SelectField(_l("Duration"), coerce=int, default=120)
    timezone = SelectField(_l("Time zone"))
    holiday_rule = SelectField(
        _l("If it falls on a holiday"),
        choices=choices_of(HOLIDAY_RULE_LABELS),
        default=HolidayRule.FORWARD.value,
        description=_l("A session never moves automatically. Selaras proposes, you decide."),
    )
    mode = RadioField(_l("Format"), choices=choices_of(MODES), default=Mode.IN_PERSON.value)
    place = TextField(_l("Place"), max_length=300)
    link = TextField(
        _l("Link to the online meeting"),
        [Empty(), URL(message=_l("Write a whole address, beginning with https://"))],
        max_length=1000,
    )
    places = FieldList(FormField(PlaceForm), _l("Seats and participants"), max_entries=MOST_PLACES)
    organisation = SelectField(
        _l("Add an organisation"),
        default="",
        description=_l("Type its name, or choose from the list. Its focal point comes along."),
    )
    quorum_share = Number(
        _l("At least"),
        description=_l("51 means half plus one."),
        validators=[
            InputRequired(_l("Write a number from 0 to 100")),
            NumberRange(0, 100, _l("Write a number from 0 to 100")),
        ],
        default=50,
    )
    quorum_sectors = SelectMultipleField(
        _l("Sectors that must be present, with at least one seat each"),
        choices=options((value, label) for value, (_letter, label) in SECTORS.items()),
    )
    reminder_days = SelectMultipleField(
        _l("Remind those who have not answered"),
        coerce=int,
        default=lambda: [7, 3],
        choices=options(
            (days, lazy_ngettext("%(num)d day before", "%(num)d days before", days)) for days in (14, 7, 3, 1)
        ),
    )
    items = FieldList(FormField(ItemForm), _l("Usual agenda"), max_entries=MOST_ITEMS)
    agenda_closes = SelectField(
        _l("Agenda closes for proposals"),
        coerce=lambda days: int(days) if days else None,
        choices=closing_choices(),
        description=_l("At 16.00. Later proposals are marked as late, and need a reason to be accepted."),
    )

    def __init__(self, **data: Any) -> None:
        super().__init__(**data)
        lengths = sorted({*LENGTHS, self.minutes.object_data})
        self.minutes.choices = options((minutes, length_label(minutes)) for minutes in lengths)
        self.timezone.choices = options(shown_zones(self.timezone.data))

    def catch_up(self, version: int, changed_by: str) -> None:
        """Report that the forum was changed meanwhile; the next save, based on `version`, keeps this input."""
        words = _("%(name)s changed this forum while you were writing. Your answers are kept here.", name=changed_by)
        self.form_errors.append(words + " " + _("Compare them with the forum's page, then save again to keep yours."))
        self.version.data = str(version)

    def validate_first_day(self, field: Day) -> None:
        """Require the first day of a schedule; a forum without one need not have a date yet."""
        if field.process_errors:
            return
        if field.data is None and self.repeat.data != Repeat.ONCE.value:
            raise ValidationError(_("Write the first date"))
        if field.data:
            with as_field_error():
                actions.check_first_day(field.data, today())
        wanted = self.schedule()
        if wanted and not fits(wanted, self.timezone.data):
            raise ValidationError(_("Choose a first date that fits the repetition"))

    def validate_time(self, field: Clock) -> None:
        """Require the time of a schedule or single date."""
        if field.process_errors:
            return
        if field.data is None and (self.repeat.data != Repeat.ONCE.value or self.first_day.data):
            raise ValidationError(_("Write the time, such as 09:30"))

    def validate_places(self, field: FieldList) -> None:
        """Require participants, one of them as chair, and nobody twice, unless a row is invalid."""
        if field.errors:
            return
        with as_field_error():
            actions.check_places(self.people(), self.chairs())

    def validate_organisation(self, field: SelectField) -> None:
        """Reject an organisation that was chosen but not added, as it would be lost."""
        if field.data:
            raise ValidationError(_("Press “Add” to seat this organisation, or take the choice back"))

    def validate_place(self, field: TextField) -> None:
        """Require a place unless the session is online."""
        if self.mode.data != Mode.ONLINE.value and not field.data:
            raise ValidationError(_("Write where people meet"))

    def offer(self, *, whole: bool = False) -> None:
        """Set the choices: organisations to add, and the people of each row's organisation.

        With `whole` all organisations and time zones, else the usual ones and those chosen.
        """
        if whole:
            self.timezone.choices = options(zone_choices())
        chosen = [entry.form.organisation.data for entry in self.places] + [uuid_of(self.organisation.data)]
        found = choosing.organisations(list(filter(None, chosen)), most=choosing.MOST if whole else choosing.SHOWN)
        self._named = {one.id: one for one in found}
        named = [(str(one.id), one.name) for one in found]
        self.organisation.choices = options([("", _("Choose an organisation")), *named])
        self._offer_people()

    def _offer_people(self) -> None:
        rows = [entry.form for entry in self.places]
        organisation_ids = {row.organisation.data for row in rows if row.organisation.data}
        chosen = {row.person.data for row in rows if row.person.data}
        people = choosing.people_to_seat(organisation_ids, chosen)
        for row in rows:
            own = self._named.get(row.organisation.data)
            row.organisation.choices = options([(own.id, own.name)] if own else [])
            row.sector = own.sector if own else None
            row.person.choices = options(
                (one.id, person_label(one)) for one in people if own and one.organisation_id == own.id
            )

    def add_place(self) -> None:
        """Add a row for the chosen organisation, with its default person."""
        wanted = next((one for one in self._named.values() if str(one.id) == self.organisation.data), None)
        if wanted is None:
            self.organisation.errors = [_("Choose an organisation")]
            return
        taken = [entry.form.person.data for entry in self.places if entry.form.person.data]
        person_id = choosing.spokesperson(wanted.id, taken)
        if person_id is None:
            self.organisation.errors = [_("Nobody of this organisation is left to add. Enter the person first")]
            return
        entry = self.places.append_entry(
            {"organisation": wanted.id, "person": person_id, "role": ForumRole.MEMBER.value}
        )
        focus_on(entry.form.person)
        self.organisation.data = ""
        self._offer_people()

    def add_item(self) -> None:
        """Add an empty row to the agenda template."""
        focus_on(self.items.append_entry().form.title)

    @staticmethod
    def remove(rows: FieldList, name: str) -> None:
        """Remove the row with that name ("places-2"), if it exists."""
        rows.entries = [entry for entry in rows.entries if entry.name != name]

    def readable_by(self, reader: Person) -> dict[str, list[Any]]:
        """Return the validator that refuses a classification with which `reader` could not read the forum."""

        def check(_form: Form, field: RadioField) -> None:
            with as_field_error(), suppress(ValueError):  # an unknown classification has its own error
                actions.check_secrecy(Classification(field.data), self.people(), by=reader)

        return {"classification": [check]}

    def people(self) -> list[UUID | None]:
        """Return the ids of the people chosen, in the order of the rows."""
        return [entry.form.person.data for entry in self.places]

    def chairs(self) -> int:
        """Return the number of participants chosen as chair."""
        return sum(entry.form.role.data == ForumRole.CHAIR.value for entry in self.places)

    def voting_seats(self) -> int:
        """Return the number of seats that count for the quorum: those with anyone but observers."""
        rows = [entry.form for entry in self.places]
        return len({row.organisation.data for row in rows if row.role.data != ForumRole.OBSERVER.value})

    def keep_to_charter(self) -> None:
        """Remove the fields of the schedule, as the forum has one already."""
        for name in ("repeat", "rule", "position", "weekday", "time", "first_day"):
            del self[name]

    def choice(self, first_day: date) -> Choice:
        """Return the repetition chosen, with the weekday and position of `first_day` where they follow it."""
        day = None if self.weekday.data == AS_FIRST else ChosenDay(self.weekday.data)
        position = None if self.position.data == AS_FIRST else Position(self.position.data)
        return choice_on(Repeat(self.repeat.data), first_day, day, position)

    def schedule(self) -> Schedule | None:
        """Return the schedule, or None if it is incomplete or not part of the form."""
        if "repeat" not in self or not self.first_day.data or self.time.data is None:
            return None
        return self._schedule(self.first_day.data, self.time.data)

    def _schedule(self, first_day: date, starts_at: Time) -> Schedule | None:
        chosen = (self.repeat, self.position, self.weekday, self.minutes, self.timezone, self.holiday_rule)
        if not all(_is_offered(field) for field in chosen):
            return None
        choice = self.choice(first_day)
        return Schedule(choice=choice, first_day=first_day, starts_at=starts_at, rule=self.rule.data or "")

    def first_date(self, today: date) -> FirstDate | None:
        """Return how the first date and the rule agree, or None if there is nothing to compare yet."""
        if "repeat" not in self or not (self.first_day.data or self._names_the_day()):
            return None
        wanted = self._schedule(self.first_day.data or today, self.time.data or NINE)
        if wanted is None:
            return None
        follows = replace(wanted, choice=choice_on(wanted.choice.repeat, wanted.first_day))
        own = wanted.choice.repeat is Repeat.OWN
        chosen = self.first_day.data is not None
        compared = {"chosen": chosen, "timezone": self.timezone.data, "today": today}
        return first_date(wanted, follows=None if own else follows, **compared)

    def _names_the_day(self) -> bool:
        """Whether the rule names its days without the first date."""
        if self.repeat.data == Repeat.OWN.value:
            return True
        by_month = self.repeat.data in {Repeat.MONTHLY.value, Repeat.QUARTERLY.value}
        return self.weekday.data != AS_FIRST and not (by_month and self.position.data == AS_FIRST)

    def take_up(self, offer: str) -> None:
        """Set the fields of an offer of the page: "first_day=2026-12-07" or "weekday=first_day&position=first_day"."""
        for name, value in parse_qsl(offer):
            if name in OFFERED:
                self[name].raw_data = [value]
                with suppress(ValueError):
                    self[name].process_formdata([value])

    def charter(self) -> Charter:
        """Return the charter entered."""
        return Charter(
            name=self.name.data,
            kind=ForumKind(self.kind.data),
            goal=self.goal.data,
            purpose=self.purpose.data or "",
            ground_rules=self.ground_rules.data or "",
            decision_rule=DecisionRule(self.decision_rule.data),
            classification=Classification(self.classification.data),
            quorum_share=self.quorum_share.data,
            quorum_sectors=self.quorum_sectors.data,
            timezone=self.timezone.data,
            minutes=self.minutes.data,
            mode=Mode(self.mode.data),
            place=self.place.data or "",
            link=self.link.data or "",
            holiday_rule=HolidayRule(self.holiday_rule.data),
            reminder_days=sorted(self.reminder_days.data or [], reverse=True),
            agenda_template=[
                {"title": row.form.title.data, "purpose": row.form.purpose.data, "minutes": row.form.minutes.data}
                for row in self.items
            ],
            agenda_closes=self.agenda_closes.data,
            language=language(),
        )

    def seated(self) -> list[Place]:
        """Return the participants entered."""
        return [
            Place(
                organisation=db.session.get_one(Organisation, row.form.organisation.data),
                person=db.session.get_one(Person, row.form.person.data),
                role=ForumRole(row.form.role.data),
            )
            for row in self.places
        ]

    def details(self) -> Plan:
        """Return the details of a new forum."""
        return Plan(charter=self.charter(), places=self.seated(), schedule=self.schedule())

    @classmethod
    def of(cls, forum: Forum, people: Sequence[Participant]) -> ForumForm:
        """Return the form, pre-filled from a forum."""
        return cls(
            version=str(forum.version),
            kind=forum.kind.value,
            decision_rule=forum.decision_rule.value,
            classification=forum.circle.classification.value,
            mode=forum.mode.value,
            holiday_rule=forum.holiday_rule.value,
            repeat=Repeat.ONCE.value,
            places=[
                {"organisation": one.seat.organisation_id, "person": one.person_id, "role": one.role.value}
                for one in people
            ],
            items=forum.agenda_template,
            **{name: getattr(forum, name) for name in PLAIN},
        )


def _is_offered(field: SelectField) -> bool:
    return any(field.data == choice.value for choice in field.choices)
