"""Forms of agreements. The form of an agreement keeps all input when a button adds, moves or removes a party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import FieldList, FormField, HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from agreements.labels import CLASSIFICATIONS, KINDS, RENEWALS, STEPS, name_of
from agreements.parties.actions import Side, check_parties
from agreements.parties.forms import SideForm, credentials_in, written
from agreements.registry.actions import Contract, Dates, Signature, check_dates, check_signed_on
from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.rules import LONGEST_NOTICE, Renewal, Stage
from app.circles.models import Classification
from app.clock import today
from app.database import db
from app.organisations.models import Organisation
from app.organisations.queries import Wanted, organisations
from app.web.forms import (
    Day,
    Form,
    Number,
    Paragraphs,
    TextField,
    as_field_error,
    focus_on,
    identity,
    options,
    required,
)
from app.web.i18n import language

A_DAY = timedelta(days=1)
MOST_SIDES = 20
MOST_ORGANISATIONS = 2000
FIRST_DAY_HELP = _l("For example 1 December 2026 or 1/12/2026")
LAST_DAY_HELP = _l("The last day in force. Empty: until it is terminated.")
NOTICE = _l("Write a number of days from 0 to 366")


def _choices(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    return options((member.value, label) for member, label in labels.items())


class AgreementForm(Form):
    """An agreement with its parties and dates."""

    ids = {"parent_id": "an agreement"}

    page_only = ("organisation",)
    version = HiddenField()
    kind = SelectField(
        _l("Kind"),
        choices=_choices(KINDS),
        default=AgreementKind.PERJANJIAN_KERJA_SAMA.value,
        description=_l("Can be corrected later."),
    )
    title = TextField(
        _l("What it is about"),
        required(_l("Write what the agreement is about")),
        description=_l("Short title, without the kind of document"),
    )
    purpose = Paragraphs(_l("Purpose and scope"), max_length=4000)
    parent_id = SelectField(
        _l("Carries out or amends"),
        coerce=identity,
        description=_l("The agreement above this one, such as the memorandum that a cooperation agreement carries out"),
    )
    classification = RadioField(
        _l("Information"), choices=_choices(CLASSIFICATIONS), default=Classification.INTERNAL.value
    )
    sides = FieldList(FormField(SideForm), _l("Parties"), max_entries=MOST_SIDES)
    organisation = SelectField(_l("Add a party"), default="", description=_l("Type its name, or choose from the list."))
    effective_on = Day(_l("In force from"), description=FIRST_DAY_HELP)
    expires_on = Day(_l("Ends"), description=LAST_DAY_HELP)
    notice_days = Number(
        _l("Notice before its end"),
        [InputRequired(NOTICE), NumberRange(0, LONGEST_NOTICE, NOTICE)],
        default=30,
        description=_l("By then the parties must have said whether they renew it. Selaras tells them on that day."),
    )
    renewal = RadioField(_l("Renewal"), choices=_choices(RENEWALS), default=Renewal.EXPRESS.value)

    def validate_sides(self, field: FieldList) -> None:
        """Require two parties, none of them twice, unless a row is invalid."""
        if field.errors:
            return
        with as_field_error():
            check_parties([row.organisation.data for row in self._rows()])

    def validate_expires_on(self, field: Day) -> None:
        """Refuse an end before the first day."""
        with as_field_error():
            check_dates(self.effective_on.data, field.data)

    def offer(self, above: list[tuple[str, Agreement]]) -> None:
        """Set the choices: organisations to add, and the agreements `above` that can be the parent."""
        found = db.session.scalars(organisations(Wanted()).limit(MOST_ORGANISATIONS)).unique()
        self._named = {one.id: one for one in found}
        self.parent_id.choices = options([("", _("None")), *((key, name_of(one)) for key, one in above)])
        self._name_rows()

    def arrange(self, pressed: Mapping[str, str]) -> bool:
        """Add, remove or move a party if the pressed button does so; return whether it was such a button."""
        if "sides" not in self:
            return False
        if "add" in pressed:
            self._add()
        elif "remove" in pressed:
            self._reorder([entry for entry in self.sides if entry.name != pressed["remove"]])
        elif "up" in pressed or "down" in pressed:
            self._shift(pressed.get("up") or pressed["down"], -1 if "up" in pressed else 1)
        else:
            return False
        self._name_rows()
        return True

    def keep_what_was_signed(self) -> None:
        """Remove the fields of parties and dates, which this form cannot change once the agreement is signed."""
        del self.sides, self.organisation, self.effective_on, self.expires_on, self.notice_days

    def contract(self) -> Contract:
        """Return the values of the agreement without its parties."""
        return Contract(
            kind=AgreementKind(self.kind.data),
            title=self.title.data,
            purpose=self.purpose.data or "",
            classification=Classification(self.classification.data),
            parent_id=self.parent_id.data,
            renewal=Renewal(self.renewal.data),
            language=language(),
            **{name: getattr(self, name).data for name in TERM if name in self},
        )

    def parties(self) -> list[Side] | None:
        """Return the parties in order, or None if the form has no field for them."""
        if "sides" not in self:
            return None
        return [
            Side(
                organisation=db.session.get_one(Organisation, row.organisation.data),
                credentials=credentials_in(row),
            )
            for row in self._rows()
        ]

    @classmethod
    def begun(cls, template: Any) -> AgreementForm:
        """Return an empty form; with a template, of its kind."""
        return cls(kind=template.kind.value) if template else cls()

    @classmethod
    def following(cls, renews: Agreement | None, amends: Agreement | None) -> AgreementForm:
        """Return the form of an agreement that renews or amends another, with its parties but not their numbers."""
        earlier = renews or amends
        assert earlier
        begins = earlier.expires_on + A_DAY if renews and earlier.expires_on else None
        kind = earlier.kind if renews else AgreementKind.ADDENDUM
        return cls(
            kind=kind.value,
            title=earlier.title,
            purpose=earlier.purpose,
            parent_id=earlier.parent_id if renews else earlier.id,
            classification=earlier.circle.classification.value,
            notice_days=earlier.notice_days,
            renewal=earlier.renewal.value,
            effective_on=begins,
            sides=[
                {**written(one), "organisation": one.seat.organisation_id, "reference_number": "", "authority": ""}
                for one in earlier.in_order
            ],
        )

    @classmethod
    def of(cls, agreement: Agreement) -> AgreementForm:
        """Return the form with the values of an agreement."""
        return cls(
            version=agreement.version,
            kind=agreement.kind.value,
            classification=agreement.circle.classification.value,
            renewal=agreement.renewal.value,
            sides=[{"organisation": one.seat.organisation_id, **written(one)} for one in agreement.in_order],
            **{name: getattr(agreement, name) for name in (*AS_THEY_ARE, "parent_id", "effective_on", "expires_on")},
        )

    def _rows(self) -> list[SideForm]:
        return [entry.form for entry in self.sides] if "sides" in self else []

    def _add(self) -> None:
        wanted = next((one for one in self._named.values() if str(one.id) == self.organisation.data), None)
        if wanted is None:
            self.organisation.errors = [_("Choose an organisation")]
        elif len(self.sides) >= MOST_SIDES:
            self.organisation.errors = [_("There is no room for another party")]
        else:
            focus_on(self.sides.append_entry({"organisation": wanted.id}).form.reference_number)
            self.organisation.data = ""

    def _shift(self, name: str, steps: int) -> None:
        entries = list(self.sides)
        place = next((number for number, entry in enumerate(entries) if entry.name == name), None)
        if place is not None:
            entries.insert(max(0, place + steps), entries.pop(place))
            self._reorder(entries)

    def _reorder(self, entries: Sequence[FormField]) -> None:
        """Replace the rows of parties; fields get new names, so that the next submission has this order."""
        rows = [entry.data for entry in entries]
        self.sides.entries, self.sides.last_index = [], -1
        for row in rows:
            self.sides.append_entry(row)

    def _name_rows(self) -> None:
        """Set organisation and sector of each row, and offer the other organisations as parties to add."""
        chosen = {row.organisation.data for row in self._rows()}
        for organisation_id in filter(None, chosen - set(self._named)):
            if archived := db.session.get(Organisation, organisation_id):
                self._named[archived.id] = archived
        for row in self._rows():
            own = self._named.get(row.organisation.data)
            row.organisation.choices = options([(own.id, own.name)] if own else [])
            row.sector = own.sector if own else None
        if self.organisation is not None:
            left = [(str(one.id), one.name) for one in self._named.values() if one.id not in chosen]
            self.organisation.choices = options([("", _("Choose an organisation")), *left])


TERM = ("effective_on", "expires_on", "notice_days")
"""Fields that cannot be changed in this form after signature."""
AS_THEY_ARE = ("title", "purpose", "notice_days")
"""Fields of the form that have the same value as the attribute of the agreement."""


class StageForm(Form):
    """A stage before signature."""

    stage = SelectField(_l("Stage"), choices=_choices(STEPS))

    def wanted(self) -> Stage:
        """Return the chosen stage."""
        return Stage(self.stage.data)


class SignatureForm(Form):
    """When and where all parties had signed, and the first and last day in force."""

    signed_on = Day(_l("Signed on"), required(_l("Write the day on which all sides had signed")), past=True)
    place = TextField(_l("Place"))
    effective_on = Day(
        _l("In force from"), required(_l("Write the first day on which it is in force")), description=FIRST_DAY_HELP
    )
    expires_on = Day(_l("Ends"), description=LAST_DAY_HELP)
    gap = Paragraphs(
        _l("Why the signing log is incomplete"), description=_l("Only if the signature of a party is not in the log")
    )
    file = FileField(
        _l("Signed text"), description=_l("A scan as PDF, if it is at hand. It can be added later as well.")
    )

    def validate_signed_on(self, field: Day) -> None:
        """Refuse a signature in the future."""
        if field.data:
            with as_field_error():
                check_signed_on(field.data, today())

    def validate_expires_on(self, field: Day) -> None:
        """Refuse an end before the first day."""
        with as_field_error():
            check_dates(self.effective_on.data, field.data)

    def details(self) -> Signature:
        """Return the values of the form."""
        return Signature(
            signed_on=self.signed_on.data,
            place=self.place.data or "",
            gap=self.gap.data or "",
            effective_on=self.effective_on.data,
            expires_on=self.expires_on.data,
        )


class DatesForm(Form):
    """The dates of a signed agreement, and the reason for their change."""

    version = HiddenField()
    signed_on = Day(_l("Signed on"), required(_l("Write the day on which all sides had signed")), past=True)
    effective_on = Day(
        _l("In force from"), required(_l("Write the first day on which it is in force")), description=FIRST_DAY_HELP
    )
    expires_on = Day(_l("Ends"), description=LAST_DAY_HELP)
    notice_days = Number(_l("Notice before its end"), [InputRequired(NOTICE), NumberRange(0, LONGEST_NOTICE, NOTICE)])
    reason = Paragraphs(
        _l("Reason"),
        required(_l("Write the reason")),
        description=_l("What the parties agreed and where it is written, such as an addendum and its number"),
    )

    def validate_signed_on(self, field: Day) -> None:
        """Refuse a signature in the future."""
        if field.data:
            with as_field_error():
                check_signed_on(field.data, today())

    def validate_expires_on(self, field: Day) -> None:
        """Refuse an end before the first day."""
        with as_field_error():
            check_dates(self.effective_on.data, field.data)

    def dates(self) -> Dates:
        """Return the dates in the form."""
        return Dates(
            signed_on=self.signed_on.data,
            effective_on=self.effective_on.data,
            expires_on=self.expires_on.data,
            notice_days=self.notice_days.data,
        )


class ObjectionForm(Form):
    """Why a party objects to what happens at the end of an agreement."""

    text = Paragraphs(_l("What do you object to?"), required(_l("Write what you object to, and what you want instead")))


class ReasonForm(Form):
    """The reason for an act."""

    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")))
