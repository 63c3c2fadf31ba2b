"""Forms of digests."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Optional as Empty
from wtforms.validators import ValidationError

from app.web.forms import Day, Form, Line, Paragraphs, options, required
from insights.digests.actions import Ask
from insights.digests.models import DigestKind
from insights.digests.rules import Period, PeriodRefused, read_period

KINDS = options(
    [
        (DigestKind.WEEKLY.value, _l("Weekly")),
        (DigestKind.MONTHLY.value, _l("Monthly")),
        (DigestKind.QUARTERLY.value, _l("Quarterly")),
    ]
)


class PeriodForm(Form):
    """The period of a digest."""

    kind = SelectField(_l("How long is the period?"), choices=KINDS, default=DigestKind.MONTHLY.value)
    period = Line(
        _l("Which one?"),
        required(_l("Write the period")),
        description=_l("A month such as 2026-10, a week such as 2026-W44, or a quarter such as 2026-Q4"),
    )

    def validate_period(self, field: StringField) -> None:
        """Raise ValidationError unless the text is a period of the chosen kind."""
        try:
            self.details()
        except PeriodRefused as refused:
            raise ValidationError(_("Write the period as in the examples above")) from refused

    def details(self) -> Period:
        """Return the period. Raises PeriodRefused if the text is not one."""
        return read_period(self.kind.data or "", self.period.data or "")


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


class AnswerForm(Form):
    """The decision of leadership."""

    answer = Paragraphs(_l("What is decided?"), required(_l("Write what is decided")), longest=1000)


class RevisionForm(Form):
    """The reason for the revision of a released digest."""

    reason = Paragraphs(_l("Why is it revised?"), required(_l("Write the reason")), longest=600)
