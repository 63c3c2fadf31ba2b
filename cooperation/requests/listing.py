"""The list of requests: its filters and its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from flask import request
from sqlalchemy import Select, case, select

from app.accounts.models import Person
from app.organisations.models import Organisation, Sector
from app.web.arguments import member_of
from app.web.pagination import Paged, in_pages, paged
from cooperation.requests.models import SECTORS, CooperationRequest
from cooperation.requests.queries import is_waiting_for_us, readable
from cooperation.requests.rules import Applicant, RequestState


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of the list, from the URL."""

    state: RequestState | None = None
    overdue: bool = False
    mine: bool = False


class RequestRow(NamedTuple):
    """A request in a list; `holder` is the name of the coordinator who deals with it."""

    id: UUID
    code: str
    title: str
    applicant: Applicant
    organisation_name: str
    contact_name: str
    state: RequestState
    state_since: date
    received_at: Any
    answer_due: date
    organisation: str | None
    linked_sector: Sector | None
    holder: str | None

    @property
    def name(self) -> str:
        """The name of the organisation that asks, or of the citizen; "" once it was erased."""
        return self.organisation or self.organisation_name or self.contact_name

    @property
    def sector(self) -> Sector:
        """The sector of the linked organisation, else that of the applicant."""
        return self.linked_sector or SECTORS[self.applicant]

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been answered before `today`."""
        return self.state is RequestState.RECEIVED and self.answer_due < today


COLUMNS: tuple[Any, ...] = tuple(getattr(CooperationRequest, name) for name in RequestRow._fields[:10])
"""The columns of a `RequestRow` that are columns of `CooperationRequest`."""
SHOWN = (*COLUMNS, Organisation.label, Organisation.sector, Person.name)


def with_names(query: Select[Any]) -> Select[Any]:
    """Join the organisation and the holder of requests, for the columns `SHOWN`."""
    query = query.outerjoin(Organisation, Organisation.id == CooperationRequest.organisation_id)
    return query.outerjoin(Person, Person.id == CooperationRequest.holder_id)


def filters(query: Mapping[str, str]) -> Filters:
    """Return the filters in a query string; invalid values are ignored."""
    return Filters(state=member_of(RequestState, query.get("state")), overdue="overdue" in query, mine="mine" in query)


def matching(person: Person, wanted: Filters, today: date) -> Select[CooperationRequest]:
    """Return the select of the requests that `person` may read and the filters let through."""
    query = select(CooperationRequest).where(readable(person))
    if wanted.state:
        query = query.where(CooperationRequest.state == wanted.state)
    if wanted.overdue:
        query = query.where(is_waiting_for_us(), CooperationRequest.answer_due < today)
    if wanted.mine:
        query = query.where(CooperationRequest.holder_id == person.id)
    return query


def listed(person: Person, today: date) -> Paged[RequestRow]:
    """Return the requested page: those that wait for an answer first by its day, then the others, newest first."""
    query = matching(person, filters(request.args), today)
    waits = case((is_waiting_for_us(), CooperationRequest.answer_due))
    order = (waits.is_(None), waits, CooperationRequest.received_at.desc(), CooperationRequest.id)
    return paged(RequestRow._make, with_names(in_pages(query.order_by(*order), *SHOWN)))
