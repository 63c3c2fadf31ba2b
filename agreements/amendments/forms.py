"""Forms of amendments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField

from agreements.amendments.actions import Frame, Place, Recorded
from agreements.amendments.models import Addendum, ClauseChange, ObligationChange
from agreements.amendments.rules import Stance
from agreements.clauses.forms import ObligationForm, side_choices
from agreements.clauses.models import Clause, Obligation, Right
from agreements.registry.actions import check_signed_on
from agreements.registry.forms import LAST_DAY_HELP
from agreements.registry.models import Agreement, Party
from app.clock import today
from app.web.forms import Day, Form, Paragraphs, TextField, as_field_error, identity, options, required
from commitments.delivery.forms import BehalfForm

STANCES = {Stance.AGREES: _l("We agree with this draft"), Stance.BARGAINS: _l("We want it otherwise")}


class AmendmentForm(Form):
    """What an amendment says of itself."""

    ids = {"document_id": "a document of the agreement"}

    version = HiddenField()
    title = TextField(_l("What it is about"), required(_l("Write what the amendment is about")))
    rationale = Paragraphs(
        lazy_pgettext("amendment", "Why"), required(_l("Write why the agreement changes")), max_length=4000
    )
    basis = TextField(
        _l("Basis"), max_length=300, description=_l("Such as a decision of a forum with its number, or a letter")
    )
    document_id = SelectField(
        _l("Document of the basis"), coerce=identity, description=_l("A document of this agreement")
    )
    effective_on = Day(
        _l("Applies from"),
        required(_l("Write the first day of the changed text")),
        description=_l("Commitments due before this day keep their terms."),
    )
    changes_end = BooleanField(_l("It changes the end of the agreement"))
    new_end = Day(_l("New end"), description=LAST_DAY_HELP)

    def offer(self, documents: list[tuple[str, str]]) -> None:
        """Set the choices of documents: (id, title)."""
        self.document_id.choices = options([("", _("None")), *documents])

    def frame(self) -> Frame:
        """Return the values of the form."""
        return Frame(
            title=self.title.data,
            rationale=self.rationale.data,
            basis=self.basis.data or "",
            document_id=self.document_id.data,
            effective_on=self.effective_on.data,
            changes_end=bool(self.changes_end.data),
            new_end=self.new_end.data,
        )

    @classmethod
    def of(cls, amendment: Addendum) -> AmendmentForm:
        """Return the form with the values of an amendment."""
        return cls(obj=amendment)

    @classmethod
    def for_new(cls, agreement: Agreement) -> AmendmentForm:
        """Return the form of a new amendment, with the present end."""
        return cls(title=agreement.title, new_end=agreement.expires_on)


class ClauseChangeForm(Form):
    """How a clause will read, that it is removed, or a new clause."""

    ids = {"clause": "a clause of the agreement", "change": "a new clause of the draft"}

    clause = SelectField(_l("Clause"), coerce=identity, description=_l("Empty: a new clause"))
    change = SelectField(_l("New clause of the draft"), coerce=identity)
    number = TextField(
        _l("Number"), required(_l("Write the number of the clause")), max_length=40, description=_l("Such as Pasal 5")
    )
    heading = TextField(_l("Heading"), required(_l("Write the heading of the clause")))
    text = Paragraphs(_l("What it will say"))
    removes = BooleanField(_l("The amendment removes this clause, with its obligations and rights"))

    def offer(self, amendment: Addendum, clauses: list[Clause]) -> None:
        """Set the choices of clauses."""
        added = [one for one in amendment.clauses if one.clause_id is None]
        self._clauses: dict[UUID | None, Clause] = {one.id: one for one in clauses}
        self._added: dict[UUID | None, ClauseChange] = {one.id: one for one in added}
        self.clause.choices = options([("", _("A new clause")), *((str(one.id), one.number) for one in clauses)])
        self.change.choices = options([("", _("A new clause")), *((str(one.id), one.number) for one in added)])

    def start(self, clause_id: UUID | None, change_id: UUID | None, drafted: list[ClauseChange]) -> None:
        """Fill the form, before it is submitted, with the draft of a clause or else its present text."""
        found: Any = next((one for one in drafted if clause_id and one.clause_id == clause_id), None)
        found = found or self._clauses.get(clause_id) or self._added.get(change_id)
        if found is None:
            return
        self.clause.data, self.change.data = clause_id, change_id
        self.number.data, self.heading.data, self.text.data = found.number, found.heading, found.text
        self.removes.data = getattr(found, "removes", False)

    @property
    def target(self) -> Clause | None:
        """Return the clause of the agreement that is changed, or None for a new one."""
        return self._clauses.get(self.clause.data)

    @property
    def added(self) -> ClauseChange | None:
        """Return the new clause of the draft that is changed again, or None."""
        return self._added.get(self.change.data)


class PlacedForm(Form):
    """The clause to which a new obligation or right belongs."""

    place = SelectField(_l("Clause"), coerce=identity)

    def offer_places(self, amendment: Addendum, clauses: list[Clause]) -> None:
        """Set the choices of clauses: those of the agreement that stay, and those that the draft adds."""
        gone = {one.clause_id for one in amendment.clauses if one.removes}
        staying = [one for one in clauses if one.id not in gone]
        added = [one for one in amendment.clauses if one.clause_id is None]
        self._places: dict[UUID | None, Place] = {
            **{one.id: Place(clause=one) for one in staying},
            **{one.id: Place(added=one) for one in added},
        }
        named = [(str(one.id), f"{one.number} {one.heading}") for one in staying]
        named += [(str(one.id), f"{one.number} {one.heading}") for one in added]
        self.place.choices = options(named)

    def chosen_place(self) -> Place:
        """Return the chosen clause."""
        return self._places.get(self.place.data, Place())


class ObligationChangeForm(PlacedForm, ObligationForm):
    """How an obligation will be, that it ends, or a new one under a clause."""

    ids = {
        **ObligationForm.ids,
        "obligation": "an obligation of the agreement",
        "change": "a new obligation of the draft",
        "place": "a clause, or a new clause of the draft",
    }
    obligation = SelectField(_l("Obligation"), coerce=identity, description=_l("Empty: a new obligation"))
    change = SelectField(_l("New obligation of the draft"), coerce=identity)
    ends = BooleanField(_l("The amendment ends this obligation"))

    def offer_obligations(self, amendment: Addendum, obligations: list[Obligation]) -> None:
        """Set the choices of obligations."""
        added = [one for one in amendment.obligations if one.obligation_id is None]
        self._obligations: dict[UUID | None, Obligation] = {one.id: one for one in obligations}
        self._added: dict[UUID | None, ObligationChange] = {one.id: one for one in added}
        new = ("", _("A new obligation"))
        self.obligation.choices = options([new, *((str(one.id), one.text) for one in obligations)])
        self.change.choices = options([new, *((str(one.id), one.text) for one in added)])

    def start(self, obligation_id: UUID | None, change_id: UUID | None, drafted: list[ObligationChange]) -> None:
        """Fill the form, before it is submitted, with the draft of an obligation or else its present terms."""
        found: Any = next((one for one in drafted if obligation_id and one.obligation_id == obligation_id), None)
        found = found or self._obligations.get(obligation_id) or self._added.get(change_id)
        if found is None:
            return
        self.obligation.data, self.change.data = obligation_id, change_id
        for name in ("text", "criteria", "first_due"):
            getattr(self, name).data = getattr(found, name)
        self.debtor.data, self.verifier.data = found.debtor_id, found.verifier_id
        self.frequency.data = found.frequency.value
        self.ends.data = getattr(found, "ends", False)
        self.place.data = getattr(found, "clause_change_id", None) or found.clause_id

    @property
    def target(self) -> Obligation | None:
        """Return the obligation that is changed, or None for a new one."""
        return self._obligations.get(self.obligation.data)

    @property
    def added(self) -> ObligationChange | None:
        """Return the new obligation of the draft that is changed again, or None."""
        return self._added.get(self.change.data)


class RightChangeForm(PlacedForm):
    """A new right or benefit of a party under a clause."""

    ids = {"holder": "a party of the agreement", "place": "a clause, or a new clause of the draft"}

    holder = SelectField(_l("Who has it"), coerce=identity)
    text = TextField(_l("Right or benefit"), required(_l("Write what the party gets")), max_length=300)

    def offer(self, agreement: Agreement) -> None:
        """Set the choices of parties."""
        self._sides: dict[object, Party] = {one.id: one for one in agreement.parties}
        self.holder.choices = options(side_choices(agreement))

    def party(self) -> Party:
        """Return the chosen party."""
        return self._sides[self.holder.data]


class RightEndForm(Form):
    """A right that the amendment ends."""

    ids = {"right": "a right of the agreement"}

    right = SelectField(_l("Right or benefit"), coerce=identity)

    def offer(self, rights: list[Right]) -> None:
        """Set the choices of rights."""
        self._rights: dict[UUID | None, Right] = {one.id: one for one in rights}
        self.right.choices = options([(str(one.id), one.text) for one in rights])

    def chosen(self) -> Right:
        """Return the chosen right."""
        return self._rights[self.right.data]


class TakeOutForm(Form):
    """A change that is taken out of the draft."""

    ids = {"change": "a change of the draft"}

    change = SelectField(_l("Change"), coerce=identity)

    def offer(self, amendment: Addendum) -> None:
        """Set the choices of changes."""
        parts: list[Any] = [*amendment.clauses, *amendment.obligations, *amendment.rights]
        self.change.choices = options([(str(one.id), getattr(one, "text", "")) for one in parts])


class StepForm(Form):
    """Confirms a step of an amendment; has no fields."""


class WithdrawalForm(Form):
    """Why an amendment is withdrawn."""

    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")))


class PositionForm(Form):
    """What a party says of a draft."""

    version = HiddenField()
    stance = RadioField(
        _l("What does your party say?"),
        choices=options((one.value, word) for one, word in STANCES.items()),
        default="agrees",
    )
    clause = SelectField(_l("Clause"), default="", description=_l("If it is about one clause"))
    words = Paragraphs(_l("What do you want instead?"), max_length=4000)

    def offer(self, numbers: list[str]) -> None:
        """Set the choices of clauses."""
        self.clause.choices = options([("", _("The whole draft")), *((one, one) for one in numbers)])


class RecordedPositionForm(PositionForm, BehalfForm):
    """What a party told the coordinator of a draft, with the source."""

    ids = {"party": "a party of the agreement"}

    party = SelectField(_l("Party"), coerce=identity)

    def offer_parties(self, agreement: Agreement, besides: UUID | None) -> None:
        """Set the choices of parties: all but that of the organisation `besides`."""
        others = [one for one in agreement.in_order if one.seat.organisation_id != besides]
        self._sides: dict[UUID | None, Party] = {one.id: one for one in others}
        self.party.choices = options((one.id, one.seat.organisation.name) for one in others)

    def recorded(self) -> Recorded:
        """Return the party and the source. Raises RuleViolation for a date in the future."""
        behalf = self.behalf()
        assert behalf
        return Recorded(party=self._sides[self.party.data], behalf=behalf)


class ApplyForm(Form):
    """When all parties had signed the amendment, and the effects that the user saw."""

    seen = HiddenField()
    signed_on = Day(_l("Signed on"), required(_l("Write the day on which all sides had signed")), past=True)
    file = FileField(
        _l("Signed text"), description=_l("A scan as PDF, if it is at hand. It can be added later as well.")
    )

    def validate_signed_on(self, field: Day) -> None:
        """Refuse a signature in the future."""
        if field.data:
            with as_field_error():
                check_signed_on(field.data, today())
