"""The API of agendas: items, proposals and their outcome."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload, load_only

from app.accounts.models import Person
from app.api import Api, Query, member, query_args
from app.organisations.models import Organisation
from forums.agenda import policies, views
from forums.agenda.forms import CopyForm, ItemForm, OrderForm, ReasonForm, ResolutionForm
from forums.agenda.models import AgendaItem, ItemState
from forums.agenda.schemas import AgendaItemSchema, AgendaSchema
from forums.scheduling.models import Session
from forums.scheduling.policies import read_session

api = Api("agenda", area="forums", tag="Agenda", about="The agendas of sessions, before and during them.")
AGENDA = "/sessions/<uuid:session_id>/agenda"
ITEMS = "/sessions/<uuid:session_id>/agenda-items"
ITEM = "/agenda-items/<uuid:agenda_item_id>"
SORTS = {"position": (AgendaItem.position, AgendaItem.id)}


class ItemQuery(Query):
    """Query arguments for listing items."""

    state = member(ItemState)


@api.list(ITEMS, read_session, AgendaItemSchema, sorts=SORTS, query=ItemQuery)
def items(session: Session) -> Select[AgendaItem]:
    """List the items of a session in order; empty while the agenda shows the template of the forum."""
    named = load_only(Person.name), lazyload(Person.organisation)
    found = select(AgendaItem).where(AgendaItem.session_id == session.id)
    if "state" in query_args():
        found = found.where(AgendaItem.state == query_args()["state"])
    return found.options(
        joinedload(AgendaItem.proposed_by).options(*named),
        joinedload(AgendaItem.presenter_person).options(*named),
        joinedload(AgendaItem.presenter_organisation).load_only(Organisation.name),
    )


api.resource(AGENDA, read_session, AgendaSchema, summary="Read the time of an agenda, and when it closes.")
api.act(
    f"{AGENDA}/order",
    views.order,
    takes=OrderForm,
    required=("order",),
    gives=AgendaSchema,
    summary="Put all items in a new order.",
)
api.act(f"{AGENDA}/copy", views.copy, takes=CopyForm, gives=AgendaSchema, summary="Copy items of earlier sessions.")
api.resource(ITEM, policies.read_item, AgendaItemSchema, summary="Read one agenda item.")
api.act(
    ITEMS,
    views.propose,
    takes=ItemForm,
    gives=AgendaItemSchema,
    creates=True,
    summary="Propose an item; presenter is “person:” or “organisation:” followed by an id in the forum.",
)
api.act(ITEM, views.edit, takes=ItemForm, gives=AgendaItemSchema, method="PATCH")
for view, path, form in (
    (views.accept, "accept", None),
    (views.accept_late, "accept-late", ReasonForm),
    (views.resolve, "resolve", ResolutionForm),
    (views.defer, "defer", ReasonForm),
    (views.decline, "decline", ReasonForm),
    (views.move_up, "move-up", None),
    (views.move_down, "move-down", None),
):
    api.act(f"{ITEM}/{path}", view, takes=form, gives=AgendaItemSchema)
