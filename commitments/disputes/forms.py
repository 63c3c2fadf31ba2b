"""Forms of disputes and their mediation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired
from wtforms.validators import Optional as Empty

from app.web.forms import Day, Form, Number, Paragraphs, TextField, options, required
from commitments.disputes.actions import Statement
from commitments.disputes.models import Dispute
from commitments.disputes.rules import OutcomeKind
from commitments.status_labels import OUTCOMES

REPLACED = _l("This outcome was replaced or declined. Reload the page to see what is proposed now.")
KINDS = [(kind.value, word) for kind, word in OUTCOMES.items()]


class QuestionForm(Form):
    """The question of a mediation."""

    question = Paragraphs(
        _l("Question"),
        required(_l("Write the question")),
        description=_l(
            "What is to be clarified, so that both sides would put it the same way. It appears on the timeline."
        ),
    )


class PositionForm(Form):
    """The position of one side."""

    holds = TextField(
        _l("Your position"), required(_l("Write your position in one sentence")), description=_l("In one sentence.")
    )
    reason = Paragraphs(_l("Why?"), [Empty()])
    interests = Paragraphs(
        _l("What matters to you"),
        [Empty()],
        description=_l("The interest behind it: what you need, or what you must avoid. It often shows a third way."),
    )
    accepts_insider = BooleanField(
        _l("A mediator from one of our two organisations is fine"),
        description=_l("Only if both sides agree to this. Otherwise the mediator belongs to neither."),
    )

    @classmethod
    def of(cls, dispute: Dispute, organisation_id: object) -> PositionForm:
        """Return the form with the position that an organisation wrote before."""
        return cls(obj=next((one for one in dispute.positions if one.organisation_id == organisation_id), None))

    def statement(self) -> Statement:
        """Return the values of the form."""
        return Statement(
            holds=self.holds.data,
            reason=self.reason.data or "",
            interests=self.interests.data or "",
            accepts_insider=self.accepts_insider.data,
        )


class DisputeForm(PositionForm, QuestionForm):
    """A disputed finding: the question, and the position of the responsible organisation."""


class OptionForm(Form):
    """An option."""

    text = Paragraphs(_l("What could settle this?"), required(_l("Describe the option")))


class SupportForm(Form):
    """Support for an option, by its letter, or the end of it."""

    option = TextField(_l("Letter of the option"), required(_l("Choose an option")), max_length=3)
    withdraws = BooleanField(_l("No longer support it"))


class OutcomeForm(Form):
    """The wording of an outcome."""

    kind = RadioField(_l("Outcome"), choices=options(KINDS), default=OutcomeKind.CRITERION.value)
    text = Paragraphs(
        _l("Text of the agreement"),
        required(_l("Write what both sides agree on")),
        description=_l("A new criterion is added to the acceptance criteria in these words."),
    )
    due = Day(_l("New due date"), [Empty()], description=_l("Only for the outcome “New date”."))


class AgreeForm(Form):
    """Agreement to the outcome with this number."""

    number = Number(_l("Number of the outcome"), [InputRequired(REPLACED)])


class DeclineForm(AgreeForm):
    """The reason for declining the outcome with this number."""

    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")))
