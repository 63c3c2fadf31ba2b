"""Forms of check-in: a code, a guest's details, and what officers confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import Optional as Empty
from wtforms.validators import Regexp

from app.web.arguments import uuid_of
from app.web.forms import Form, TextField, identity, options, required
from forums.attendance.queries import Expected
from forums.checkin.actions import Arrival
from forums.checkin.rules import Suggestion


class CodeForm(Form):
    """The code of a session."""

    code = TextField(
        _l("Code"),
        [*required(_l("Write the code")), Regexp(r"^(\d *){4}$", message=_l("The code has four digits"))],
        description=_l("The four digits on the screen in the room or on the attendance list."),
    )

    @property
    def digits(self) -> str:
        """The code without spaces."""
        return (self.code.data or "").replace(" ", "")


class GuestForm(Form):
    """A guest's details. `entry` identifies the entry; `website` is a honeypot field, hidden from people."""

    name = TextField(_l("Name"), required(_l("Write your name")))
    position = TextField(_l("Position"), required(_l("Write your position")))
    organisation = TextField(_l("Organisation"), required(_l("Write your organisation")))
    representing = TextField(
        _l("Representing"), [Empty()], description=_l("If you come for someone else, or for another organisation.")
    )
    entry = HiddenField()
    website = StringField(_l("Leave this empty"))

    @classmethod
    def opened(cls, known: Mapping[str, str], **options: Any) -> GuestForm:
        """Return the form; a new page has an identifier for a new entry, and what is known of who is signed in."""
        return cls(entry=str(uuid4()), **known, **options)

    @property
    def is_spam(self) -> bool:
        """Whether the honeypot field was filled in."""
        return bool(self.website.data)

    def arrival(self) -> Arrival:
        """Return the details entered."""
        return Arrival(
            entry_id=uuid_of(self.entry.data) or uuid4(),
            name=self.name.data or "",
            position=self.position.data or "",
            organisation=self.organisation.data or "",
            representing=self.representing.data or "",
        )


class ConfirmForm(Form):
    """As whom a guest is recorded: a row of the attendance sheet, or nobody for a guest without a seat."""

    ids = {"row": "a participant or a seat"}

    row = SelectField(
        _l("Recorded for"),
        coerce=identity,
        description=_l("Leave empty for a guest without a seat, who does not count towards the quorum."),
    )
    in_person = BooleanField(
        _l("This is the participant in person"), description=_l("Otherwise the guest is recorded as representative.")
    )

    known: Mapping[UUID, Expected] = {}

    @classmethod
    def of(cls, rows: Sequence[Expected], suggestion: Suggestion | None) -> ConfirmForm:
        """Return the form for the rows of a session that are not recorded as present, opened with a suggestion."""
        given = {"row": UUID(suggestion.key), "in_person": suggestion.in_person} if suggestion else {}
        form = cls(**given)
        form.known = {UUID(row.key): row for row in rows}
        free = [(str(UUID(row.key)), _name(row)) for row in rows if not (row.record and row.record.came)]
        form.row.choices = options([("", _("Guest without a seat")), *free])
        return form

    @property
    def expected(self) -> Expected | None:
        """The row chosen; None for a guest without a seat."""
        return self.known[self.row.data] if self.row.data else None


def _name(row: Expected) -> str:
    label = row.seat.organisation.label
    return f"{row.participant.person.name} · {label}" if row.participant else label
