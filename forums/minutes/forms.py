"""The forms of minutes: a passage as it is typed, circulating, corrections and their answers."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, NumberRange
from wtforms.validators import Optional as Empty

from app.arguments import uuid_of
from app.forms import Form, Line, Number, Paragraphs, options, required
from forums.minutes.models import Part, Passage

LONGEST_WINDOW = 60


class WritingForm(Form):
    """What the page on which a passage is written sends; `item` is empty for opening and closing."""

    passage = HiddenField(validators=[DataRequired()], filters=[lambda value: uuid_of(value)])
    version = Number(default=0)
    part = HiddenField(default=Part.DISCUSSION.value, filters=[lambda value: _part(value)])
    item = HiddenField(filters=[lambda value: uuid_of(value)])
    text = Paragraphs(_l("Notes"))

    @property
    def has_a_place(self) -> bool:
        """Whether it names an agenda item exactly when it belongs to the discussion of one."""
        return bool((self.part.data is Part.DISCUSSION) == (self.item.data is not None))


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


class CorrectionForm(Form):
    """What a party asks to be written differently."""

    passage = SelectField(_l("Which part?"), default="")
    text = Paragraphs(
        _l("What should it say?"), required(_l("Write what should be corrected")), description=_l("And why, in brief")
    )

    def offer(self, passages: list[Passage]) -> None:
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


def _part(value: object) -> Part:
    try:
        return Part(value)
    except ValueError:
        return Part.DISCUSSION
