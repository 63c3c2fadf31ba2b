"""Forms of statements about rights, and of evaluations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, NumberRange

from app.web.forms import Day, Form, Number, Paragraphs, required


class ReceiptForm(Form):
    """The day on which a party received a right or benefit, and words about it."""

    received_on = Day(
        _l("Received on"),
        required(_l("Write the day on which your organisation received it")),
        past=True,
        description=_l("For example 11 December 2026 or 11/12/2026"),
    )
    text = Paragraphs(_l("What was received?"), description=_l("In a few words, for the yearly evaluation."))


class WithdrawalForm(Form):
    """The reason for withdrawing a statement."""

    reason = Paragraphs(_l("Reason"), required(_l("Write why your organisation withdraws it")))


class IssueForm(Form):
    """The year whose evaluation is issued."""

    year = Number(_l("Year"), [InputRequired(), NumberRange(1945, 9990)])
