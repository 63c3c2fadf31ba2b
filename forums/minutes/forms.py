"""The forms of minutes: a passage as it is typed, circulating, corrections and their answers."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, NumberRange
from wtforms.validators import Optional as Empty

from app.database import db
from app.errors import RuleViolation
from app.web.forms import Form, Line, Number, Paragraphs, identity, options, required
from forums.agenda.models import AgendaItem
from forums.minutes.models import Part
from forums.minutes.published import Mentioned
from forums.minutes.rows import PassageRow
from forums.minutes.writing import Writing
from forums.scheduling.models import Session

LONGEST_WINDOW = 60


class WritingForm(Form):
    """A passage as it is written: its id is made by the writer, `version` is the one on which the text is based (0: a
    new one), and it belongs to an item of the agenda, or to the opening or closing.
    """

    passage = SelectField(
        _l("Passage"), [DataRequired(_l("Choose one from the list"))], coerce=identity, validate_choice=False
    )
    version = Number(_l("Version"), default=0)
    part = SelectField(
        _l("Part"), choices=options((part.value, part.value) for part in Part), default=Part.DISCUSSION.value
    )
    item = SelectField(_l("Agenda item"), coerce=identity, validate_choice=False)
    text = Paragraphs(_l("Notes"))

    def writing(self, session: Session) -> Writing:
        """Return what is to be saved.

        Raises RuleViolation unless it names an item of the session where it needs one.
        """
        part = Part(self.part.data)
        item = db.session.get(AgendaItem, self.item.data) if self.item.data else None
        if (part is Part.DISCUSSION) != (item is not None) or (item and item.session_id != session.id):
            raise RuleViolation(_l("The text could not be saved. Reload the page; copy your text first."), field="item")
        return Writing(
            passage_id=self.passage.data,
            version=self.version.data or 0,
            text=self.text.data or "",
            part=part,
            item=item,
        )


class CirculateForm(Form):
    """How long parties may ask for corrections."""

    days = Number(
        _l("Days for corrections"),
        [
            InputRequired(_l("Write a number of days")),
            NumberRange(1, LONGEST_WINDOW, _l("Write a number of days from 1 to %(most)s", most=LONGEST_WINDOW)),
        ],
        description=_l("Every party may ask for corrections until the end of the last day"),
    )
    number = Line(_l("Number of the minutes"), [Empty()], longest=100, description=_l("As your office gave it"))
    without_attendance = BooleanField(_l("Circulate without recorded attendance"))


class ReopenForm(Form):
    """Why a session that was closed is open again."""

    reason = Line(
        _l("Reason"), required(_l("Write the reason")), longest=300, description=_l("It stays in the history.")
    )


class PublishForm(Form):
    """Whose names stay in what the public reads."""

    kept = SelectMultipleField(_l("Names that stay"))

    def offer(self, mentioned: Sequence[Mentioned]) -> None:
        """Offer everyone whom the minutes name; by default no name stays."""
        self.kept.choices = options((one.name, one.name) for one in mentioned)


class CorrectionForm(Form):
    """What a party asks to be written differently."""

    passage = SelectField(_l("Which part?"), coerce=identity)
    text = Paragraphs(
        _l("What should it say?"), required(_l("Write what should be corrected")), description=_l("And why, in brief")
    )

    def offer(self, passages: Sequence[PassageRow]) -> None:
        """Fill the choices from what was written."""
        written = [one for one in passages if one.text.strip()]
        self.passage.choices = options(
            [
                ("", _("The minutes as a whole")),
                *((str(one.id), one.text[:80] + ("…" if len(one.text) > 80 else "")) for one in written),
            ]
        )


class AnswerForm(Form):
    """What becomes of a correction."""

    verdict = RadioField(
        _l("Your answer"),
        choices=options([("accepted", _l("Accept: the text is or will be changed")), ("declined", _l("Decline"))]),
        validators=[InputRequired(_l("Choose an answer"))],
    )
    answer = Paragraphs(_l("Note to the party"), [Empty()], description=_l("A reason is needed when you decline"))
