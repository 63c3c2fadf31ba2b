"""Policies of documents of agenda items, and of what parties prepare for them."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import loads, policy
from forums.agenda.models import AgendaItem
from forums.agenda.policies import arrange_agenda, arrange_item, read_item, takes_part
from forums.preparation import queries
from forums.preparation.models import AgendaDocument, Preparation
from forums.scheduling.policies import read_names

loads("agenda_document_id", AgendaDocument)(queries.document_for_act)
loads("preparation_id", Preparation)(queries.preparation_for_act)


@policy("agenda_item:read_documents", AgendaItem, hidden_unless=read_item, opened_by=("coordinator",))
def read_documents(user: Person, item: AgendaItem) -> bool:
    """Those who may read the participants of the forum; not everyone if it is public."""
    return read_item(user, item) and read_names(user, item.session)


@policy("agenda_item:add_document", AgendaItem, hidden_unless=read_item, opened_by=("coordinator",))
def add_document(user: Person, item: AgendaItem) -> bool:
    """Those who arrange the agenda, and participants who propose items."""
    return arrange_item(user, item) or takes_part(user, item.session)


@policy("agenda_document:read", AgendaDocument)
def read_document(user: Person, document: AgendaDocument) -> bool:
    """Those who may read the participants of the forum; not everyone if it is public."""
    return read_documents(user, document.item)


@policy("agenda_document:remove", AgendaDocument, hidden_unless=read_document, opened_by=("coordinator",))
def remove_document(user: Person, document: AgendaDocument) -> bool:
    """Those who arrange the agenda, and the person who added it."""
    return arrange_agenda(user, document.item.session) or user.id == document.added_by_id


@policy("preparation:read", Preparation)
def read_preparation(user: Person, preparation: Preparation) -> bool:
    """Those who may read the participants of the forum; not everyone if it is public."""
    return read_documents(user, preparation.item)


@policy("preparation:hand_in", Preparation, hidden_unless=read_preparation, opened_by=("coordinator",))
def hand_in(user: Person, preparation: Preparation) -> bool:
    """The organisation that prepares it, and those who arrange the agenda on its behalf."""
    own = user.organisation_id == preparation.seat.organisation_id
    return own or arrange_agenda(user, preparation.item.session)


@policy("preparation:withdraw", Preparation, hidden_unless=read_preparation, opened_by=("coordinator",))
def withdraw(user: Person, preparation: Preparation) -> bool:
    """Those who arrange the agenda."""
    return arrange_agenda(user, preparation.item.session)
