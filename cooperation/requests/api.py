"""The API of requests for cooperation."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select
from sqlalchemy.orm import joinedload, lazyload, load_only

from app.accounts.models import Person
from app.api import Api, Query, member, query_args
from app.clock import today
from cooperation.requests import listing, policies, views
from cooperation.requests.forms import (
    AskForm,
    AttachForm,
    DeclineRequestForm,
    InviteForm,
    LinkForm,
    MessageForm,
    PassOnForm,
    StartForm,
)
from cooperation.requests.models import CooperationRequest
from cooperation.requests.rules import RequestState
from cooperation.requests.schemas import CooperationRequestSchema

api = Api(
    "cooperation",
    area="agreements",
    tag="Cooperation requests",
    about="Requests for cooperation from outside, answered by coordinators.",
)
PATH = "/cooperation-requests/<uuid:cooperation_request_id>"
SORTS = {
    "received_at": (CooperationRequest.received_at, CooperationRequest.id),
    "answer_due": (CooperationRequest.answer_due, CooperationRequest.id),
}


class RequestQuery(Query):
    """Query arguments for listing requests."""

    state = member(RequestState)
    overdue = fields.Boolean(load_default=False, metadata={"description": "Only those whose answer is overdue."})
    mine = fields.Boolean(load_default=False, metadata={"description": "Only those in the hands of the user."})


@api.list("/cooperation-requests", policies.list_requests, CooperationRequestSchema, sorts=SORTS, query=RequestQuery)
def index() -> Select[CooperationRequest]:
    """List the requests for cooperation."""
    wanted = query_args()
    filters = listing.Filters(state=wanted.get("state"), overdue=wanted["overdue"], mine=wanted["mine"])
    named = joinedload(CooperationRequest.holder).options(load_only(Person.name), lazyload(Person.organisation))
    found = listing.matching(current_user, filters, today())
    return found.options(named, joinedload(CooperationRequest.organisation))


api.resource(PATH, policies.read_request, CooperationRequestSchema, summary="Read one request for cooperation.")
api.act(f"{PATH}/write", views.write, takes=MessageForm, gives=CooperationRequestSchema)
api.act(f"{PATH}/ask", views.ask, takes=AskForm, gives=CooperationRequestSchema)
api.act(
    f"{PATH}/invite",
    views.invite,
    takes=InviteForm,
    optional=("session", "title", "minutes"),
    gives=CooperationRequestSchema,
)
api.act(f"{PATH}/organisation", views.link, takes=LinkForm, gives=CooperationRequestSchema)
api.act(
    f"{PATH}/agreement",
    views.start_agreement,
    takes=StartForm,
    optional=("kind", "title", "purpose", "parent"),
    gives=CooperationRequestSchema,
)
api.act(
    f"{PATH}/existing-agreement",
    views.attach,
    takes=AttachForm,
    required=("agreement",),
    gives=CooperationRequestSchema,
)
api.act(f"{PATH}/decline", views.decline, takes=DeclineRequestForm, gives=CooperationRequestSchema)
api.act(f"{PATH}/holder", views.pass_on, takes=PassOnForm, optional=("holder",), gives=CooperationRequestSchema)
