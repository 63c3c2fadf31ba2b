"""Forms of digests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional as Empty
from wtforms.validators import ValidationError

from app.accounts.models import Person
from app.web.forms import Day, Form, Number, Paragraphs, TextField, identity, options, required
from insights.digests.actions import Ask, Reply
from insights.digests.labels import KINDS, period_name
from insights.digests.models import DigestKind
from insights.digests.rules import Period, read_period


class PeriodForm(Form):
    """The period of a digest, chosen from those on record, and what it covers."""

    scope = SelectField(_l("About"), default="")

    kind = SelectField(
        _l("Period type"),
        choices=options((kind.value, word) for kind, word in KINDS.items()),
        default=DigestKind.MONTHLY.value,
    )
    period = SelectField(_l("Period"), required(_l("Choose the period")))

    def offer(self, periods: Mapping[DigestKind, Sequence[Period]], today: date) -> None:
        """Set the choices of periods of all types, newest first, those that still run at the end.

        With script, only the periods of the chosen type are shown.
        """
        self.period.choices = [
            _choice_of(kind, one, running=one.until >= today)
            for kind, found in periods.items()
            for one in sorted(found, key=lambda one: one.until >= today)
        ]
        monthly = [choice.value for choice in self.period.choices if _kind_of(choice) == DigestKind.MONTHLY.value]
        if not self.is_submitted() and monthly:
            self.period.data = monthly[0]

    def offer_scopes(self, found: Iterable[tuple[str, str]]) -> None:
        """Set the choices of what a digest covers besides everything, as pairs of `scope.scope_of` and label."""
        self.scope.choices = options([("", _("All forums and agreements")), *found])

    def validate_period(self, field: SelectField) -> None:
        """Refuse a period of another type than the chosen one."""
        chosen = next((choice for choice in field.choices if choice.value == field.data), None)
        if chosen and not self.kind.errors and _kind_of(chosen) != self.kind.data:
            raise ValidationError(_("Choose a period of the chosen type."))

    def details(self) -> Period:
        """Return the period chosen."""
        return read_period(self.kind.data, self.period.data)


def _choice_of(kind: DigestKind, period: Period, *, running: bool) -> SelectChoice:
    name = period_name(period)
    label = _("%(period)s (not over yet)", period=name) if running else name
    return SelectChoice(period.name, label, render_kw={"data-of": kind.value})


def _kind_of(choice: SelectChoice) -> str:
    return str((choice.render_kw or {})["data-of"])


class LeadForm(Form):
    """The lead, which leadership reads first."""

    lead = Paragraphs(
        _l("What should leadership know first?"),
        [Empty()],
        max_length=600,
        description=_l("One or two sentences. Left empty, the figures speak for themselves."),
    )


class AskForm(Form):
    """A question for leadership."""

    title = TextField(_l("What is to be decided?"), required(_l("Write what is to be decided")))
    why = Paragraphs(_l("Why now?"), required(_l("Write why it is to be decided now")), max_length=600)
    choices = Paragraphs(
        _l("Between what?"),
        required(_l("Write at least two choices, one per line")),
        max_length=1000,
        description=_l("One choice per line, the one that you propose first."),
    )
    consequences = Paragraphs(
        _l("What follows from each?"),
        [Empty()],
        max_length=1000,
        description=_l("One line per choice, in the same order."),
    )
    by = Day(_l("By when?"), required(_l("Write the date")))

    def validate_choices(self, field: StringField) -> None:
        """Raise ValidationError unless there are two to five choices."""
        if not 2 <= len(_lines(field)) <= 5:
            raise ValidationError(_("Write two to five choices, one per line"))

    def validate_consequences(self, field: StringField) -> None:
        """Raise ValidationError unless there is one for each choice, or none."""
        if len(_lines(field)) not in (0, len(_lines(self.choices))):
            raise ValidationError(_("Write one line for each choice, or leave this empty"))

    def details(self) -> Ask:
        """Return the question."""
        return Ask(
            title=self.title.data or "",
            why=self.why.data or "",
            options=_lines(self.choices),
            consequences=_lines(self.consequences),
            by=self.by.data,
        )


def _lines(field: StringField) -> list[str]:
    return [line.strip() for line in (field.data or "").splitlines() if line.strip()]


class ReleaseForm(Form):
    """The confirmation of a release, which names the version that was shown, and who receives it."""

    ids = {"recipients": "a person who may receive it"}

    version = HiddenField()
    recipients = SelectMultipleField(_l("Recipients"), coerce=identity)

    def offer(self, readers: Sequence[Person], before: Collection[UUID] | None) -> None:
        """Set the people to choose from. Those who received the edition `before` are chosen at first, by default all.

        Without any reader, nobody is asked.
        """
        if not readers:
            del self.recipients
            return
        self.recipients.choices = [(one.id, f"{one.name} · {one.organisation.name}") for one in readers]
        if not self.is_submitted():
            self.recipients.data = [one.id for one in readers if before is None or one.id in before]

    def validate_recipients(self, field: SelectMultipleField) -> None:
        """Raise ValidationError if nobody is chosen."""
        if not field.data:
            raise ValidationError(_("Choose at least one person"))

    @property
    def chosen(self) -> Sequence[UUID]:
        """The ids of the recipients."""
        return self.recipients.data if "recipients" in self else ()


class AnswerForm(Form):
    """The decision of leadership: an option by its number from 1, its own words, or both."""

    option = Number(_l("Option"), [Empty()])
    answer = Paragraphs(_l("In your own words"), max_length=1000)

    def validate_answer(self, field: StringField) -> None:
        """Raise ValidationError if there is neither an option nor a text."""
        if not field.data and self.option.data is None:
            raise ValidationError(_("Choose an option, or write what is decided"))

    def details(self) -> Reply:
        """Return the decision."""
        return Reply(option=self.option.data, words=self.answer.data or "")


class RevisionForm(Form):
    """The reason for the revision of a released digest."""

    reason = Paragraphs(_l("Why is it revised?"), required(_l("Write the reason")), max_length=600)
