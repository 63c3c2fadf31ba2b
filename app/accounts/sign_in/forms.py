"""Forms of sign-in."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, PasswordField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from app.accounts.passwords import LONGEST
from app.accounts.rules import SHORTEST, Weakness, weakness
from app.web.forms import Email, Form, TextField, options, required

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
"""The name of each language in that language."""


class SignInForm(Form):
    """An e-mail address and a password."""

    email = TextField(
        lazy_gettext("E-mail address"),
        required(lazy_gettext("Fill in your e-mail address")),
        max_length=254,
        render_kw={"type": "email", "autocomplete": "username", "inputmode": "email", "autocapitalize": "none"},
    )
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(lazy_gettext("Fill in your password"))],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class LinkForm(Form):
    """An address to which a link is mailed."""

    email = Email(
        lazy_gettext("E-mail address"),
        required(lazy_gettext("Fill in your e-mail address")),
        render_kw={"autocomplete": "username"},
    )
    next = HiddenField()


class ButtonForm(Form):
    """A form with only a button."""


class NewPasswordForm(Form):
    """A new password, typed twice; it must not be the `email` or `name` of its owner."""

    password = PasswordField(
        lazy_gettext("New password"),
        [
            InputRequired(lazy_gettext("Choose a password")),
            Length(max=LONGEST, message=lazy_gettext("Shorten this to at most %(max)d characters", max=LONGEST)),
        ],
        description=lazy_gettext("At least %(least)d characters; a short sentence is easy to remember", least=SHORTEST),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        lazy_gettext("Repeat the password"),
        [
            InputRequired(lazy_gettext("Type the password a second time")),
            EqualTo("password", lazy_gettext("The passwords do not match. Type the same one twice")),
        ],
        render_kw={"autocomplete": "new-password"},
    )

    def __init__(self, *, email: str, name: str, **settings: Any) -> None:
        super().__init__(**settings)
        self._email, self._name = email, name

    def validate_password(self, field: PasswordField) -> None:
        """Refuse passwords that are easy to guess."""
        found = weakness(field.data, email=self._email, name=self._name)
        if found:
            raise ValidationError(_complaint(found))


class JoinForm(NewPasswordForm):
    """The password and language of an invited person."""

    language = RadioField(lazy_gettext("Language of pages and mails"))

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.language.choices = language_choices()


def language_choices() -> list[SelectChoice]:
    """Return the instance's languages as options, each by its own name."""
    return options((code, LANGUAGES.get(code, code)) for code in current_app.extensions["settings"].languages)


def _complaint(found: Weakness) -> str:
    return {
        Weakness.SHORT: _("Use at least %(least)d characters", least=SHORTEST),
        Weakness.COMMON: _("This password is easy to guess; choose another, such as a short sentence"),
        Weakness.PERSONAL: _("Do not use your name or e-mail address as password"),
    }[found]
