"""Forms of shared goals and the mediation of differences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.validators import Optional as Empty

from alignment.goals.actions import Objection, Texts
from alignment.goals.labels import PARTS
from alignment.goals.models import GoalOption
from alignment.goals.rules import MOST_LINES, Part
from app.clock import today
from app.web.arguments import member_of
from app.web.forms import Day, Form, Paragraphs, TextField, options, required

DAYS = 7
"""Days that parties have by default to respond to options."""
LONG = 1000
"""Maximum length of a part of the text."""


class TextsForm(Form):
    """The text of a shared goal."""

    version = HiddenField()
    goal = Paragraphs(
        _l("Goal"),
        required(_l("Write the goal")),
        max_length=LONG,
        description=_l("What is different for people once it is reached, and by when. One sentence is best."),
        render_kw={"rows": 3},
    )
    problem = Paragraphs(
        _l("Problem"),
        [Empty()],
        max_length=LONG,
        description=_l("Why it is not so today, so that every party would say it the same way."),
        render_kw={"rows": 3},
    )
    principles = Paragraphs(
        _l("Values"),
        [Empty()],
        max_length=LONG,
        description=_l("What you hold to on the way. One per line, at most %(number)s.", number=MOST_LINES),
        render_kw={"rows": 4},
    )
    priorities = Paragraphs(
        _l("Shared priorities"),
        [Empty()],
        max_length=LONG,
        description=_l("What comes first. One per line, the most urgent on top."),
        render_kw={"rows": 4},
    )

    def texts(self) -> Texts:
        """Return the text."""
        return Texts(
            goal=self.goal.data,
            problem=self.problem.data or "",
            principles=self.principles.data or "",
            priorities=self.priorities.data or "",
        )


class NewVersionForm(TextsForm):
    """A new text, and why it changes."""

    reason = TextField(_l("Why the text changes"), required(_l("Write the reason")), max_length=300)


class InterestForm(Form):
    """What a party seeks for itself."""

    interest = TextField(
        _l("Our own interest"),
        required(_l("Write what your organisation seeks for itself")),
        max_length=300,
        description=_l(
            "What your organisation needs, or must avoid. An honest interest helps to find a fair solution."
        ),
    )
    benefit = TextField(_l("Benefit that we expect"), [Empty()], max_length=300)


class AnswerForm(Form):
    """Whether a party acknowledges the text, or where it differs."""

    number = HiddenField()
    answer = RadioField(
        _l("Does your organisation acknowledge this text?"),
        [InputRequired(_l("Choose one of the answers"))],
        choices=options(
            [
                ("acknowledge", _l("We acknowledge it")),
                *((part.value, _l("We differ: %(part)s", part=PARTS[part])) for part in Part),
            ]
        ),
    )
    holds = TextField(_l("What we would say instead"), [Empty()], max_length=300, description=_l("In one sentence."))
    words = Paragraphs(_l("Why?"), [Empty()], max_length=LONG, render_kw={"rows": 3})

    def objection(self) -> Objection | None:
        """Return about what the party differs, or None if it acknowledges the text."""
        part = member_of(Part, self.answer.data)
        return Objection(part=part, holds=self.holds.data or "", words=self.words.data or "") if part else None


class RecordForm(Form):
    """The positions and the interests behind them."""

    version = HiddenField()
    positions = Paragraphs(
        _l("Positions"), required(_l("Write what each side asks for")), max_length=2000, render_kw={"rows": 4}
    )
    interests = Paragraphs(
        _l("Interests behind them"),
        [Empty()],
        max_length=2000,
        description=_l("What each side needs, or must avoid. It often shows a third way."),
        render_kw={"rows": 4},
    )


class OptionForm(Form):
    """An option."""

    text = Paragraphs(
        _l("What could settle this?"), required(_l("Describe the option")), max_length=500, render_kw={"rows": 3}
    )


class RespondForm(Form):
    """Which options a party supports."""

    supported = SelectMultipleField(_l("Which options does your organisation support?"), coerce=int)
    words = TextField(_l("Remark"), [Empty()], max_length=300)

    def offer(self, known: Sequence[GoalOption]) -> None:
        """Set the options that can be supported."""
        self.supported.choices = options((one.number, f"{one.letter}. {one.text}") for one in known)


class UntilForm(Form):
    """Until when responses are awaited."""

    until = Day(_l("Until"), required(_l("Say until which day")), default=lambda: today() + timedelta(days=DAYS))


class KeepForm(Form):
    """Why the parties go on together although they differ."""

    reason = Paragraphs(
        _l("Why you go on together all the same"),
        required(_l("Write the reason")),
        max_length=LONG,
        render_kw={"rows": 3},
    )
