"""Forms that propose a commitment and change its visibility, and the form for a reason."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange

from app.circles.models import Circle, CircleKind, Seat
from app.clock import today
from app.database import db
from app.organisations.models import Organisation
from app.web.forms import Day, Form, Number, Paragraphs, TextField, as_field_error, identity, options, required
from app.web.i18n import language
from commitments.particulars.forms import ParticularsFields
from commitments.registry.actions import Proposal, check_due, check_verifier
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility, visibilities_within
from commitments.status_labels import VISIBILITIES

VISIBILITY = [(visibility.value, word) for visibility, word in VISIBILITIES.items()]
PROPOSED = [pair for pair in VISIBILITY if pair[0] != Visibility.PUBLIC.value]
"""Choices for a proposal: only `VisibilityForm` can make a commitment public."""


class ProposalForm(ParticularsFields):
    """A commitment to propose. The choices of organisations are those with a seat in the circle."""

    ids = {
        "responsible": "an organisation with a seat in the circle",
        "verifier": "an organisation with a seat in the circle",
        "contributors": "an organisation with a seat in the circle",
    }

    title = TextField(_l("Text of the commitment"), required(_l("Write what is promised")))
    criteria = Paragraphs(
        _l("Acceptance criteria"),
        required(_l("Write how the verifier will know that it is done")),
        description=_l("One per line: what the verifier will check."),
    )
    responsible = SelectField(_l("Responsible organisation"), coerce=identity)
    verifier = SelectField(
        _l("Verifier"),
        coerce=identity,
        description=_l("Decides whether the criteria are met. It cannot be the responsible organisation."),
    )
    contributors = SelectMultipleField(_l("Contributing organisations"), coerce=identity)
    due = Day(
        _l("Due date"),
        required(_l("Write the due date")),
        description=_l("For example 11 December 2026 or 11/12/2026"),
    )
    weight = Number(
        _l("Weight"),
        [InputRequired(_l("Write a number from 1 to 5")), NumberRange(1, 5, _l("Write a number from 1 to 5"))],
        default=3,
        description=_l("From 1 (small) to 5 (decisive)"),
    )
    evidence_required = BooleanField(_l("Evidence is required"), default=True)
    visibility = RadioField(_l("Who may read it"), choices=options(PROPOSED), default=Visibility.CIRCLE.value)

    @classmethod
    def of(cls, circle: Circle, **values: str) -> ProposalForm:
        """Return the form for a circle, by default readable by all of a forum or by the parties of an agreement.

        `values` prefill other fields.
        """
        alone = circle.kind is CircleKind.AGREEMENT
        return cls(visibility=(Visibility.PARTIES if alone else Visibility.CIRCLE).value, **values)

    def offer(self, seats: list[Seat]) -> None:
        """Set the choices of organisations from the seats of the circle."""
        choices = options((seat.organisation.id, seat.organisation.name) for seat in seats)
        for field in (self.responsible, self.verifier, self.contributors):
            field.choices = choices

    def validate_due(self, field: Day) -> None:
        """Refuse a date in the past."""
        if field.data:
            with as_field_error():
                check_due(field.data, today())

    def validate_verifier(self, field: SelectField) -> None:
        """Refuse the responsible organisation as its own verifier."""
        with as_field_error():
            check_verifier(field.data, self.responsible.data)

    def details(self, circle: Circle) -> Proposal:
        """Return the values of the form as a proposal for `circle`."""
        chosen = {seat_id: db.session.get_one(Organisation, seat_id) for seat_id in self._organisation_ids()}
        return Proposal(
            circle=circle,
            title=self.title.data,
            criteria=self.criteria.data,
            responsible=chosen[self.responsible.data],
            responsible_person=None,
            verifier=chosen[self.verifier.data],
            contributors=[chosen[one] for one in self.contributors.data or [] if one != self.responsible.data],
            due=self.due.data,
            weight=self.weight.data,
            evidence_required=self.evidence_required.data,
            visibility=Visibility(self.visibility.data),
            language=language(),
            particulars=self.particulars(),
        )

    def _organisation_ids(self) -> set[UUID]:
        return {self.responsible.data, self.verifier.data, *(self.contributors.data or [])}


class VisibilityForm(Form):
    """The new visibility of a commitment, and the reason."""

    visibility = RadioField(_l("Who may read it"), choices=options(VISIBILITY))
    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")))

    @classmethod
    def of(cls, commitment: Commitment) -> VisibilityForm:
        """Return the form for a commitment, with the choices that the classification of its circle allows."""
        form = cls(visibility=commitment.visibility.value)
        allowed = {one.value for one in visibilities_within(commitment.circle.classification)}
        form.visibility.choices = options(pair for pair in VISIBILITY if pair[0] in allowed)
        return form


class ReasonForm(Form):
    """The reason for an act."""

    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")))
