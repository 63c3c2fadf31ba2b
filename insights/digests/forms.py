"""Forms of digests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Optional as Empty
from wtforms.validators import ValidationError

from app.web.forms import Day, Form, Line, Number, Paragraphs, options, required
from insights.digests.actions import Ask, Reply
from insights.digests.labels import KINDS, period_name
from insights.digests.models import DigestKind
from insights.digests.rules import Period, read_period

SHOW = "show"
"""Name of the button that shows the periods of the chosen type, without creating a digest."""


class PeriodForm(Form):
    """The period of a digest, chosen from those on record."""

    kind = SelectField(
        _l("Period type"),
        choices=options((kind.value, word) for kind, word in KINDS.items()),
        default=DigestKind.MONTHLY.value,
    )
    period = SelectField(_l("Period"), required(_l("Choose the period")))

    @property
    def chosen_kind(self) -> DigestKind:
        """The type chosen, or monthly if it is not one."""
        kinds = {kind.value: kind for kind in DigestKind}
        return kinds.get(self.kind.data, DigestKind.MONTHLY)

    @property
    def only_shows(self) -> bool:
        """Whether the form was submitted only to show the periods of the chosen type."""
        return SHOW in request.form

    def offer(self, periods: Sequence[Period], today: date) -> None:
        """Set the choices of periods, newest first; the last complete one is selected until one is chosen."""
        self.period.choices = options((one.name, period_name(one)) for one in periods)
        if self.only_shows or not self.is_submitted():
            complete = (one.name for one in periods if one.until < today)
            self.period.data = next(complete, periods[0].name if periods else "")

    def details(self) -> Period:
        """Return the period chosen."""
        return read_period(self.kind.data, self.period.data)


class LeadForm(Form):
    """The lead, which leadership reads first."""

    lead = Paragraphs(
        _l("What should leadership know first?"),
        [Empty()],
        longest=600,
        description=_l("One or two sentences. Left empty, the figures speak for themselves."),
    )


class AskForm(Form):
    """A question for leadership."""

    title = Line(_l("What is to be decided?"), required(_l("Write what is to be decided")))
    why = Paragraphs(_l("Why now?"), required(_l("Write why it is to be decided now")), longest=600)
    choices = Paragraphs(
        _l("Between what?"),
        required(_l("Write at least two choices, one per line")),
        longest=1000,
        description=_l("One choice per line, the one that you propose first."),
    )
    by = Day(_l("By when?"), required(_l("Write the date")))

    def validate_choices(self, field: StringField) -> None:
        """Raise ValidationError unless there are two to five choices."""
        if not 2 <= len(self._lines()) <= 5:
            raise ValidationError(_("Write two to five choices, one per line"))

    def details(self) -> Ask:
        """Return the question."""
        return Ask(title=self.title.data or "", why=self.why.data or "", options=self._lines(), by=self.by.data)

    def _lines(self) -> list[str]:
        return [line.strip() for line in (self.choices.data or "").splitlines() if line.strip()]


class ReleaseForm(Form):
    """The confirmation of a release; it names the version that was shown."""

    version = HiddenField()


class AnswerForm(Form):
    """The decision of leadership: an option by its number from 1, its own words, or both."""

    option = Number(_l("Option"), [Empty()])
    answer = Paragraphs(_l("In your own words"), longest=1000)

    def validate_answer(self, field: StringField) -> None:
        """Raise ValidationError if there is neither an option nor a text."""
        if not field.data and self.option.data is None:
            raise ValidationError(_("Choose an option, or write what is decided"))

    def details(self) -> Reply:
        """Return the decision."""
        return Reply(option=self.option.data, words=self.answer.data or "")


class RevisionForm(Form):
    """The reason for the revision of a released digest."""

    reason = Paragraphs(_l("Why is it revised?"), required(_l("Write the reason")), longest=600)
