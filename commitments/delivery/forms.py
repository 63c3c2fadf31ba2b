"""Forms of the responsible party."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import URL, InputRequired, NumberRange
from wtforms.validators import Optional as Empty

from app.clock import today
from app.errors import RuleViolation
from app.web.forms import Day, Form, Number, Paragraphs, TextField, options, required
from commitments.delivery.models import Source
from commitments.delivery.timeline import Behalf

SOURCES = (
    (Source.TELEPHONE.value, _l("Telephone")),
    (Source.MESSAGE.value, _l("Message")),
    (Source.LETTER.value, _l("Letter")),
    (Source.MEETING.value, _l("Meeting")),
)


ALL_CRITERIA = 0
"""The choice for evidence that shows every criterion."""


class BehalfForm(Form):
    """Base of forms that others may fill in on a party's behalf, with the source and the date of its statement."""

    source = SelectField(_l("Source"), choices=options(SOURCES))
    said_on = Day(
        _l("Date on which the party informed you"),
        required(_l("Write the date on which the party informed you")),
        past=True,
    )

    @classmethod
    def made(cls, *, on_behalf: bool, **options: object) -> BehalfForm:
        """Return the form; `source` and `said_on` are fields of it only if `on_behalf`."""
        form = cls(**options)
        if not on_behalf:
            del form.source, form.said_on
        return form

    def behalf(self) -> Behalf | None:
        """Return the source and date of the party's statement, or None if the party acts itself.

        Raises RuleViolation for a date in the future.
        """
        if "source" not in self:
            return None
        said_on: date = self.said_on.data
        if said_on > today():
            raise RuleViolation(_l("This date is in the future"), field="said_on")
        return Behalf(source=Source(self.source.data), said_on=said_on)


class AcceptForm(BehalfForm):
    """Acceptance; without fields if the party accepts itself."""


class DeclineForm(BehalfForm):
    """The reason for declining."""

    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")))


class CounterForm(BehalfForm):
    """Another due date, and the reason."""

    due = Day(_l("Date that you can meet"), required(_l("Write the date")))
    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")))


class ReportForm(BehalfForm):
    """A progress report with its evidence."""

    progress = Number(
        _l("Progress (%)"),
        [
            InputRequired(_l("Write a number from 0 to 100")),
            NumberRange(0, 100, _l("Write a number from 0 to 100")),
        ],
    )
    text = Paragraphs(_l("What has been done?"), required(_l("Write in a sentence what has been done")))
    challenges = Paragraphs(_l("Difficulties"), [Empty()])
    help_needed = BooleanField(_l("We need help"))
    criterion = SelectField(
        _l("Criterion that the evidence shows"),
        coerce=int,
        default=ALL_CRITERIA,
        description=_l("The number of the line in the acceptance criteria; 0 for all of them."),
    )
    files = MultipleFileField(
        _l("Files"), description=_l("Choose or drop files here. PDF, pictures, CSV, XLSX, DOCX; at most 20 MB each.")
    )
    link = TextField(
        _l("Link to evidence"),
        [Empty(), URL(message=_l("Write a full address, beginning with https://"))],
        max_length=2000,
    )

    @classmethod
    def about(cls, criteria: Sequence[str], *, on_behalf: bool, **options: object) -> ReportForm:
        """Return the form; `criterion` is a field of it only if there are several criteria."""
        form = cls.made(on_behalf=on_behalf, **options)
        assert isinstance(form, ReportForm)
        if len(criteria) > 1:
            form.criterion.choices = _numbered(criteria)
        else:
            del form.criterion
        return form

    def shown_criterion(self) -> int | None:
        """Return the number of the criterion that the evidence shows, or None for all."""
        return self.criterion.data or None if "criterion" in self else None


def _numbered(criteria: Sequence[str]) -> list[SelectChoice]:
    lines = ((number, f"{number}. {shorten(line, 80, placeholder='…')}") for number, line in enumerate(criteria, 1))
    return options([(ALL_CRITERIA, _("All criteria")), *lines])


class CommentForm(Form):
    """A comment on the timeline."""

    text = Paragraphs(_l("Remark"), required(_l("Write a remark")))
