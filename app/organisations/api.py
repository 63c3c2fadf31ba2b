"""API of organisations."""

from __future__ import annotations

from marshmallow import fields
from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from app.accounts.people.schemas import PersonSchema
from app.api import Api, Query, member, query_args
from app.organisations import policies, queries, views
from app.organisations.forms import ContactsForm, NewContactForm, NewOrganisationForm, OrganisationForm, SectorForm
from app.organisations.letterheads import views as letterheads
from app.organisations.letterheads.forms import LetterheadForm
from app.organisations.letterheads.policies import change_letterhead
from app.organisations.letterheads.schemas import LetterheadSchema
from app.organisations.models import Organisation, Sector
from app.organisations.schemas import ListedOrganisationSchema, OrganisationSchema

api = Api(
    "organisations",
    area="organisations",
    tag="Organisations",
    about="Organisations that take part in forums and agreements.",
)
ORGANISATION = "/organisations/<uuid:organisation_id>"
SORTS = {
    "name": (Organisation.name, Organisation.id),
    "sector": (Organisation.sector, Organisation.name, Organisation.id),
}


class OrganisationQuery(Query):
    """Filters of the list of organisations."""

    sector = member(Sector)
    archived = fields.Boolean(
        load_default=False, metadata={"description": "Archived organisations instead of those in use."}
    )


@api.list(
    "/organisations",
    policies.list_organisations,
    ListedOrganisationSchema,
    sorts=SORTS,
    query=OrganisationQuery,
)
def index() -> Select[Organisation]:
    """List organisations."""
    wanted = query_args()
    found = queries.organisations(
        queries.Wanted(text=wanted.get("q", "").strip(), sector=wanted.get("sector"), archived=wanted["archived"])
    )
    return found.options(joinedload(Organisation.parent))


api.resource(ORGANISATION, policies.read_organisation, OrganisationSchema, summary="Read one organisation.")
api.act(
    "/organisations",
    views.create,
    takes=NewOrganisationForm,
    example={"name": "Dinas Kesehatan", "short_name": "Dinkes", "sector": "government"},
    gives=OrganisationSchema,
    creates=True,
)
api.act(
    ORGANISATION,
    views.edit,
    takes=OrganisationForm,
    example={"short_name": "Dinkes"},
    gives=OrganisationSchema,
    method="PATCH",
)
api.act(
    f"{ORGANISATION}/sector",
    views.correct_sector,
    takes=SectorForm,
    example={"sector": "regional_enterprise", "reason": "Menjadi badan usaha milik daerah"},
    gives=OrganisationSchema,
)
api.act(f"{ORGANISATION}/contacts", views.edit_contacts, takes=ContactsForm, gives=OrganisationSchema, method="PATCH")
api.act(f"{ORGANISATION}/contacts", views.add_contact, takes=NewContactForm, gives=PersonSchema, creates=True)
api.resource(
    f"{ORGANISATION}/letterhead", change_letterhead, LetterheadSchema, summary="Read the letterhead of an organisation."
)
api.act(
    f"{ORGANISATION}/letterhead",
    letterheads.letterhead,
    takes=LetterheadForm,
    optional=("unit",),
    example={"unit": "Dinas Kesehatan", "city": "Jakarta"},
    gives=LetterheadSchema,
    changes=False,
    summary="Set the letterhead of an organisation from now on.",
)
api.act(
    f"{ORGANISATION}/letterhead/remove",
    letterheads.remove_letterhead,
    gives=LetterheadSchema,
    changes=False,
    summary="Remove the letterhead: documents have that of the instance.",
)
api.download(
    f"{ORGANISATION}/letterhead/emblem", letterheads.letterhead_emblem, summary="Download the emblem of the letterhead."
)
api.act(
    f"{ORGANISATION}/archive",
    views.archive,
    gives=OrganisationSchema,
    summary="Archive an organisation: it is no longer listed or offered.",
)
api.act(f"{ORGANISATION}/restore", views.restore, gives=OrganisationSchema)
