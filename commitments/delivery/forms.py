"""Forms of the responsible party."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import URL, InputRequired, NumberRange
from wtforms.validators import Optional as Empty

from app.clock import today
from app.errors import RuleViolation
from app.web.forms import Day, Form, Number, Paragraphs, TextField, identity, options, required
from app.web.i18n import plain_day
from commitments.delivery.models import Situation, Source
from commitments.delivery.timeline import Behalf
from commitments.milestones.models import Milestone
from commitments.registry.models import Commitment
from commitments.registry.rows import Owing

SOURCES = (
    (Source.TELEPHONE.value, _l("Telephone")),
    (Source.MESSAGE.value, _l("Message")),
    (Source.LETTER.value, _l("Letter")),
    (Source.MEETING.value, _l("Meeting")),
)


ALL_CRITERIA = 0
"""The choice for evidence that shows every criterion."""
SITUATIONS = (
    (Situation.ON_TRACK.value, _l("As planned")),
    (Situation.WAITING.value, _l("Waiting for others")),
    (Situation.NEEDS_HELP.value, _l("Help needed")),
    (Situation.NEW_DATE.value, _l("New date needed")),
)


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


class Progress(Number):
    """A percentage: one that is offered, or another that is written beside them and then counts.

    `hands_over` is set if the last of those offered was chosen, which submits the delivery; `written` is what was
    chosen or written, a number or not.
    """

    DONE = "done"
    hands_over = False
    written = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        written = [text for text in valuelist if text.strip()][-1:]
        self.written = "".join(written)
        self.hands_over = written == [self.DONE]
        super().process_formdata(["100"] if self.hands_over else written)

    def other_than(self, offered: Sequence[int]) -> str:
        """Return what was written beside those that are offered, as it was written, also if it is no number."""
        return "" if self.hands_over or self.data in offered else self.written


class ReportForm(BehalfForm):
    """A progress report with its evidence."""

    ids = {"milestones": "a milestone of the commitment that is not reached"}

    report_id = HiddenField()
    """The id that the device gave the report."""
    taken = HiddenField()
    """When the pictures were taken, in the order of the files: instants in ISO 8601, separated by spaces."""
    progress = Progress(
        _l("How far is it?"),
        [
            InputRequired(_l("Choose how far it is, or write a number from 0 to 100")),
            NumberRange(0, 100, _l("Write a number from 0 to 100")),
        ],
    )
    situation = RadioField(_l("Situation"), choices=options(SITUATIONS), default=Situation.ON_TRACK.value)
    due = Day(_l("New due date"), [Empty()])
    text = Paragraphs(_l("One sentence"), [Empty()])
    challenges = Paragraphs(_l("Difficulties"), [Empty()])
    help_needed = BooleanField(_l("We need help"))
    criterion = SelectField(
        _l("Criterion that the evidence shows"),
        coerce=int,
        default=ALL_CRITERIA,
        description=_l("The number of the line in the acceptance criteria; 0 for all of them."),
    )
    milestones = SelectMultipleField(_l("Milestones reached"), coerce=identity, validate_choice=False)
    """Unchecked: one that another report reached, or that was removed, in the meantime refuses no report."""
    files = MultipleFileField(
        _l("Files"), description=_l("Choose or drop files here. PDF, pictures, CSV, XLSX, DOCX; at most 20 MB each.")
    )
    link = TextField(
        _l("Link to evidence"),
        [Empty(), URL(message=_l("Write a full address, beginning with https://"))],
        max_length=2000,
    )

    @classmethod
    def of(
        cls,
        commitment: Commitment | Owing,
        milestones: Sequence[Milestone] = (),
        *,
        on_behalf: bool,
        hand_over: bool,
        **options: object,
    ) -> ReportForm:
        """Return the form of a commitment; with `hand_over`, that of its submission as complete.

        `criterion` is a field of it only if there are several criteria, `milestones` if some are not reached.
        """
        form = cls.made(on_behalf=on_behalf, progress=100 if hand_over else commitment.progress, **options)
        if hand_over:
            del form.situation
        elif on_behalf:
            form.situation.choices = [one for one in form.situation.choices if one.value != Situation.NEW_DATE.value]
        if hand_over or on_behalf:
            del form.due
        if len(commitment.criteria_lines) > 1:
            form.criterion.choices = _numbered(commitment.criteria_lines)
        else:
            del form.criterion
        if milestones:
            form.milestones.choices = _dated(milestones)
        else:
            del form.milestones
        return form

    def shown_criterion(self) -> int | None:
        """Return the number of the criterion that the evidence shows, or None for all."""
        return self.criterion.data or None if "criterion" in self else None


def _dated(milestones: Sequence[Milestone]) -> list[SelectChoice]:
    return options((one.id, f"{one.text} ({plain_day(one.due)})") for one in milestones)


def _numbered(criteria: Sequence[str]) -> list[SelectChoice]:
    lines = ((number, f"{number}. {shorten(line, 80, placeholder='…')}") for number, line in enumerate(criteria, 1))
    return options([(ALL_CRITERIA, _("All criteria")), *lines])


class CommentForm(Form):
    """A comment on the timeline."""

    text = Paragraphs(_l("Remark"), required(_l("Write a remark")))
