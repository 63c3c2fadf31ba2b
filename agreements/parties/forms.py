"""Forms of the parties of agreements."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Form as Part
from wtforms import SelectField
from wtforms.validators import InputRequired

from agreements.parties.actions import Credentials
from agreements.registry.models import Party
from app.organisations.models import Sector
from app.web.forms import Form, TextField, identity

NUMBER = _l("Number of this party")
NUMBER_HELP = _l("As its own office gives it, such as 075/13/PKS/2026")
SIGNATORY = _l("Who signs")
POSITION = _l("Position of who signs")
AUTHORITY = _l("Authority")
AUTHORITY_HELP = _l("What empowers the signatory, such as a power of attorney and its number")


class SideForm(Part):  # type: ignore[misc]
    """A party in the form of an agreement; the organisation is fixed when the row is added."""

    ids = {"organisation": "an organisation"}

    sector: Sector | None = None
    organisation = SelectField(_l("Organisation"), [InputRequired()], coerce=identity)
    reference_number = TextField(NUMBER, max_length=100, description=NUMBER_HELP)
    signatory_name = TextField(SIGNATORY)
    signatory_position = TextField(POSITION)
    authority = TextField(AUTHORITY, max_length=300, description=AUTHORITY_HELP)


class CredentialsForm(Form):
    """Number, signatory and authority of a party."""

    reference_number = TextField(NUMBER, max_length=100, description=NUMBER_HELP)
    signatory_name = TextField(SIGNATORY)
    signatory_position = TextField(POSITION)
    authority = TextField(AUTHORITY, max_length=300, description=AUTHORITY_HELP)

    def details(self) -> Credentials:
        """Return the values of the form."""
        return credentials_in(self)


def credentials_in(form: CredentialsForm | SideForm) -> Credentials:
    """Return the credentials in a form of a party."""
    return Credentials(
        reference_number=form.reference_number.data or "",
        signatory_name=form.signatory_name.data or "",
        signatory_position=form.signatory_position.data or "",
        authority=form.authority.data or "",
    )


def written(party: Party) -> dict[str, str]:
    """Return the credentials of a party, by field name."""
    names = ("reference_number", "signatory_name", "signatory_position", "authority")
    return {name: getattr(party, name) for name in names}
