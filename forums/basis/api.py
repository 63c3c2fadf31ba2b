"""The API of the bases of forums."""

from __future__ import annotations

from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload

from app.api import Api
from app.web.forms import ANY_OUTCOME
from forums.basis import policies, queries, views
from forums.basis.forms import BasisForm, FileForm, RenewalForm
from forums.basis.models import Basis
from forums.basis.schemas import BasisSchema
from forums.scheduling.models import Forum
from forums.scheduling.policies import read_forum

api = Api("basis", area="forums", tag="Bases", about="The documents that forums rest on, such as decrees.")
FORUM = "/forums/<string:slug>/bases"
BASIS = "/bases/<uuid:basis_id>"
EXAMPLE = {
    "number": "12",
    "dated": "2027-01-04",
    "issued_by": "Gubernur DKI Jakarta",
    "subject": "Forum Koordinasi Lintas Sektor",
    "valid_from": "2027-01-04",
    "valid_until": "2027-12-31",
}


@api.list(FORUM, read_forum, BasisSchema, sorts={"valid_from": (Basis.valid_from, Basis.id)})
def bases(forum: Forum) -> Select[Basis]:
    """List the bases of a forum: past, present and future."""
    return queries.of_forum(forum.id).options(joinedload(Basis.forum), selectinload(Basis.members))


api.resource(BASIS, policies.read_basis, BasisSchema, summary="Read one basis with its members.")
api.act(FORUM, views.enter, takes=BasisForm, example=EXAMPLE, gives=BasisSchema, creates=True)
api.act(BASIS, views.edit, takes=BasisForm, example={"number": "12"}, gives=BasisSchema, method="PATCH")
api.act(
    f"{BASIS}/renew",
    views.renew,
    takes=RenewalForm,
    optional=("issued_by", "subject"),
    example={**EXAMPLE, "dated": "2028-01-03", "valid_from": "2028-01-03", "valid_until": "2028-12-29"},
    gives=BasisSchema,
    creates=True,
    sends={"seen": ANY_OUTCOME},
    summary="Enter the basis that follows; seats end and begin with its members.",
)
api.act(f"{BASIS}/file", views.add_file, takes=FileForm, required=("file",), gives=BasisSchema)
api.download(f"{BASIS}/file", views.download)
