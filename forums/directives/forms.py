"""Forms for giving, suggesting, taking up, answering, declining and merging."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange
from wtforms.validators import Optional as Empty

from app.web.forms import Day, Email, Form, Number, Paragraphs, TextField, identity, options, required
from app.web.i18n import language, short_day
from forums.agenda.actions import Draft
from forums.agenda.forms import LONGEST
from forums.agenda.models import Purpose
from forums.directives.actions import Suggestion
from forums.directives.labels import KINDS, title
from forums.directives.models import Directive, DirectiveKind
from forums.scheduling.labels import session_name
from forums.scheduling.models import Session

LONGEST_TEXT = 4000


class GiveForm(Form):
    """A directive, the session for which it is given, and the day by which an answer is expected."""

    ids = {"session": "a planned session of the forum"}

    text = Paragraphs(
        _l("Directive"),
        required(_l("Write the directive")),
        max_length=LONGEST_TEXT,
        description=_l("What is to be done or clarified, and why. It is sent to the coordinators and facilitators."),
    )
    session = SelectField(_l("For which session?"), coerce=identity)
    answer_due = Day(
        _l("Answer by"),
        required(_l("Write by when you expect an answer")),
        description=_l("For example 11 December 2026 or 11/12/2026"),
    )

    def offer(self, sessions: Sequence[Session]) -> None:
        """Set the choices of sessions."""
        self.session.choices = options([("", _("No session in particular")), *_choices(sessions)])


class SuggestForm(Form):
    """A suggestion from the public. `website` is a honeypot field, hidden from people."""

    text = Paragraphs(_l("Your suggestion"), required(_l("Write your suggestion")), max_length=LONGEST_TEXT)
    name = TextField(_l("Name"), required(_l("Write your name")))
    organisation = TextField(_l("Organisation or community"), [Empty()])
    email = Email(_l("E-mail address"), required(_l("Write your e-mail address")))
    consent = BooleanField(
        _l("I agree that these data are used to answer my suggestion"),
        [InputRequired(_l("Agree to send it: without these data we cannot answer you"))],
    )
    website = StringField(_l("Leave this empty"))

    @property
    def is_spam(self) -> bool:
        """Whether the honeypot field was filled in."""
        return bool(self.website.data)

    def suggestion(self) -> Suggestion:
        """Return the suggestion entered."""
        return Suggestion(
            name=self.name.data,
            organisation=self.organisation.data or "",
            email=self.email.data,
            text=self.text.data,
            language=language(),
        )


class TakeUpForm(Form):
    """The agenda item that takes up a directive, and its session."""

    ids = {"session": "a planned session of the forum"}

    session = SelectField(_l("Session"), coerce=identity)
    title = TextField(_l("What is it about?"), required(_l("Write what the item is about")))
    minutes = Number(
        _l("Minutes needed"),
        [
            InputRequired(_l("Write how many minutes it needs")),
            NumberRange(1, LONGEST, _l("Write a number of minutes from 1 to %(most)s", most=LONGEST)),
        ],
        default=15,
    )

    @classmethod
    def of(cls, directive: Directive, sessions: Sequence[Session]) -> TakeUpForm:
        """Return the form for a directive: the session for which it was given, or the next one."""
        ids = [one.id for one in sessions]
        wanted = directive.session_id if directive.session_id in ids else ids[0]
        form = cls(session=wanted, title=title(directive))
        form.session.choices = options(_choices(sessions))
        return form

    def draft(self, directive: Directive) -> Draft:
        """Return the agenda item entered."""
        given = directive.kind is DirectiveKind.DIRECTIVE
        return Draft(
            title=self.title.data,
            purpose=Purpose.DIRECTIVE if given else Purpose.JOINT_SOLUTION,
            minutes=self.minutes.data,
        )


class ReplyForm(Form):
    """The answer, sent to the author."""

    text = Paragraphs(_l("Answer"), required(_l("Write the answer")), max_length=LONGEST_TEXT)


class DeclineForm(Form):
    """The reason for declining, sent to the author."""

    reason = Paragraphs(_l("Reason"), required(_l("Write the reason")), max_length=1000)


class MergeForm(Form):
    """The directive or suggestion that replaces both."""

    ids = {"into": "a directive or suggestion of the same forum"}

    into = SelectField(_l("Merge into"), coerce=identity)

    def offer(self, others: Sequence[Directive]) -> None:
        """Set the choices."""
        self.into.choices = options((one.id, f"{KINDS[one.kind.value]}: {title(one)}") for one in others)


def _choices(sessions: Sequence[Session]) -> list[tuple[UUID, str]]:
    return [(one.id, f"{session_name(one)}, {short_day(one.starts_at, one.timezone)}") for one in sessions]
