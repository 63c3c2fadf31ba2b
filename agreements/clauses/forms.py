"""Forms of clauses, obligations and rights."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from agreements.clauses.actions import Duty, Wording
from agreements.clauses.models import Clause, Obligation
from agreements.clauses.rules import Frequency
from agreements.labels import FREQUENCIES, party_name
from agreements.registry.models import Agreement, Party
from app.web.forms import Day, Form, Paragraphs, TextField, as_field_error, identity, options, required
from commitments.registry.actions import check_verifier


def side_choices(agreement: Agreement) -> list[tuple[str, str]]:
    """Return the parties as choices, in the order of the text."""
    return [(str(one.id), f"{party_name(one.position)}: {one.seat.organisation.name}") for one in agreement.in_order]


class ClauseForm(Form):
    """Number, heading and text of a clause."""

    number = TextField(
        _l("Number"), required(_l("Write the number of the clause")), max_length=40, description=_l("Such as Pasal 5")
    )
    heading = TextField(_l("Heading"), required(_l("Write the heading of the clause")))
    text = Paragraphs(
        _l("What it says"), description=_l("In short, or its words. The whole text goes along as a file.")
    )
    reason = Paragraphs(
        _l("What was wrong in the register"),
        description=_l("A slip of the register is corrected here. What the parties agree anew is an amendment."),
    )

    def details(self) -> Wording:
        """Return the values of the form."""
        return Wording(number=self.number.data, heading=self.heading.data, text=self.text.data or "")

    def before_signature(self) -> ClauseForm:
        """Remove the reason, which only corrections after signature have, and return the form."""
        del self.reason
        return self

    @classmethod
    def of(cls, clause: Clause) -> ClauseForm:
        """Return the form with the values of a clause."""
        return cls(number=clause.number, heading=clause.heading, text=clause.text)


class ObligationForm(Form):
    """What one party owes, how often, and which other party verifies it."""

    ids = {"debtor": "a party of the agreement", "verifier": "a party of the agreement"}

    text = TextField(_l("Text of the obligation"), required(_l("Write what is owed")))
    criteria = Paragraphs(
        _l("Acceptance criteria"),
        required(_l("Write how the verifier will know that it is done")),
        description=_l("One per line: what the verifier will look at."),
    )
    debtor = SelectField(_l("Who owes it"), coerce=identity)
    verifier = SelectField(
        _l("Verifier"), coerce=identity, description=_l("Says whether it was kept; never the party that owes it.")
    )
    frequency = SelectField(
        _l("How often"),
        choices=options((one.value, word) for one, word in FREQUENCIES.items()),
        default=Frequency.ONCE.value,
    )
    first_due = Day(
        _l("First due date"),
        required(_l("Write the first due date")),
        description=_l("For example 11 December 2026 or 11/12/2026"),
    )

    def validate_verifier(self, field: SelectField) -> None:
        """Refuse the party that owes it as its own verifier."""
        with as_field_error():
            check_verifier(field.data, self.debtor.data)

    def offer(self, agreement: Agreement) -> None:
        """Set the choices of parties."""
        self._sides: dict[object, Party] = {one.id: one for one in agreement.parties}
        self.debtor.choices = options(side_choices(agreement))
        self.verifier.choices = options(side_choices(agreement))
        if not self.is_submitted() and self.verifier.data is None and len(agreement.parties) > 1:
            self.verifier.data = agreement.in_order[1].id

    def details(self) -> Duty:
        """Return the values of the form."""
        return Duty(
            text=self.text.data,
            criteria=self.criteria.data,
            debtor=self._sides[self.debtor.data],
            verifier=self._sides[self.verifier.data],
            frequency=Frequency(self.frequency.data),
            first_due=self.first_due.data,
        )

    @classmethod
    def of(cls, obligation: Obligation) -> ObligationForm:
        """Return the form with the values of an obligation."""
        return cls(
            text=obligation.text,
            criteria=obligation.criteria,
            debtor=obligation.debtor_id,
            verifier=obligation.verifier_id,
            frequency=obligation.frequency.value,
            first_due=obligation.first_due,
        )


class RightForm(Form):
    """A right or benefit of a party."""

    ids = {"holder": "a party of the agreement"}

    holder = SelectField(_l("Who has it"), coerce=identity)
    text = TextField(_l("Right or benefit"), required(_l("Write what the party gets")), max_length=300)

    def offer(self, agreement: Agreement) -> None:
        """Set the choices of parties."""
        self._sides: dict[object, Party] = {one.id: one for one in agreement.parties}
        self.holder.choices = options(side_choices(agreement))

    def party(self) -> Party:
        """Return the chosen party."""
        return self._sides[self.holder.data]


class RemovalForm(Form):
    """Confirms a removal; has no fields."""
