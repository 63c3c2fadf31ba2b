"""Forms for registering, for the terms of registration, and for checking in."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, NumberRange
from wtforms.validators import Optional as Empty

from app.web.forms import Email, Form, Number, TextField, identity, required
from app.web.i18n import language
from forums.registration.actions import Terms, Visitor


class TermsForm(Form):
    """The capacity, and how long personal data is kept."""

    capacity = Number(
        _l("Places"),
        [Empty(), NumberRange(1, 100_000, _l("Write from 1 to 100,000 places"))],
        description=_l(
            "Leave empty for no limit. When all places are taken, others join a waiting list and move up automatically."
        ),
    )
    retention_days = Number(
        _l("Keep names and addresses for"),
        [InputRequired(_l("Write how many days")), NumberRange(1, 365, _l("Write from 1 to 365 days"))],
        description=_l(
            "Days after the session, as the form states. After that they are erased and only the figures are kept."
        ),
        default=30,
    )

    def terms(self) -> Terms:
        """Return the terms entered."""
        return Terms(capacity=self.capacity.data, retention_days=self.retention_days.data)


class RegisterForm(Form):
    """A registration. `website` is a honeypot field, hidden from people."""

    name = TextField(_l("Name"), required(_l("Write your name")))
    organisation = TextField(_l("Organisation or community"), [Empty()])
    email = Email(_l("E-mail address"), required(_l("Write your e-mail address")))
    consent = BooleanField(
        _l("I agree that these data are used to organise this session"),
        [InputRequired(_l("Agree to register: without these data we cannot tell you about changes"))],
    )
    website = StringField(_l("Leave this empty"))

    @property
    def is_spam(self) -> bool:
        """Whether the honeypot field was filled in."""
        return bool(self.website.data)

    def visitor(self) -> Visitor:
        """Return the visitor entered."""
        return Visitor(
            name=self.name.data,
            organisation=self.organisation.data or "",
            email=self.email.data,
            language=language(),
        )


class CheckForm(Form):
    """The registrations that attended."""

    ids = {"came": "a registration"}

    came = SelectMultipleField(_l("Who came"), coerce=identity, validate_choice=False)

    def __init__(self, **data: Any) -> None:
        super().__init__(**data)
        self.came.choices = []
