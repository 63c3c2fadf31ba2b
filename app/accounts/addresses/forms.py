"""Forms to change the address of an account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import InputRequired

from app.web.forms import Email, Form, TextField, required


class OwnAddressForm(Form):
    """A new address for one's own account, confirmed by the password."""

    email = Email(
        _l("New e-mail address"),
        required(_l("Write the new address")),
        description=_l("A link goes there; the address changes when you open it and confirm"),
        render_kw={"autocomplete": "email"},
    )
    password = PasswordField(
        _l("Present password"),
        [InputRequired(_l("Fill in your present password"))],
        render_kw={"autocomplete": "current-password"},
    )


class AddressForm(Form):
    """A new address for another person's account, and the reason."""

    email = Email(_l("New e-mail address"), required(_l("Write the new address")))
    reason = TextField(
        _l("Reason"),
        required(_l("Write the reason")),
        max_length=500,
        description=_l("Kept in the audit trail. The person who confirms the change can read it"),
    )
