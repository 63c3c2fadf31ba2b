"""Forms of value, risks and contact book."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Regexp, ValidationError

from agreements.clauses.forms import side_choices
from agreements.particulars import queries
from agreements.particulars.actions import Assessment, Money
from agreements.particulars.labels import FUNDS, LEVELS, STATES
from agreements.particulars.models import Funding, Risk
from agreements.particulars.rules import Funds, Level, RiskState, read_amount
from agreements.registry.models import Agreement, Party
from app.accounts.models import Person
from app.web.forms import Day, Form, Paragraphs, TextField, identity, options, required


def _choices(labels: Mapping[Any, Any]) -> Any:
    return options((member.value, word) for member, word in labels.items())


class FundingForm(Form):
    """Value and funds of an agreement."""

    amount = TextField(
        _l("Value"),
        max_length=40,
        description=_l("Such as 1.500.000. Write 0 if no money changes hands; leave it empty while it is not known."),
    )
    currency = TextField(
        _l("Currency"),
        [Regexp(r"[A-Z]{3}", message=_l("Write three capital letters, such as IDR"))],
        default="IDR",
        max_length=3,
    )
    funds = SelectField(
        _l("Source of funds"), choices=[*options([("", _l("Not stated"))]), *_choices(FUNDS)], default=""
    )
    note = TextField(_l("Note on the funds"), max_length=300)

    def validate_amount(self, field: TextField) -> None:
        """Refuse what is no amount."""
        if field.data:
            try:
                read_amount(field.data, self.currency.data)
            except ValueError as error:
                told = _("Write an amount in the currency beside it, such as 1.500.000 or 1.500.000,50")
                raise ValidationError(told) from error

    def details(self) -> Money:
        """Return the values of the form."""
        return Money(
            amount=read_amount(self.amount.data, self.currency.data) if self.amount.data else None,
            currency=self.currency.data,
            funds=Funds(self.funds.data) if self.funds.data else None,
            note=self.note.data or "",
        )

    @classmethod
    def of(cls, funding: Funding | None) -> FundingForm:
        """Return the form with what was entered."""
        if funding is None:
            return cls()
        written = "" if funding.amount is None else _written(funding.amount)
        funds = funding.funds.value if funding.funds else ""
        return cls(amount=written, currency=funding.currency, funds=funds, note=funding.note)


def _written(amount: Decimal) -> str:
    whole, cents = divmod(amount, 1)
    shown = f"{int(whole):,}".replace(",", ".")
    return f"{shown},{int(cents * 100):02d}" if cents else shown


class RiskForm(Form):
    """A risk: what could happen, how likely and how hard, who watches it, and what is done about it."""

    ids = {"owner": "a party of the agreement"}

    text = TextField(_l("What could happen"), required(_l("Write what could happen")), max_length=300)
    likelihood = SelectField(_l("Likelihood"), choices=_choices(LEVELS), default=Level.MEDIUM.value)
    impact = SelectField(_l("Impact"), choices=_choices(LEVELS), default=Level.MEDIUM.value)
    owner = SelectField(_l("Who watches it"), coerce=identity)
    answer = Paragraphs(_l("What is done about it"), max_length=4000)
    state = SelectField(
        _l("State"),
        choices=options((one.value, words[2]) for one, words in STATES.items()),
        default=RiskState.OPEN.value,
    )

    def offer(self, agreement: Agreement) -> None:
        """Set the choices of parties."""
        self._sides: dict[object, Party] = {one.id: one for one in agreement.parties}
        self.owner.choices = options(side_choices(agreement))

    def details(self) -> Assessment:
        """Return the values of the form."""
        return Assessment(
            text=self.text.data,
            likelihood=Level(self.likelihood.data),
            impact=Level(self.impact.data),
            owner=self._sides[self.owner.data],
            answer=self.answer.data or "",
            state=RiskState(self.state.data),
        )

    @classmethod
    def of(cls, risk: Risk) -> RiskForm:
        """Return the form with the values of a risk."""
        return cls(
            text=risk.text,
            likelihood=risk.likelihood.value,
            impact=risk.impact.value,
            owner=risk.owner_id,
            answer=risk.answer,
            state=risk.state.value,
        )


class CorrespondentForm(Form):
    """A person of a party, and what they are there for."""

    ids = {"person": "a person of the party's organisation"}

    person = SelectField(_l("Person"), coerce=identity)
    role = TextField(_l("What for"), required(_l("Write what this person is there for")))
    since = Day(_l("Since"), required(_l("Write the first day")))

    def offer(self, party: Party) -> None:
        """Set the choices of people."""
        self._people: dict[object, Person] = {one.id: one for one in queries.people_of(party)}
        named = ((str(one.id), ", ".join(filter(None, (one.name, one.position)))) for one in self._people.values())
        self.person.choices = options(named)

    def chosen(self) -> Person:
        """Return the chosen person."""
        return self._people[self.person.data]
