"""API of extension requests."""

from __future__ import annotations

from flask import g
from marshmallow import fields
from sqlalchemy import Select, select

from app.api import Api, ApiSchema, Id, Moment, member
from commitments.extensions import views
from commitments.extensions.models import Extension, ExtensionState
from commitments.registry.forms import ReasonForm
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from commitments.registry.schemas import CommitmentSchema

api = Api("commitments.extensions", area="commitments", tag="Commitments")
PATH = "/commitments/<uuid:commitment_id>"
EXTENSION = "/commitments/extensions/<uuid:extension_id>"


class ExtensionSchema(ApiSchema):
    """An extension request and its answer."""

    id = Id("the requested extension")
    from_due = fields.Date(required=True)
    to_due = fields.Date(required=True)
    reason = fields.String(required=True)
    state = member(ExtensionState, required=True)
    asked_at = Moment(required=True)
    answered_at = Moment(required=True, allow_none=True)
    answer = fields.String(required=True)


@api.list(
    f"{PATH}/extensions", read_commitment, ExtensionSchema, sorts={"asked_at": (Extension.asked_at, Extension.id)}
)
def extensions(commitment: Commitment) -> Select[Extension]:
    """List the extension requests of a commitment."""
    return select(Extension).where(Extension.commitment_id == commitment.id)


api.act(f"{PATH}/extend", views.ask, takes=views.ExtensionForm, gives=CommitmentSchema, changes=False)


def of_commitment() -> Commitment:
    """Return the commitment of the extension in the URL; If-Match takes the version of the commitment."""
    commitment: Commitment = g.resource.commitment
    return commitment


for view, path, form, summary in (
    (views.approve, "approve", None, "Approve the later date."),
    (views.deny, "deny", ReasonForm, "Deny the later date, with a reason."),
):
    api.act(f"{EXTENSION}/{path}", view, takes=form, gives=CommitmentSchema, about=of_commitment, summary=summary)
