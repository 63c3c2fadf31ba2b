"""Forms about an organisation."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Regexp

from app.accounts.queries import person_choices
from app.clock import today
from app.organisations.actions import ContactDetails, OrganisationDetails
from app.organisations.models import ContactRole, Organisation, OrganisationKind, Sector
from app.web.fields import OrganisationField, PersonField
from app.web.forms import Day, Email, Form, Paragraphs, Phone, TextField, options, required, value_of
from app.web.status_labels import SECTORS

KINDS = {
    "unit": lazy_gettext("Unit"),
    "agency": lazy_gettext("Agency"),
    "bureau": lazy_gettext("Bureau"),
    "regional_enterprise": lazy_gettext("Regional enterprise"),
    "company": lazy_gettext("Company"),
    "university": lazy_gettext("University"),
    "association": lazy_gettext("Association"),
    "community": lazy_gettext("Community"),
    "other": lazy_gettext("Other"),
}

CONTACT_ROLES = {
    "head": lazy_gettext("Head"),
    "focal_point": lazy_gettext("Focal point"),
    "alternate": lazy_gettext("Alternate"),
}

SECTOR_CHOICES = [(value, name) for value, (_letter, name) in SECTORS.items()]


class OrganisationForm(Form):
    """An organisation, except its sector, which is corrected with a reason."""

    version = HiddenField()
    name = TextField(lazy_gettext("Name"), required(lazy_gettext("Fill in the name of the organisation")))
    short_name = TextField(
        lazy_gettext("Short name"), max_length=40, description=lazy_gettext("For tables, such as DPMPTSP or Dinkes")
    )
    kind = SelectField(lazy_gettext("Kind"), choices=options(KINDS.items()), default="agency", coerce=value_of)
    parent_id = OrganisationField(lazy_gettext("Parent organisation"), empty=lazy_gettext("No other organisation"))
    secretariat_email = Email(
        lazy_gettext("Mailbox of the secretariat"),
        description=lazy_gettext("Official invitations also go here; no account is needed"),
    )
    phone = Phone(lazy_gettext("Telephone"))
    address = Paragraphs(lazy_gettext("Address"), max_length=1000)
    website = TextField(
        lazy_gettext("Website"),
        [Regexp(r"^$|^https?://\S+$", message=lazy_gettext("Begin the address with https://"))],
        max_length=300,
        render_kw={"type": "url"},
    )

    def details(self) -> OrganisationDetails:
        """Return the submitted fields."""
        return OrganisationDetails(
            name=self.name.data,
            short_name=self.short_name.data or "",
            kind=OrganisationKind(self.kind.data),
            parent_id=self.parent_id.data,
            secretariat_email=self.secretariat_email.data or None,
            phone=self.phone.data or None,
            address=self.address.data or "",
            website=self.website.data or "",
        )


class NewOrganisationForm(OrganisationForm):
    """A new organisation, with its sector."""

    sector = RadioField(
        lazy_gettext("Sector"),
        [InputRequired(lazy_gettext("Choose the sector"))],
        choices=options(SECTOR_CHOICES),
        coerce=value_of,
        description=lazy_gettext("Quorum and balance are counted by sector. It can be corrected later, with a reason"),
    )


class SectorForm(Form):
    """A correction of the sector."""

    version = HiddenField()
    sector = RadioField(
        lazy_gettext("Sector"),
        [InputRequired(lazy_gettext("Choose the sector"))],
        choices=options(SECTOR_CHOICES),
        coerce=value_of,
    )
    reason = Paragraphs(
        lazy_gettext("Reason"),
        required(lazy_gettext("Give the reason; it stays on record")),
        max_length=1000,
        render_kw={"rows": 3},
    )
    effective_on = Day(
        lazy_gettext("From"),
        required(lazy_gettext("Say from which day")),
        default=today,
        description=lazy_gettext("Earlier records keep the previous sector"),
    )

    def chosen(self) -> Sector:
        """Return the selected sector."""
        return Sector(self.sector.data)


class ContactsForm(Form):
    """The contacts of an organisation."""

    version = HiddenField()
    head = PersonField(CONTACT_ROLES["head"], options=list, empty=lazy_gettext("Nobody named"))
    focal_point = PersonField(CONTACT_ROLES["focal_point"], options=list, empty=lazy_gettext("Nobody named"))
    alternate = PersonField(CONTACT_ROLES["alternate"], options=list, empty=lazy_gettext("Nobody named"))
    secretariat_email = Email(lazy_gettext("Mailbox of the secretariat"))
    phone = Phone(lazy_gettext("Telephone"))

    def __init__(self, organisation: Organisation, **settings: Any) -> None:
        super().__init__(**settings)
        members = options([("", lazy_gettext("Nobody named")), *person_choices(organisation.id)])
        for role in ContactRole:
            self[role.value].choices = members

    def details(self) -> ContactDetails:
        """Return the submitted fields."""
        return ContactDetails(
            people={role: self[role.value].data for role in ContactRole},
            secretariat_email=self.secretariat_email.data or None,
            phone=self.phone.data or None,
        )


class NewContactForm(Form):
    """A person of the organisation, without an account."""

    name = TextField(lazy_gettext("Name"), required(lazy_gettext("Fill in the name")))
    position = TextField(lazy_gettext("Position"))
    email = Email(lazy_gettext("E-mail address"))
    phone = Phone(lazy_gettext("Telephone or WhatsApp"))
