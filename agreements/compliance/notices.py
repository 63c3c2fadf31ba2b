"""Mail about statements that were recorded on behalf of a party."""

from __future__ import annotations

from agreements.compliance.models import RightReceipt
from agreements.registry.notices import listeners
from app.accounts.models import Person
from app.mail import outbox
from app.organisations.models import Organisation
from app.web.external_urls import external


def recorded(receipt: RightReceipt, holder: Organisation, *, by: Person) -> None:
    """Notify the contacts of the party that has the right of what was recorded on its behalf."""
    agreement = receipt.right.clause.agreement
    for person in listeners(agreement):
        if person.organisation_id == holder.id and person.id != by.id:
            outbox.enqueue(
                "agreements/receipt_recorded",
                person,
                receipt=receipt,
                right=receipt.right,
                agreement=agreement,
                about=agreement,
                by=by,
                link=external("agreements.compliance.rights", agreement_id=agreement.id),
            )
