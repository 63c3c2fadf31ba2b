"""Policies of requests for cooperation."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import loads, policy
from cooperation.requests import queries
from cooperation.requests.models import CooperationRequest

loads("cooperation_request_id", CooperationRequest)(queries.for_act)


@policy("cooperation:list", opened_by=("coordinator", "leadership"))
def list_requests(user: Person) -> bool:
    """Coordinators, who answer requests, and leadership."""
    return user.is_active and (user.is_coordinator or user.is_leadership)


@policy("cooperation:read", CooperationRequest)
def read_request(user: Person, cooperation_request: CooperationRequest) -> bool:
    """Coordinators, leadership, and members of the organisation that a coordinator linked with it."""
    linked = cooperation_request.organisation_id
    return list_requests(user) or (linked is not None and linked == user.organisation_id)


@policy("cooperation:answer", CooperationRequest, hidden_unless=read_request, opened_by=("coordinator",))
def answer_request(user: Person, cooperation_request: CooperationRequest) -> bool:
    """Coordinators."""
    return user.is_coordinator
