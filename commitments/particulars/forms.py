"""Fields for the plan, the source of funds and the rhythm of reports."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional as Empty

from app.web.forms import Form, TextField, options
from commitments.particulars.labels import FUNDS, PLANS, RHYTHMS
from commitments.registry.models import Commitment
from commitments.registry.rules import Funds, Particulars, Plan, Rhythm

NOBODY = ("", _l("Not stated"))


def _pairs(labels: dict[Any, Any]) -> list[tuple[str, Any]]:
    return [(one.value, label) for one, label in labels.items()]


class ParticularsFields(Form):
    """The fields; all are optional."""

    rhythm = SelectField(
        _l("Reports"),
        [Empty()],
        choices=options(_pairs(RHYTHMS)),
        default=Rhythm.NONE.value,
        description=_l("How often the responsible party reports. A missing report is asked for on Mondays."),
    )
    plan = SelectField(_l("Plan"), [Empty()], choices=options([NOBODY, *_pairs(PLANS)]))
    plan_note = TextField(_l("Programme or target of the plan"), [Empty()], max_length=200)
    funds = SelectField(_l("Source of funds"), [Empty()], choices=options([NOBODY, *_pairs(FUNDS)]))
    funds_note = TextField(_l("Note on the funds"), [Empty()], max_length=200)

    def particulars(self) -> Particulars:
        """Return the values of the fields."""
        return Particulars(
            rhythm=Rhythm(self.rhythm.data or Rhythm.NONE.value),
            plan=Plan(self.plan.data) if self.plan.data else None,
            plan_note=self.plan_note.data or "",
            funds=Funds(self.funds.data) if self.funds.data else None,
            funds_note=self.funds_note.data or "",
        )


class ParticularsForm(ParticularsFields):
    """What is changed about a commitment."""

    @classmethod
    def of(cls, commitment: Commitment) -> ParticularsForm:
        """Return the form with the present values."""
        values = asdict(commitment.particulars)
        return cls(**{name: getattr(value, "value", value) or "" for name, value in values.items()})
