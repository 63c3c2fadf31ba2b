"""Form of a line in the signing log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import Optional as Empty

from agreements.documents.models import Document
from agreements.parties.forms import POSITION, SIGNATORY
from agreements.registry.models import Party
from agreements.signing.actions import AUTHORITY, Entry
from agreements.signing.labels import METHODS
from agreements.signing.models import Signing
from agreements.signing.rules import Method
from app.web.forms import Day, Form, TextField, identity, options


class SigningForm(Form):
    """When and how a party signs, who signs for it, and what empowers that person."""

    ids = {"authority_document_id": "a power of attorney among the party's files"}

    method = RadioField(
        _l("How"), choices=options((one.value, word) for one, word in METHODS.items()), default=Method.WET.value
    )
    sent_on = Day(_l("Sent for signature"), past=True)
    signed_on = Day(_l("Signed on"), past=True)
    received_on = Day(_l("Signed copy received"), past=True)
    signatory_name = TextField(SIGNATORY)
    signatory_position = TextField(POSITION)
    authority_number = TextField(
        _l("Number of the power of attorney"), max_length=100, description=_l("Empty if the position itself suffices")
    )
    authority_on = Day(_l("Date of the power of attorney"), past=True)
    authority_until = Day(_l("Valid until"), description=_l("The last day. Empty: without limit."))
    authority_document_id = SelectField(
        _l("File of the power of attorney"),
        [Empty()],
        coerce=identity,
        description=_l("One of this party's files of that kind"),
    )

    def offer(self, documents: Iterable[Document]) -> None:
        """Set the choices of powers of attorney."""
        named = [(str(one.id), f"{one.title} ({one.number})") for one in documents]
        self.authority_document_id.choices = options([("", _("None")), *named])

    def details(self) -> Entry:
        """Return the values of the form."""
        plain: dict[str, Any] = {
            name: self[name].data or ("" if isinstance(self[name], TextField) else None)
            for name in ("sent_on", "signed_on", "received_on", "signatory_name", "signatory_position", *AUTHORITY)
        }
        return Entry(method=Method(self.method.data), **plain)

    @classmethod
    def of(cls, party: Party, signing: Signing | None) -> SigningForm:
        """Return the form with the values of a party and its line."""
        names = ("sent_on", "signed_on", "received_on", *AUTHORITY)
        held = {name: getattr(signing, name) for name in names} | {"method": signing.method.value} if signing else {}
        return cls(signatory_name=party.signatory_name, signatory_position=party.signatory_position, **held)
