"""API of address changes by administrators. Changing one's own address needs a password, so it is not in the API."""

from __future__ import annotations

from app.accounts.addresses import policies, views
from app.accounts.addresses.forms import AddressForm
from app.accounts.addresses.schemas import AddressChangeSchema
from app.api import Api

api = Api("addresses", area="people", tag="People")
CHANGE = "/address-changes/<uuid:address_change_id>"

api.resource(CHANGE, policies.read_change, AddressChangeSchema, summary="Read one change of an e-mail address.")
api.act(
    "/people/<uuid:person_id>/address",
    views.change,
    takes=AddressForm,
    gives=AddressChangeSchema,
    creates=True,
    summary="Change the e-mail address of an account, with a reason.",
)
api.act(f"{CHANGE}/confirm", views.confirm_as_second, gives=AddressChangeSchema)
api.act(f"{CHANGE}/stop", views.stop_change, gives=AddressChangeSchema)
