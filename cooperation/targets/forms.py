"""The form of the targets."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired, NumberRange

from app.web.forms import Form, Number
from cooperation.targets.rules import LONGEST, Targets

DAYS = _l("Write a number of days from 1 to %(most)s", most=LONGEST)


def _days(label: Any, **options: Any) -> Number:
    return Number(label, [InputRequired(DAYS), NumberRange(1, LONGEST, DAYS)], **options)


class TargetsForm(Form):
    """How long a cooperation should stay in each stage at most."""

    version = HiddenField()
    answer_days = _days(
        _l("Answer a request within"), description=_l("Working days. The public form promises this to applicants.")
    )
    audience_days = _days(_l("Go on after a request was accepted into an audience within"))
    memorandum_days = _days(_l("Finish one stage of a memorandum before its signature within"))
    agreement_days = _days(_l("Finish one stage of a cooperation agreement before its signature within"))

    def targets(self) -> Targets:
        """Return the targets entered."""
        return Targets(
            answer_days=self.answer_days.data,
            audience_days=self.audience_days.data,
            memorandum_days=self.memorandum_days.data,
            agreement_days=self.agreement_days.data,
        )
