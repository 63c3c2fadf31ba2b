"""API of people and their accounts."""

from __future__ import annotations

from marshmallow import fields, validate
from sqlalchemy import Select

from app.accounts.models import Person
from app.accounts.people import policies, queries, views
from app.accounts.people.forms import NewPersonForm, PersonForm, RolesForm
from app.accounts.people.schemas import ListedPersonSchema, PersonSchema
from app.api import Api, Query, query_args

api = Api(
    "people",
    area="people",
    tag="People",
    about="People, their accounts and roles, and the profile of the token's owner.",
)
PERSON = "/people/<uuid:person_id>"


class PersonQuery(Query):
    """Filters of the list of people."""

    organisation = fields.UUID(metadata={"description": "The id of an organisation: only its members."})
    role = fields.String(
        validate=validate.OneOf(list(queries.ROLES)), metadata={"description": "Only people with this platform role."}
    )
    account = fields.String(validate=validate.OneOf(list(queries.ACCOUNTS)))


@api.list(
    "/people", policies.list_people, ListedPersonSchema, sorts={"name": (Person.name, Person.id)}, query=PersonQuery
)
def index() -> Select[Person]:
    """List people, with and without accounts."""
    wanted = query_args()
    return queries.people(
        queries.Wanted(
            text=wanted.get("q", "").strip(),
            organisation_id=wanted.get("organisation"),
            role=wanted.get("role"),
            account=wanted.get("account"),
        )
    )


api.resource(PERSON, policies.read_person, PersonSchema, summary="Read one person.")
api.act("/people", views.create, takes=NewPersonForm, gives=PersonSchema, creates=True)
api.act(PERSON, views.edit, takes=PersonForm, gives=PersonSchema, method="PATCH")
api.act(f"{PERSON}/roles", views.roles, takes=RolesForm, example={"roles": ["coordinator"]}, gives=PersonSchema)
api.act(f"{PERSON}/invite", views.invite, gives=PersonSchema)
api.act(f"{PERSON}/revoke-invitation", views.revoke_invitation, gives=PersonSchema)
api.act(
    f"{PERSON}/suspend",
    views.suspend,
    gives=PersonSchema,
    summary="Suspend a person: end sessions, links and tokens until restored.",
)
api.act(f"{PERSON}/restore", views.restore, gives=PersonSchema)
