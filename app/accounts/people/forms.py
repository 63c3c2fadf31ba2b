"""Forms about a person."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField

from app.accounts.people.actions import PersonDetails
from app.accounts.sign_in.forms import language_choices
from app.web.fields import OrganisationField
from app.web.forms import Email, Form, Phone, TextField, options, required

ROLE_NAMES = {
    "administrator": lazy_gettext("Administrator"),
    "coordinator": lazy_gettext("Coordinator"),
    "leadership": lazy_gettext("Leadership"),
}

ROLE_HINTS = {
    "administrator": lazy_gettext("manages accounts, organisations and settings; sees no content"),
    "coordinator": lazy_gettext("runs all forums, commitments and agreements"),
    "leadership": lazy_gettext("reads digests and everything internal; decides what is asked"),
}


class PersonForm(Form):
    """A person, with or without an account."""

    version = HiddenField()
    name = TextField(
        lazy_gettext("Name"),
        required(lazy_gettext("Fill in the name")),
        description=lazy_gettext("As it should appear in minutes and attendance lists"),
    )
    organisation_id = OrganisationField(lazy_gettext("Organisation"), required(lazy_gettext("Choose the organisation")))
    position = TextField(
        lazy_gettext("Position"), description=lazy_gettext("Such as Head of the data division, or Acting secretary")
    )
    email: Email | None = Email(lazy_gettext("E-mail address"))
    phone = Phone(lazy_gettext("Telephone or WhatsApp"))
    language = RadioField(lazy_gettext("Language of mails"))

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.language.choices = language_choices()
        self.language.data = self.language.data or self.language.choices[0].value

    def details(self) -> PersonDetails:
        """Return the submitted fields."""
        return PersonDetails(
            name=self.name.data,
            organisation_id=self.organisation_id.data,
            position=self.position.data or "",
            email=None if self.email is None else self.email.data or None,
            phone=self.phone.data or None,
            language=self.language.data,
        )


class MemberForm(PersonForm):
    """A person with an account, whose address is changed on a separate page."""

    email = None


class NewPersonForm(PersonForm):
    """A new person, with roles if the user may give them, who may be invited immediately."""

    roles: SelectMultipleField | None = SelectMultipleField(
        lazy_gettext("Platform roles"), choices=options(ROLE_NAMES.items())
    )
    invite = BooleanField(
        lazy_gettext("Send the invitation now"),
        description=lazy_gettext("A mail with a link is sent; without it, the person remains a contact"),
    )

    def __init__(self, *, gives_roles: bool = False, **settings: Any) -> None:
        super().__init__(**settings)
        if not gives_roles:
            del self.roles


class RolesForm(Form):
    """The platform roles of a person."""

    version = HiddenField()
    roles = SelectMultipleField(lazy_gettext("Platform roles"), choices=options(ROLE_NAMES.items()))
