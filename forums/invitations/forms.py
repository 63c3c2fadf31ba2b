"""Forms for sending, answering, passing on and recording invitations."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import Optional as Empty

from app.web.forms import Email, Form, Paragraphs, TextField, options, required
from forums.invitations.models import AnswerState, Via
from forums.invitations.rsvp import HOW, Channel, Reply
from forums.scheduling.models import Session


class SendForm(Form):
    """The number that the office system gave the letter, if there is one."""

    letter_number = TextField(
        _l("Number of the letter"),
        [Empty()],
        max_length=100,
        description=_l("As issued by your records system; it appears in the invitation."),
    )


class RepresentedForm(Form):
    """Who attends instead."""

    representative = TextField(_l("Name"), required(_l("Enter who is coming instead")))
    position = TextField(_l("Position"), [Empty()])
    contact = TextField(
        _l("Telephone or e-mail"), [Empty()], description=_l("Only the organisers of the session see it.")
    )

    def reply(self) -> Reply:
        """Return the reply entered."""
        return Reply(
            answer=AnswerState.REPRESENTED,
            representative=self.representative.data or "",
            position=self.position.data or "",
            contact=self.contact.data or "",
        )


class ForwardForm(Form):
    """The person to whom an invitation is passed on."""

    name = TextField(_l("Name"), required(_l("Write whom you pass the invitation on to")))
    position = TextField(_l("Position"), [Empty()])
    email = Email(
        _l("E-mail address"),
        required(_l("Write an address to which the invitation goes")),
        description=_l("The invitation is sent there with a link of its own."),
    )


class ExcusedForm(Form):
    """An optional reason for not attending."""

    reason = Paragraphs(_l("Reason"), [Empty()], max_length=500)


RECORDED = (
    (AnswerState.ATTENDING_IN_PERSON.value, _l("Attending in person")),
    (AnswerState.ATTENDING_ONLINE.value, _l("Attending online")),
    (AnswerState.REPRESENTED.value, _l("Represented")),
    (AnswerState.EXCUSED.value, _l("Excused")),
    (AnswerState.TENTATIVE.value, _l("Not sure yet")),
)
SOURCES = (
    ("telephone", _l("By telephone")),
    ("message", _l("By message")),
    ("letter", _l("By letter")),
    ("mail", _l("By e-mail")),
    ("in_person", _l("In person")),
)


class OwnForm(Form):
    """The user's own answer: to this session, or as a default for its series."""

    answer = RadioField(_l("Answer"), choices=options(RECORDED))
    representative = TextField(_l("Who is coming instead"), [Empty()], description=_l("Only if you are represented."))
    position = TextField(_l("Position"), [Empty()])
    contact = TextField(_l("Telephone or e-mail"), [Empty()])
    reason = TextField(_l("Reason"), [Empty()], max_length=500)
    scope = RadioField(
        _l("For which sessions"),
        choices=options((("session", _l("Only this session")), ("series", _l("All coming sessions of this series")))),
        default="session",
    )

    def __init__(self, *, session: Session, **values: Any) -> None:
        super().__init__(**values)
        hidden = {kind.value for kind, modes in HOW.items() if session.mode not in modes}
        self.answer.choices = options(pair for pair in RECORDED if pair[0] not in hidden)
        if session.series_id is None:
            del self.scope

    @property
    def for_series(self) -> bool:
        """Whether the answer is for all sessions of the series."""
        return "scope" in self and self.scope.data == "series"

    def reply(self) -> Reply:
        """Return the reply entered."""
        return Reply(
            answer=AnswerState(self.answer.data),
            reason=self.reason.data or "",
            representative=self.representative.data or "",
            position=self.position.data or "",
            contact=self.contact.data or "",
        )


class RecordForm(Form):
    """An answer that a party gave by other means than the link."""

    answer = SelectField(_l("Answer"), choices=options(RECORDED))
    representative = TextField(_l("Represented by"), [Empty()], description=_l("Only if someone else is coming."))
    position = TextField(_l("Position of the representative"), [Empty()])
    source = SelectField(_l("How the answer was given"), choices=options(SOURCES))
    note = TextField(_l("Evidence"), [Empty()], description=_l("Such as the number of the letter, or who called when."))

    def reply(self) -> Reply:
        """Return the reply entered."""
        return Reply(
            answer=AnswerState(self.answer.data),
            representative=self.representative.data or "",
            position=self.position.data or "",
        )

    def channel(self, by: object) -> Channel:
        """Return the channel of the answer: who recorded it, and from which source."""
        source = f"{self.source.data}: {self.note.data}" if self.note.data else str(self.source.data)
        return Channel(via=Via.ON_BEHALF, by=by, source=source)  # type: ignore[arg-type]
