"""Forms of statements about rights, and of evaluations."""

from __future__ import annotations

import enum
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from app.web.forms import Day, Form, Number, Paragraphs, options, required
from commitments.delivery.forms import BehalfForm


class Said(enum.Enum):
    """What a party says about a right or benefit."""

    RECEIVED = "received"
    NOT_RECEIVED = "not_received"


class ReceiptForm(Form):
    """Whether a party received a right or benefit, on which day, and words about it."""

    said = RadioField(
        _l("What does the party say?"),
        choices=options([(Said.RECEIVED.value, _l("Received")), (Said.NOT_RECEIVED.value, _l("Not received"))]),
        default=Said.RECEIVED.value,
    )
    received_on = Day(
        _l("Received on"),
        past=True,
        description=_l("If it was received. For example 11 December 2026 or 11/12/2026"),
    )
    text = Paragraphs(_l("What was or was not received?"), description=_l("In a few words, for the yearly evaluation."))

    def validate_received_on(self, field: Day) -> None:
        """Require the day of what was received."""
        if self.said.data == Said.RECEIVED.value and not field.data and not field.process_errors:
            raise ValidationError(str(_l("Write the day on which the party received it")))

    @property
    def day(self) -> date | None:
        """Return the day on which it was received, or None if it was not."""
        day: date | None = self.received_on.data
        return day if self.said.data == Said.RECEIVED.value else None


class RecordedReceiptForm(ReceiptForm, BehalfForm):
    """What a party told a coordinator about a right or benefit, with the source."""


class WithdrawalForm(Form):
    """The reason for withdrawing a statement."""

    reason = Paragraphs(_l("Reason"), required(_l("Write why it is withdrawn")))


class IssueForm(Form):
    """The year whose evaluation is issued."""

    year = Number(_l("Year"), [InputRequired(), NumberRange(1945, 9990)])
