"""The form for the first administrator."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext
from wtforms import SelectField

from app.accounts.first_run.actions import FirstAdministrator
from app.accounts.sign_in.forms import NewPasswordForm
from app.calendars.zone_choices import zone_choices
from app.web.forms import Email, TextField, options, required


class FirstAdministratorForm(NewPasswordForm):
    """The organisation that runs the instance, and its first administrator."""

    organisation = TextField(
        lazy_gettext("Organisation"),
        required(lazy_gettext("Fill in the name of the organisation")),
        description=lazy_gettext("The unit that runs Selaras for your city, with its full name"),
        render_kw={"autocomplete": "organization"},
    )
    timezone = SelectField(
        lazy_gettext("Time zone"),
        required(lazy_gettext("Choose the time zone")),
        description=lazy_gettext("It decides what day “today” is. Sessions keep the time zone of their forum"),
        render_kw={"data-own-zone": ""},
    )
    name = TextField(
        lazy_gettext("Your name"), required(lazy_gettext("Fill in your name")), render_kw={"autocomplete": "name"}
    )
    position = TextField(
        lazy_gettext("Position"),
        description=lazy_gettext("Such as Head of the data division, or Acting secretary"),
        render_kw={"autocomplete": "organization-title"},
    )
    email = Email(
        lazy_gettext("E-mail address"),
        required(lazy_gettext("Fill in your e-mail address")),
        description=lazy_gettext("You sign in with it"),
        render_kw={"autocomplete": "username"},
    )

    def __init__(self, **settings: Any) -> None:
        preset = current_app.extensions["settings"].timezone
        super().__init__(email="", name="", timezone="" if preset == "UTC" else preset, **settings)
        self.timezone.choices = options([("", lazy_gettext("Choose the time zone")), *zone_choices()])
        self._email, self._name = self.email.data or "", self.name.data or ""  # the password must differ from both

    def details(self) -> FirstAdministrator:
        """Return the submitted fields."""
        return FirstAdministrator(
            organisation=self.organisation.data,
            timezone=self.timezone.data,
            name=self.name.data,
            position=self.position.data or "",
            email=self.email.data.lower(),
            password=self.password.data or "",
        )
