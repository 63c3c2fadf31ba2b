"""Forms of the profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField, PasswordField, RadioField
from wtforms.validators import InputRequired

from app.accounts.sign_in.forms import NewPasswordForm, language_choices
from app.web.forms import Form, Phone, TextField, required


@dataclass(frozen=True, slots=True)
class ProfileDetails:
    """The fields of one's own profile."""

    name: str
    position: str
    phone: str | None
    language: str


class ProfileForm(Form):
    """The fields of one's own profile."""

    version = HiddenField()
    name = TextField(
        lazy_gettext("Name"),
        required(lazy_gettext("Fill in your name")),
        description=lazy_gettext("As it should appear in minutes and attendance lists"),
        render_kw={"autocomplete": "name"},
    )
    position = TextField(
        lazy_gettext("Position"),
        description=lazy_gettext("Such as Head of the data division, or Acting secretary"),
        render_kw={"autocomplete": "organization-title"},
    )
    phone = Phone(lazy_gettext("Telephone or WhatsApp"), render_kw={"autocomplete": "tel"})
    language = RadioField(lazy_gettext("Language of pages and mails"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.language.choices = language_choices()

    def details(self) -> ProfileDetails:
        """Return the submitted fields."""
        return ProfileDetails(
            name=self.name.data,
            position=self.position.data or "",
            phone=self.phone.data or None,
            language=self.language.data,
        )


class ChangePasswordForm(NewPasswordForm):
    """The current password, and a new one."""

    current = PasswordField(
        lazy_gettext("Present password"),
        [InputRequired(lazy_gettext("Fill in your present password"))],
        render_kw={"autocomplete": "current-password"},
    )
